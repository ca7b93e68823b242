"""Running Delphi rounds at a desk, and rating them: the protocol, the plan, who is missing, what comes next."""

import pytest

from consensus.domain.delphi.terms import Pace
from consensus.domain.lifecycle import RoundState
from consensus.services.delphi import delphi_rounds, delphi_views, proposals, protocols, rating_form
from consensus.services.processes import definitions
from consensus.services.rounds import ballots
from consensus.services.statements import statements, topics

FAY, ANN, BEN, CLEO = "Fay Cilitator", "Ann Alder", "Ben Birch", "Cleo Cedar"
WORDING = "The *pump* is offered <b>first</b>."


@pytest.fixture
def drafted(stage):
    """A candidate to rate, and no method chosen yet."""
    topic = topics.list_topics(stage.as_(FAY), stage.process_id)[0]
    statements.add_candidate(stage.as_(FAY), topic.id, WORDING)
    return stage


@pytest.fixture
def opened(drafted):
    """The first round of a modified Delphi, open."""
    fay = drafted.as_(FAY)
    protocols.choose_method(fay, drafted.process_id, "modified_delphi")
    candidates = [view.id for view in statements.list_statements(fay, drafted.process_id)]
    delphi_rounds.open_now(fay, delphi_rounds.plan_round(fay, drafted.process_id, candidates))
    return drafted


def board(stage):
    return delphi_views.get_board(stage.as_(FAY), stage.process_id)


def rate(stage, name, choice):
    for item in rating_form.get_form(stage.as_(name), stage.process_id).items:
        ballots.cast_ballot(stage.as_(name), item.id, item.version_sha256, choice)


def words(app):
    html = " ".join(block.proto.body for block in app.get("html"))
    shown = (*app.markdown, *app.caption, *app.success, *app.info, *app.warning, *app.text)
    return " ".join([html, *(block.value for block in shown)])


def test_a_facilitator_chooses_a_method_plans_a_round_and_opens_it(drafted, open_page):
    app = open_page(FAY, "rounds.py")
    app.selectbox(key="rounds.method").set_value("modified_delphi").run()
    app.button(key="rounds.choose").click().run()
    assert "new" in words(app)

    app.button(key="rounds.plan").click().run()
    planned = board(drafted).rounds[0]
    assert planned.state is RoundState.DRAFT
    app.button(key=f"rounds.next.{planned.id}").click().run()

    assert not app.exception
    assert board(drafted).rounds[0].state is RoundState.OPEN
    assert "0 of 3 rated everything" in str(app.get("progress")[0].proto)


def test_while_a_round_is_open_its_page_names_who_is_missing_and_no_numbers(opened, open_page):
    rate(opened, ANN, "7")

    app = open_page(FAY, "rounds.py")

    assert "Ben Birch, Cleo Cedar" in words(app)
    assert "Median" not in words(app)


def test_a_round_is_closed_revealed_and_followed_by_what_the_rule_proposes(opened, open_page):
    for name, choice in ((ANN, "2"), (BEN, "5"), (CLEO, "9")):
        rate(opened, name, choice)
    round_id = board(opened).rounds[0].id
    app = open_page(FAY, "rounds.py")

    app.button(key=f"rounds.next.{round_id}").click().run()
    app.button(key=f"rounds.next.{round_id}").click().run()

    assert not app.exception
    assert "By the stop rule another round follows." in words(app)
    assert "not settled yet" in words(app)
    assert "&lt;b&gt;first&lt;/b&gt;" in words(app)


def test_a_deadline_is_not_moved_without_a_reason(opened, open_page):
    round_id = board(opened).rounds[0].id
    app = open_page(FAY, "rounds.py")

    app.button(key=f"rounds.extend.{round_id}").click().run()
    assert app.error[0].value == "Say why the deadline is moved; the report will print it."

    app.text_input(key=f"rounds.reason.{round_id}").input("Holidays")
    app.button(key=f"rounds.extend.{round_id}").click().run()
    assert not app.error


def test_a_panelist_finds_the_round_among_their_tasks_and_proposes_an_item(opened, open_page):
    assert "Rate round 1" in words(open_page(ANN))
    app = open_page(ANN, "rate.py")

    app.text_area(key="rate.item").input("Costs are <i>named</i>.")
    app.button(key="rate.propose").click().run()

    assert not app.exception
    waiting = proposals.list_proposals(opened.as_(FAY), opened.process_id)[0]
    assert waiting.text == "Costs are <i>named</i>."
    desk = open_page(FAY, "rounds.py")
    desk.text_input(key=f"rounds.proposal.{waiting.id}.words").input("Costs are named.")
    desk.button(key=f"rounds.proposal.{waiting.id}.decide").click().run()
    assert "accepted" in words(open_page(ANN, "rate.py"))


def test_nothing_is_to_be_rated_before_a_round_opens(drafted, open_page):
    protocols.choose_method(drafted.as_(FAY), drafted.process_id, "rand_ucla")

    assert "No round is open." in words(open_page(ANN, "rate.py"))


