"""The acts of the register: one function each, in five moves (docs/house.md)."""
