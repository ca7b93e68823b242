"""What a browser says of itself, in two words that its owner recognises: "Firefox on Android"."""

# The first that fits counts: browsers also name those they descend from, and systems the ones they imitate.
_BROWSERS = (
    (("Edg/", "EdgA/", "EdgiOS/"), "Edge"),
    (("OPR/", "Opera"), "Opera"),
    (("SamsungBrowser/",), "Samsung Internet"),
    (("Firefox/", "FxiOS/"), "Firefox"),
    (("Chrome/", "CriOS/", "Chromium/"), "Chrome"),
    (("Safari/",), "Safari"),
)
_SYSTEMS = (
    (("iPhone", "iPod"), "iPhone"),
    (("iPad",), "iPad"),
    (("Android",), "Android"),
    (("CrOS",), "ChromeOS"),
    (("Windows",), "Windows"),
    (("Mac OS X", "Macintosh"), "Mac"),
    (("Linux", "X11"), "Linux"),
)


def device_words(user_agent: str) -> str:
    """The browser and the system of a `User-Agent`; only words of ours, whatever the header says."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "An unknown browser")


def _first(known: tuple[tuple[tuple[str, ...], str], ...], user_agent: str) -> str:
    return next((word for marks, word in known if any(mark in user_agent for mark in marks)), "")