def test_a_panelist_reads_their_own_letter_and_a_facilitator_has_no_such_page(opened, open_page):
    assert "No letter yet" in words(open_page(ANN, "letters.py"))
    for name, choice in ((ANN, "2"), (BEN, "5"), (CLEO, "9")):
        rate(opened, name, choice)
    round_id = board(opened).rounds[0].id
    delphi_rounds.close_now(opened.as_(FAY), round_id)
    delphi_rounds.reveal(opened.as_(FAY), round_id)

    shown = words(open_page(ANN, "letters.py"))

    assert "Your answer: <strong>2</strong>" in shown
    assert "You are the only one of 3 who rated lower than 3." in shown
    assert "&lt;b&gt;first&lt;/b&gt;" in shown
    with pytest.raises(ValueError, match="navigation page"):
        open_page(FAY, "letters.py")


def test_items_are_discussed_one_by_one_and_their_movement_is_seen_at_once(opened, open_page):
    assert "Nothing to discuss yet" in words(open_page(FAY, "discussion.py"))
    fay = opened.as_(FAY)
    candidates = [view.id for view in statements.list_statements(fay, opened.process_id)]
    for choices in (("2", "5", "9"), ("7", "8", "8")):
        for name, choice in zip((ANN, BEN, CLEO), choices, strict=True):
            rate(opened, name, choice)
        round_id = board(opened).rounds[-1].id
        delphi_rounds.close_now(fay, round_id)
        delphi_rounds.reveal(fay, round_id)
        if board(opened).why_no_next == "" and len(board(opened).rounds) == 1:
            delphi_rounds.open_now(fay, delphi_rounds.plan_round(fay, opened.process_id, candidates))

    app = open_page(FAY, "discussion.py")

    assert not app.exception
    assert "&lt;b&gt;first&lt;/b&gt;" in words(app)
    assert len(app.get("plotly_chart")) == 3


def edit(app, stage, part):
    """The start of the keys of the inputs of a part of the protocol in force."""
    view = protocols.get_protocol(stage.as_(FAY), stage.process_id)
    return f"rounds.edit.{view.sha256[:12]}.{part}"


def test_the_protocol_is_changed_part_by_part_while_its_sentences_follow(drafted, open_page):
    protocols.choose_method(drafted.as_(FAY), drafted.process_id, "modified_delphi")
    app = open_page(FAY, "rounds.py")
    assert app.button(key="rounds.protocol.save").disabled

    app.number_input(key=f"{edit(app, drafted, 'rounds')}.n").set_value(2)
    app.number_input(key=f"{edit(app, drafted, 'next')}.petition").set_value(0)
    app.toggle(key=f"{edit(app, drafted, 'said')}.proposals").set_value(False).run()
    assert "or 2 rounds have been held" in words(app)
    assert "do not propose items" in words(app)
    app.button(key="rounds.protocol.save").click().run()

    assert not app.exception
    protocol = protocols.get_protocol(drafted.as_(FAY), drafted.process_id).protocol
    assert (protocol.stop.maximum_rounds, protocol.days, protocol.petition) == (2, (21, 14), 0)
    assert not protocol.proposals


def test_a_part_that_cannot_be_says_why_and_is_not_saved(drafted, open_page):
    protocols.choose_method(drafted.as_(FAY), drafted.process_id, "modified_delphi")
    app = open_page(FAY, "rounds.py")

    app.number_input(key=f"{edit(app, drafted, 'next')}.petition").set_value(1).run()

    assert "2 to 50 panelists reopen an item" in words(app)
    assert app.button(key="rounds.protocol.save").disabled


def test_after_the_lock_a_part_is_changed_as_a_deviation_with_its_reason(opened, open_page):
    app = open_page(FAY, "rounds.py")
    app.toggle(key=f"{edit(app, opened, 'said')}.comments").set_value(False).run()

    app.button(key="rounds.protocol.save").click().run()
    assert "say why it is changed" in app.error[0].value
    app.text_area(key="rounds.protocol.reason").input("Too many comments")
    app.button(key="rounds.protocol.save").click().run()

    assert not app.exception
    deviation = definitions.list_deviations(opened.as_(FAY), opened.process_id)[0]
    assert deviation.reason == "Too many comments"


def test_a_protocol_is_turned_to_no_rounds_and_back(drafted, open_page):
    fay = drafted.as_(FAY)
    protocols.choose_method(fay, drafted.process_id, "modified_delphi")
    before = protocols.get_protocol(fay, drafted.process_id)
    app = open_page(FAY, "rounds.py")

    app.radio(key=f"rounds.edit.{before.sha256[:12]}.rounds.pace").set_value(Pace.REAL_TIME).run()
    assert "There are no rounds" in words(app)
    app.button(key="rounds.protocol.save").click().run()
    live = protocols.get_protocol(fay, drafted.process_id)
    app.radio(key=f"rounds.edit.{live.sha256[:12]}.rounds.pace").set_value(Pace.ROUNDS).run()
    app.button(key="rounds.protocol.save").click().run()

    assert not app.exception
    assert live.protocol.is_real_time
    assert not protocols.get_protocol(fay, drafted.process_id).protocol.is_real_time


def test_without_rounds_a_panelist_is_told_to_answer_alone_first(drafted, open_page):
    fay = drafted.as_(FAY)
    protocols.choose_method(fay, drafted.process_id, "real_time_delphi")
    candidates = [view.id for view in statements.list_statements(fay, drafted.process_id)]
    delphi_rounds.open_now(fay, delphi_rounds.plan_round(fay, drafted.process_id, candidates))

    app = open_page(ANN, "rate.py")

    assert not app.exception
    assert "Answer by yourself first" in words(app)
    assert "No rounds · open until" in words(app)
