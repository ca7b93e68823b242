"""The public page is served to anybody, without a cookie, and to be kept; a wrong address says nothing."""

from datetime import UTC, datetime

import pytest

from consensus.persistence.tables import Publication, PublicPage, PublishedFile
from consensus.services.reports.publishing import PAGE


@pytest.fixture
def address(db, stage):
    """A page that was published, put there as publishing puts it."""
    with db.transaction() as session:
        session.add(PublicPage(process_id=stage.process_id, address="w-o_r-d", is_on=True))
        made = Publication(process_id=stage.process_id, sha256="", published_at=datetime(2012, 9, 7, tzinfo=UTC))
        session.add(made)
        session.flush()
        files = (
            (PAGE, "text/html; charset=utf-8", b"<p>Statements</p>"),
            ("statements.pdf", "application/pdf", b"%PDF-"),
        )
        session.add_all(
            PublishedFile(publication_id=made.id, name=name, media_type=kind, content=content)
            for name, kind, content in files
        )
    return "/p/w-o_r-d"


def test_anybody_reads_the_page_without_a_cookie_and_may_keep_it(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.text) == (200, "<p>Statements</p>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; base")
    assert "script" not in answer.headers["content-security-policy"]


def test_what_a_browser_has_is_not_sent_again(client, address):
    tag = client.get(address).headers["etag"]

    again = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_version_and_its_files_have_addresses_of_their_own(client, address):
    assert client.get(f"{address}/1").text == "<p>Statements</p>"
    file = client.get(f"{address}/1/statements.pdf")

    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith('attachment; filename="statements.pdf"')


@pytest.mark.parametrize(
    "path",
    ["/p/guess", "/p/guess/1", "/p/w-o_r-d/2", "/p/w-o_r-d/1/secrets.csv", "/p/w-o_r-d/99999999999999999999999", "/p/"],
)
def test_a_guess_answers_like_a_wrong_link(client, address, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    if path != "/p/":
        assert answer.text == "There is no such page."
