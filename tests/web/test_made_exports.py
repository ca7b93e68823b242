"""Files that were made while their asker watched are handed to that person alone; the preview opens in the browser."""

import time
from uuid import uuid4

from consensus.services.reports import exporting
from consensus.services.reports.exporting import DocumentKind


def made(stage, name="Fay"):
    ctx = stage.as_(name)
    job_id = exporting.start_export(ctx, stage.process_id, DocumentKind.REPORT, "md")
    while exporting.get_export(ctx, stage.process_id).is_under_way:
        time.sleep(0.01)
    return job_id


def test_the_asker_gets_the_file_under_its_name(client, sign_in, stage):
    sign_in("Fay")

    answer = client.get(f"/export/{stage.process_id}/{made(stage)}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="hand-report.md"')
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_that_is_not_there_and_one_of_somebody_else_are_answered_alike(client, sign_in, stage):
    sign_in("Fay")

    answer = client.get(f"/export/{stage.process_id}/{uuid4()}")

    assert (answer.status_code, answer.text) == (
        404,
        "This file is not there any more. Make it again on the page Report.",
    )


def test_a_panelist_gets_neither_file_nor_preview(client, sign_in, stage):
    job_id = made(stage)
    sign_in("Ann")

    for address in (f"/export/{stage.process_id}/{job_id}", f"/preview/{stage.process_id}/report.html"):
        assert client.get(address).status_code == 403


def test_without_a_session_they_lead_to_the_sign_in(client, stage):
    for address in (f"/export/{stage.process_id}/{uuid4()}", f"/preview/{stage.process_id}/report.html"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_the_preview_is_a_page_and_no_download(client, sign_in, stage):
    sign_in("Fay")

    answer = client.get(f"/preview/{stage.process_id}/report.html")

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in answer.headers
    assert "Report of the consensus process" in answer.text
