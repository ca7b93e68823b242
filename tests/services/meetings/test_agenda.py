"""The agenda: generated, edited, not overwritten unasked, seen at the meeting and printed."""

import pytest

from consensus.domain.agenda import AgendaKind
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.services import audit
from consensus.services.meetings import agenda, meeting
from consensus.services.processes import results
from consensus.services.statements import topics
from surveys.agenda_plan import DayPlan
from tests.services.builders import ANN, FACILITATOR

DAY = DayPlan(starts_at=8 * 60 + 30, day_minutes=240)


@pytest.fixture
def ctx(planned):
    return planned.context(FACILITATOR)


@pytest.fixture
def generated(planned, ctx):
    agenda.generate_agenda(ctx, planned.process_id, DAY)
    return planned


def items(built):
    return agenda.get_agenda(built.context(FACILITATOR), built.process_id).items


def titles(built):
    return [item.title for item in items(built)]


def item_of(built, title):
    return next(item for item in items(built) if item.title == title)


def test_a_generated_agenda_holds_every_topic_and_says_whether_it_fits(generated, ctx):
    view = agenda.get_agenda(ctx, generated.process_id)

    assert titles(generated) == ["Opening", "Choice", "Lunch", "Fasting", "Closing"]
    assert view.items[0].slot.text == "08:30–08:45"
    assert (view.total_minutes <= 240, view.is_edited, view.missing) == (True, False, {})


def test_edits_are_never_overwritten_unasked(generated, ctx):
    agenda.edit_item(ctx, item_of(generated, "Choice").id, 75)

    with pytest.raises(ConflictError, match="edited by hand"):
        agenda.generate_agenda(ctx, generated.process_id, DAY)
    assert item_of(generated, "Choice").minutes == 75
    agenda.generate_agenda(ctx, generated.process_id, DAY, replaces_edits=True)
    assert item_of(generated, "Choice").minutes != 75


def test_items_are_moved_added_removed_and_put_on_the_consent_list(generated, ctx):
    agenda.move_item(ctx, item_of(generated, "Fasting").id, up=True)
    agenda.add_break(ctx, generated.process_id, " Coffee ", 15)
    agenda.remove_item(ctx, item_of(generated, "Lunch").id)
    assert titles(generated) == ["Opening", "Choice", "Coffee", "Fasting", "Closing"]

    agenda.set_consent(ctx, item_of(generated, "Fasting").id, True)

    assert titles(generated) == ["Opening", "Fasting", "Choice", "Coffee", "Closing"]
    assert (item_of(generated, "Fasting").kind, item_of(generated, "Fasting").minutes) == (AgendaKind.CONSENT, 5)
    agenda.set_consent(ctx, item_of(generated, "Fasting").id, False)
    assert item_of(generated, "Fasting").minutes == 10


def test_a_topic_added_later_is_missed_until_it_is_put_on_the_agenda(generated, ctx):
    late = topics.add_topic(ctx, generated.process_id, "Cost", "", 25)
    assert agenda.get_agenda(ctx, generated.process_id).missing == {late: "Cost"}

    agenda.add_topic_item(ctx, late)

    assert titles(generated)[-2:] == ["Cost", "Closing"]
    assert item_of(generated, "Cost").minutes == 25


def test_a_day_that_is_too_short_says_so(generated, ctx):
    agenda.set_day(ctx, generated.process_id, 8 * 60, 60)

    view = agenda.get_agenda(ctx, generated.process_id)
    assert view.is_too_long
    assert view.sentence.endswith("too long.")


def test_the_meeting_follows_the_agenda_with_its_times(generated, ctx):
    agenda.move_item(ctx, item_of(generated, "Fasting").id, up=True)
    agenda.move_item(ctx, item_of(generated, "Fasting").id, up=True)
    agenda.edit_item(ctx, item_of(generated, "Fasting").id, 35)

    rows = meeting.get_meeting(ctx, generated.process_id).agenda

    assert [(row.title, row.planned) for row in rows] == [("Fasting", "08:45"), ("Choice", "09:20")]
    assert rows[0].minutes == 35


def test_the_agenda_is_printed_with_what_people_typed_as_text(generated, ctx):
    topics.edit_topic(ctx, generated.topic_id, "#pagebreak() *bold* $x$", "", 20)

    printed = results.export(ctx, generated.process_id, "agenda.pdf")

    assert (printed.media_type, printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_without_an_agenda_there_is_nothing_to_edit_or_print(planned, ctx):
    with pytest.raises(ConflictError, match="Generate the agenda first"):
        agenda.add_break(ctx, planned.process_id, "Coffee", 15)
    with pytest.raises(NotFoundError, match="no agenda to print"):
        results.export(ctx, planned.process_id, "agenda.pdf")


def test_minutes_beyond_a_day_are_refused(generated, ctx):
    with pytest.raises(InvalidInputError):
        agenda.edit_item(ctx, items(generated)[0].id, 1441)


def test_the_panel_reads_and_the_record_tells(running):
    agenda.generate_agenda(running.context(FACILITATOR), running.process_id, DAY)

    assert not agenda.get_agenda(running.context(ANN), running.process_id).may_edit
    said = audit.list_events(running.context(FACILITATOR), running.process_id, limit=1)[0].sentence
    assert said == "The agenda was generated with 5 items."
