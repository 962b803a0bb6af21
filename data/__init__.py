"""The store, the snapshot, the reference tables and the loaders."""
