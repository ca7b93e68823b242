"""One model of a document, and the writers that make files of it; pure."""
