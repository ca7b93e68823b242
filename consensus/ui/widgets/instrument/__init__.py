"""The parts of the page on which an instrument is written."""
