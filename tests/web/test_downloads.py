"""Downloads are served to who may have them, under their own name."""

from uuid import UUID

import pytest

from consensus.web.downloads import disposition


def test_the_facilitator_gets_the_file(client, sign_in, stage):
    sign_in("Fay")

    answer = client.get(f"/download/{stage.process_id}/results.csv")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="hand-results.csv"')
    assert answer.headers["cache-control"] == "no-store"


def test_a_stranger_gets_the_same_answer_for_a_real_process_as_for_none(client, sign_in, stage, db):
    sign_in("Ann")

    wrong = client.get(f"/download/{UUID(int=1)}/results.csv")
    missing = client.get(f"/download/{stage.process_id}/secrets.csv")

    assert wrong.status_code == 404
    assert missing.status_code in {403, 404}
    assert wrong.text == "This does not exist, or it is not open to you."


def test_without_a_session_a_download_leads_to_the_sign_in(client, stage):
    answer = client.get(f"/download/{stage.process_id}/results.csv")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/download/not-an-id/results.csv", "/download/../app.py"])
def test_an_address_that_makes_no_sense_is_not_found(client, sign_in, path):
    sign_in("Fay")

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("results.csv", "attachment; filename=\"results.csv\"; filename*=UTF-8''results.csv"),
        ("Umfrage Köln.csv", "attachment; filename=\"Umfrage K_ln.csv\"; filename*=UTF-8''Umfrage%20K%C3%B6ln.csv"),
        ('a"\r\nb', "attachment; filename=\"a___b\"; filename*=UTF-8''a%22%0D%0Ab"),
    ],
    ids=["plain", "with an umlaut", "with a line break"],
)
def test_a_name_cannot_leave_its_header(filename, expected):
    assert disposition(filename) == expected
