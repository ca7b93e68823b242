"""Finding members: searched, filtered and cut into pages by the database, on both databases."""

import pytest

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.roles import Role
from consensus.services.people import panel
from consensus.services.people.panel_search import PanelQuestion, Stage
from consensus.services.surveys import survey
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER, PATIENT


def found(built, **question):
    view = panel.get_panel(built.context(FACILITATOR), built.process_id, PanelQuestion(**question))
    return [row.name for row in view.members]


def enter(built, name, **facts):
    return panel.add_member(built.context(FACILITATOR), built.process_id, panel.MemberDraft(name, **facts))


@pytest.fixture
def mixed(planned):
    """The usual people, and three whose names want care."""
    enter(planned, "Zoë Østergård", country="Österreich", email="zoe@example.org")
    enter(planned, "Иван Петров", institution="Клиника", stakeholder_group="nurse")
    enter(planned, "王伟", fields={"Ward": "50%_\\"})
    return planned


WORDS = {
    "part of a name": ("alde", [ANN]),
    "case": ("ANN", [ANN]),
    "two words in any order": ("birch ben", [BEN]),
    "accents of the entry": ("ostergard", ["Zoë Østergård"]),
    "accents of the question": ("österreich", ["Zoë Østergård"]),
    "address": ("zoe@ex", ["Zoë Østergård"]),
    "Cyrillic in capitals": ("ИВАН", ["Иван Петров"]),
    "institution": ("клиника", ["Иван Петров"]),
    "Chinese": ("伟", ["王伟"]),
    "per cent sign literally": ("50%", ["王伟"]),
    "underscore literally": ("_\\", ["王伟"]),
    "quote": ("o'", []),
    "nobody": ("quux", []),
}


@pytest.mark.parametrize(("words", "names"), WORDS.values(), ids=WORDS)
def test_a_search_finds_what_is_known_of_a_member_in_any_script(mixed, words, names):
    assert found(mixed, words=words) == names


def test_filters_narrow_together(mixed):
    assert found(mixed, role=Role.CHAIR) == [CHAIR]
    assert found(mixed, role=Role.OBSERVER) == [OBSERVER]
    assert found(mixed, group="patient representative") == [PATIENT]
    assert found(mixed, group="nurse", words="ann") == []
    assert found(mixed, invitation=InvitationState.SENT, role=Role.PANELIST) == [ANN, BEN, CLEO, PATIENT]


def test_whoever_responded_or_attended_is_found_by_it(running):
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    survey.save_answer(running.context(ANN), running.survey_id, "method", "local")
    survey.finish_survey(running.context(ANN), running.survey_id)

    assert found(running, stage=Stage.RESPONDED) == [ANN]
    assert ANN not in found(running, stage=Stage.NOT_RESPONDED)
    assert CLEO in found(running, stage=Stage.ATTENDED)
    assert found(running, stage=Stage.NOT_ATTENDED) == []


def test_pages_are_parts_of_the_whole_and_say_how_many_there_are(mixed):
    ctx = mixed.context(FACILITATOR)
    pages = [panel.get_panel(ctx, mixed.process_id, PanelQuestion(page=n, size=4)) for n in (1, 2, 3, 4)]

    assert [len(page.members) for page in pages] == [4, 4, 2, 0]
    assert {page.n_found for page in pages} == {10}
    assert [row.name for page in pages for row in page.members] == found(mixed)
    assert pages[0].groups == ("nurse", "patient representative")


def test_a_changed_entry_is_found_by_what_it_says_now(planned):
    ctx = planned.context(FACILITATOR)
    panel.edit_member(ctx, planned.members[ANN], panel.MemberDraft("Anna Alder", fields={"Ward": "North"}))

    assert found(planned, words="anna north") == ["Anna Alder"]
    assert found(planned, words="ann ann") == ["Anna Alder"]
    assert panel.get_member(ctx, planned.members[ANN]).fields == {"Ward": "North"}


ALIKE = {
    "order and case": ("ALDER, Ann", ""),
    "Cyrillic letters": ("Аnn Аldеr", ""),
    "address": ("Somebody Else", "аnn@example.org"),
}


@pytest.mark.parametrize(("name", "email"), ALIKE.values(), ids=ALIKE)
def test_somebody_who_looks_like_a_member_is_entered_only_as_another_person(planned, name, email):
    ctx = planned.context(FACILITATOR)
    panel.edit_member(ctx, planned.members[ANN], panel.MemberDraft(ANN, email="ann@example.org"))
    draft = panel.MemberDraft(name, email=email)

    with pytest.raises(ConflictError, match=f"looks like {ANN}, who is in the process already"):
        panel.add_member(ctx, planned.process_id, draft)

    panel.add_member(ctx, planned.process_id, draft, is_other=True)
    assert [row.name for row in panel.find_alike(ctx, planned.process_id, name, email)] == sorted([ANN, name])
