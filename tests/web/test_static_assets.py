"""Static files: compressed once, kept by browsers as long as their names allow."""

import gzip

import pytest

from consensus.web.static_assets import FOREVER, accepts_gzip

ELEMENT = "/_stcore/bidi-components/assent.live/live.js"


@pytest.fixture
def entry(web) -> str:
    return next(path for path in web.folders[0].list_files() if "/static/js/index." in path[0])[0]


def test_a_script_is_sent_compressed_and_kept_for_ever(client, web, entry):
    with client.stream("GET", entry, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())

    original = dict(web.folders[0].list_files())[entry].read_bytes()
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(raw) == original
    assert len(raw) < len(original) / 2


def test_who_cannot_read_gzip_gets_the_file_as_it_is(client, web, entry):
    answer = client.get(entry, headers={"accept-encoding": "identity"})

    assert "content-encoding" not in answer.headers
    assert answer.content == dict(web.folders[0].list_files())[entry].read_bytes()


def test_a_known_file_is_not_sent_again(client):
    first = client.get(ELEMENT)
    again = client.get(ELEMENT, headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-type"].startswith("text/javascript")
    assert (again.status_code, again.content) == (304, b"")


def test_the_two_forms_of_a_file_are_told_apart(client):
    packed = client.get(ELEMENT, headers={"accept-encoding": "gzip"}).headers["etag"]
    plain = client.get(ELEMENT, headers={"accept-encoding": "identity"}).headers["etag"]

    assert packed != plain


def test_a_head_request_gets_no_body(client, entry):
    answer = client.head(entry)

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/assets/../sign_in.py", "/static/../index.html", "/assets/%2e%2e/sign_in.py"])
def test_nothing_outside_the_folders_is_served(client, path):
    answer = client.get(path)

    assert answer.status_code != 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate", True),
        ("br;q=1, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("*", True),
        ("", False),
        ("br", False),
    ],
)
def test_reading_what_a_browser_accepts(header, expected):
    assert accepts_gzip(header) is expected


def test_a_first_visit_loads_less_than_600_kilobytes_of_scripts_and_styles(client, web):
    """Fonts come on top: they depend on the theme."""
    from consensus.web.pages import list_loaded

    n_bytes = 0
    for path in list_loaded(web.index):
        with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
            assert answer.status_code == 200, path
            n_bytes += sum(len(part) for part in answer.iter_raw())

    assert n_bytes < 600_000
