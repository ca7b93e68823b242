"""Every use case: permission, transaction, audit, signal."""
