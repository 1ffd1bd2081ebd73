"""The acts on accounts: one function each, in five moves (docs/house.md)."""
