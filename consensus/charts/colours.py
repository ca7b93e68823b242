"""Colours along a scale: vermillion for its low side, blue-green for its high one, grey between."""

from consensus.charts import style

_LOW_PALE = "#eab89f"
_HIGH_PALE = "#9fcbd6"
_MIDDLE = "#cfd5d9"


def point_colours(points: int, low_to: int, high_from: int) -> list[str]:
    """One colour for each point 1..`points`; the ends are the darkest, points between the sides are grey."""
    low = _shades(style.DISAGREE, _LOW_PALE, low_to)
    high = _shades(style.AGREE, _HIGH_PALE, points - high_from + 1)
    return [*low, *[_MIDDLE] * (high_from - low_to - 1), *reversed(high)]


def diverging_scale(points: int, low_to: int, high_from: int) -> list[tuple[float, str]]:
    """The same as steps of a plotly colour scale over 1..`points`, without blending between them."""
    colours = point_colours(points, low_to, high_from)
    return [(edge / points, colour) for i, colour in enumerate(colours) for edge in (i, i + 1)]


def text_on(fill: str) -> str:
    """Black or white, whichever has the better contrast on this fill (relative luminance of WCAG 2)."""
    luminance = _luminance(fill)
    on_white, on_black = 1.05 / (luminance + 0.05), (luminance + 0.05) / (_luminance(style.ON_LIGHT_FILL) + 0.05)
    return style.ON_DARK_FILL if on_white >= on_black else style.ON_LIGHT_FILL


def _shades(dark: str, pale: str, n: int) -> list[str]:
    """n colours from dark to pale; a single one is the dark one."""
    steps = [i / (n - 1) if n > 1 else 0.0 for i in range(n)]
    return [_mix(dark, pale, step) for step in steps]


def _mix(first: str, second: str, part: float) -> str:
    channels = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
