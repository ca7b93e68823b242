"""LaTeX as reference files have it: accents and signs become letters, commands that only set type go."""

import re
import unicodedata

_MARKS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "lambda": "λ", "mu": "μ", "pm": "±",
    "times": "×", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "sim": "~", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "textregistered": "®", "texttrademark": "™", "textmu": "μ",
    "textgreater": ">", "textless": "<", "textasciitilde": "~", "textbackslash": "\\", "ldots": "…", "dots": "…",
}  # fmt: skip
_SIGN_MARK = re.compile(r"""\\(['`^"~=.])\s*(?:\{\s*(\\[ij]|[^\W\d_])\s*\}|(\\[ij](?![A-Za-z])|[^\W\d_]))""")
_LETTER_MARK = re.compile(r"\\([uvHckrdb])(?:\s*\{\s*(\\[ij]|[^\W\d_])\s*\}|\s+(\\[ij](?![A-Za-z])|[^\W\d_]))")
_SIGN = re.compile(r"\\(" + "|".join(sorted(_SIGNS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s+(?=\S))?")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*(?:\{\})?|\\[,;:!/ ]")
_KEPT = {"{": "\ue000", "}": "\ue001", "$": "\ue002", "%": "%", "&": "&", "#": "#", "_": "_"}
_BACK = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "$"})


def plain(text: str) -> str:
    r"""Readable text on one line: "{\'E}tude of \emph{H\"ubner}" as "Étude of Hübner"."""
    text = _SIGN_MARK.sub(_accented, text)
    text = _LETTER_MARK.sub(_accented, text)
    text = _SIGN.sub(lambda match: _SIGNS[match[1]], text)
    text = _ESCAPED.sub(lambda match: _KEPT[match[1]], text)
    text = _COMMAND.sub("", text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = re.sub(r"[{}$]", "", text).replace("~", " ").translate(_BACK)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _accented(match: re.Match[str]) -> str:
    letter = (match[2] or match[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _MARKS[match[1]])
