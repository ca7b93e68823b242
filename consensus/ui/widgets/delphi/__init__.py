"""Pieces of the pages of Delphi rounds."""
