"""Survey instruments: model, loader, validation, collation."""
