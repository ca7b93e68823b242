"""Results in, bytes out; pure."""

from consensus.exports.json_file import to_json
from consensus.exports.methods_text import methods_paragraph
from consensus.exports.table import to_csv

__all__ = ["methods_paragraph", "to_csv", "to_json"]
