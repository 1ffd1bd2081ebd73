"""Pure rules about what a committee may set itself."""
