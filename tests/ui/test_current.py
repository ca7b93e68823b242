"""Who is here is asked from the cookie of the connection at every call, and nowhere else."""

import pytest

from consensus.services.people import taking_part


def test_a_panelist_arrives_at_their_tasks(open_page):
    app = open_page("Ann Alder")

    assert not app.exception
    assert app.session_state["person"]
    assert app.query_params["process"] == "pump"


def test_without_a_cookie_nothing_of_the_process_is_shown(stage, carry, visit):
    carry(None)

    app = visit()

    assert [title.value for title in app.title] == ["You are signed out"]
    assert "Pump" not in str(app)


def test_a_session_taken_over_with_another_cookie_is_emptied(open_page, stage, carry):
    app = open_page("Ann Alder", "survey.py")
    app.session_state["survey.why"] = "typed by Ann"
    carry(stage.token("Ben Birch"))

    app.run()

    assert [title.value for title in app.title] == ["You are signed out"]
    assert "survey.why" not in app.session_state


def test_a_callback_on_a_taken_over_session_saves_nothing(open_page, stage, carry):
    app = open_page("Ann Alder")
    carry(stage.token("Ben Birch"))

    app.button(key="invitation.accept").click().run()

    for name in ("Ann Alder", "Ben Birch"):
        assert taking_part.get_my_invitation(stage.as_(name), stage.process_id).is_waiting


def test_after_a_takeover_the_next_run_is_the_new_persons_own(open_page, stage, carry):
    app = open_page("Ann Alder")
    carry(stage.token("Ben Birch"))
    app.run()

    app.run()

    assert app.session_state["person"] == str(stage.people["Ben Birch"])


def test_the_process_is_put_back_into_an_address_that_lost_it(open_page):
    app = open_page("Ann Alder")
    del app.query_params["process"]

    app.run()

    assert app.query_params["process"] == "pump"


@pytest.mark.parametrize("slug", ["nowhere", "<b>pump</b>", "../pump"])
def test_a_wrong_process_in_the_address_reads_like_a_hidden_one(stage, carry, visit, slug):
    carry(stage.token("Ann Alder"))

    app = visit(process=slug)

    assert not app.exception
    assert "does not exist, or it is not open to you" in " ".join(caption.value for caption in app.caption)
