"""Each method carried from its beginning to its verdicts by a simulated panel, with results worked out by hand."""

from dataclasses import dataclass, replace

import pytest
from sqlmodel import select

from consensus.domain.ballots import RoundKind
from consensus.domain.conflicts import Publication
from consensus.domain.delphi.method_packs import load_method
from consensus.domain.delphi.tailoring import usual
from consensus.domain.lifecycle import StatementState
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import (
    DelphiItem,
    DelphiRound,
    ItemFeedback,
    Member,
    RoundItem,
    Statement,
    StoredVerdict,
)
from consensus.services.context import Context
from consensus.services.delphi import delphi_rounds, rating_form
from consensus.services.examples.replay import act_as
from consensus.services.interests import interests
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.processes.beginning import Beginning, begin_process
from consensus.services.rounds import ballots, rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in.credentials import command_line_actor
from consensus.services.statements import statements, topics
from tests.services.builders import FACILITATOR

NORA = MemberDraft(FACILITATOR, role=Role.FACILITATOR, votes=False)


@dataclass
class Held:
    """A process begun from a method: `panel` are its raters in order, `items` its statements."""

    db: Database
    process_id: object
    nora: Context
    panel: list[Context]
    items: list[object]

    def rate(self, *rows: str | list[str]) -> object:
        """Hold a round on one row of answers for each item still asked: a digit each, or words; "." says nothing."""
        asked = [one for one, row in zip(self.items, rows, strict=True) if row]
        round_id = delphi_rounds.plan_round(self.nora, self.process_id, asked)
        delphi_rounds.open_now(self.nora, round_id)
        for statement_id, row in zip(self.items, rows, strict=True):
            item = self.item(round_id, statement_id) if row else None
            for who, choice in zip(self.panel, row, strict=False):
                if item is not None and choice != ".":
                    ballots.cast_ballot(who, item.id, item.version_sha256, choice)
        delphi_rounds.close_now(self.nora, round_id)
        delphi_rounds.reveal(self.nora, round_id)
        return round_id

    def item(self, round_id, statement_id) -> RoundItem:
        """The item of a statement in a round."""
        query = select(RoundItem).join(DelphiItem).where(RoundItem.round_id == round_id)
        with self.db.reading() as session:
            return session.exec(query.where(RoundItem.statement_id == statement_id)).one()

    def outcomes(self, round_id) -> list[str]:
        """What the round made of its items, in their order."""
        query = select(StoredVerdict.outcome).join(RoundItem).where(RoundItem.round_id == round_id)
        with self.db.reading() as session:
            return list(session.exec(query.order_by(RoundItem.position)))

    def verdict(self, round_id, place: int) -> dict:
        """The stored verdict of the item at this place among all statements."""
        with self.db.reading() as session:
            return session.get_one(StoredVerdict, self.item(round_id, self.items[place]).id).verdict

    def stop(self, round_id) -> dict:
        """What the stop rule said."""
        with self.db.reading() as session:
            return session.get_one(DelphiRound, round_id).stop

    def state(self, place: int) -> StatementState:
        """What became of a statement."""
        with self.db.reading() as session:
            return session.get_one(Statement, self.items[place]).state

    def feedback(self, round_id, place: int) -> dict:
        """What may be fed back of an item."""
        with self.db.reading() as session:
            return session.get_one(ItemFeedback, self.item(round_id, self.items[place]).id).document


@pytest.fixture
def begun(db):
    """A process of this method, marked simulated, with so many panelists in these groups and so many statements."""

    def begin(method: str, n_items: int, groups: dict[str, int], **tailoring) -> Held:
        wanted = replace(usual(load_method(method).protocol), **tailoring)
        beginning = Beginning(method, wanted, "replayed", "A simulated panel", "Which?", is_simulated=True)
        process_id = begin_process(Context(db, command_line_actor(db)), beginning, NORA)
        with db.reading() as session:
            nora = act_as(db, session.exec(select(Member.id).where(Member.process_id == process_id)).one())
        interests.set_asking(nora, process_id, asks=False, publication=Publication.CATEGORY)
        names = [(f"Panelist {n} ({group})", group) for group, size in groups.items() for n in range(1, size + 1)]
        people = [
            act_as(db, panel.add_member(nora, process_id, MemberDraft(name, stakeholder_group=group)))
            for name, group in names
        ]
        topic_id = topics.add_topic(nora, process_id, "Topic", "Which?", 30)
        items = [statements.add_candidate(nora, topic_id, f"Statement {n}.") for n in range(1, n_items + 1)]
        processes.start_process(nora, process_id)
        return Held(db, process_id, nora, people, items)

    return begin


def test_modified_delphi_over_three_rounds(begun):
    """Median at least 7 and IQR at most 3; what is settled leaves, and a stable rest ends the Delphi.

    Statement 1: 7 7 8 8 8 9 9 9, median 8, q1 7.75, q3 9. Statement 2 moves to 6 7 7 7 8 8 8 9 (median 7.5, q1 7,
    q3 8). Statement 3 stays at 1 1 2 5 8 9 9 9 (median 6.5): 2 of 8 change in round 2 (25%), 1 of 8 in round 3 (12.5%).
    """
    held = begun("modified_delphi", 3, {"professional": 8})

    first = held.rate("77888999", "24567889", "11258999")
    assert held.outcomes(first) == ["consensus", "no_consensus", "no_consensus"]
    assert (held.feedback(first, 0)["median"], held.feedback(first, 0)["q1"], held.feedback(first, 0)["q3"]) == (
        8,
        7.75,
        9,
    )
    assert held.stop(first)["reasons"] == []
    second = held.rate("", "67778889", "11259989")
    assert held.outcomes(second) == ["consensus", "no_consensus"]
    assert held.stop(second)["reasons"] == []
    third = held.rate("", "", "11259999")

    assert held.outcomes(third) == ["no_consensus"]
    assert held.stop(third)["reasons"] == ["stability", "maximum_rounds"]
    assert held.stop(third)["stable_disagreement"] == ["1.3"]
    assert held.state(2) is StatementState.NO_CONSENSUS


def test_a_panelist_of_a_modified_delphi_is_told_where_they_stand(begun):
    """Of 2 4 5 6 7 8 8 9 the lower quartile is 4.75, and 2 of 8 rated 4 or lower."""
    held = begun("modified_delphi", 1, {"professional": 8})
    held.rate("24567889")
    round_id = delphi_rounds.plan_round(held.nora, held.process_id, held.items)
    delphi_rounds.open_now(held.nora, round_id)

    form = rating_form.get_form(held.panel[1], held.process_id)

    assert form.items[0].feedback.sentence == "You are among the 2 of 8 who rated lower than 5."


def test_rand_ucla_with_a_published_calculation(begun):
    """BMJ Open 2012;2:e001431, table 1: of 15 panelists 5 chose 7, 5 chose 8, 2 chose 9, 3 less; IPR 1, IPRAS 6.1.

    Statement 2, by hand: 1 1 1 1 1 1 5 5 5 9 9 9 9 9 9 has the median 5, the 30th percentile 1, the 70th 9: IPR 8,
    centre 5, asymmetry 0, IPRAS 2.35: disagreement, so uncertain. Statement 3: median 2, inappropriate.
    """
    held = begun("rand_ucla", 3, {"physician": 15})
    published = "456777778888899"

    first = held.rate(published, "111111555999999", "111122222223334")
    second = held.rate(published, "111111555999999", "111122222223334")

    assert held.outcomes(first) == held.outcomes(second) == ["appropriate", "uncertain", "inappropriate"]
    assert held.stop(second)["reasons"] == ["maximum_rounds"]
    assert held.feedback(second, 0)["median"] == 7


def test_core_outcomes_by_70_and_15_per_cent_in_two_groups(begun):
    """10 patients and 10 professionals; in: at least 70% rate 7-9 and fewer than 15% rate 1-3 in each group.

    1: 7 and 8 of 10 critical, 1 and 0 of 10 low: in. 2: 6 of 10 patients only: no consensus. 3: 7 of 10 critical but 2
    of 10 low (20%): no consensus. 4: 7 of 10 low and 1 of 10 critical in each: out.
    """
    held = begun("core_outcome_set", 4, {"patient": 10, "professional": 10})
    rows = (
        "7788999" + "451" + "77889999" + "45",
        "778899" + "4555" + "77889999" + "45",
        "7788999" + "411" + "77889999" + "45",
        "1122333" + "457" + "1122333" + "459",
    )

    first = held.rate(*rows)
    second = held.rate(*rows)

    assert held.outcomes(first) == held.outcomes(second) == ["in", "no_consensus", "no_consensus", "out"]
    assert sorted(group["names"] for group in held.feedback(first, 0)["groups"]) == [["patient"], ["professional"]]


def test_grade_panel_on_the_grid_and_once_more(begun):
    """10 votes on 1: 7 strong, 2 weak for, 1 against: 90% for, of these 7/9 (78%) strong. On 2: 5 for, 2 against (20%).

    After the discussion 2 stands at 6 for (2 strong of 6), 3 neutral, 1 against (10%): weak for.
    """
    held = begun("grade_panel", 2, {"panelist": 10})
    strong, weak, no, against = "strong_for", "weak_for", "neutral", "weak_against"

    first = held.rate([strong] * 7 + [weak] * 2 + [against], [weak] * 5 + [no] * 3 + [against] * 2)
    assert held.outcomes(first) == ["strong_for", "none"]
    second = held.rate("", [strong] * 2 + [weak] * 4 + [no] * 3 + [against])

    assert held.outcomes(second) == ["weak_for"]


def in_the_room(held, kind):
    meeting_id = meeting.add_meeting(held.nora, held.process_id, "Meeting", None)
    meeting.start_meeting(held.nora, meeting_id)
    for member in panel.get_panel(held.nora, held.process_id).members:
        meeting.check_in(held.nora, meeting_id, member.id)
    for statement_id in held.items:
        statements.present_statement(held.nora, statement_id)
    return get_round(held.nora, rounds.open_round(held.nora, meeting_id, held.items, kind=kind))


def test_nominal_group_by_the_sums_of_places(begun):
    """Five candidates, five places worth 5 to 1. Three people: 12345, 21345, 13254 (places by candidate).

    Sums: 5+4+5 = 14; 4+5+3 = 12; 3+3+4 = 10; 2+2+1 = 5; 1+1+2 = 4.
    """
    held = begun("nominal_group", 5, {"panelist": 3})
    opened = in_the_room(held, RoundKind.RANKING)
    first, *others = opened.items

    for who, places in zip(held.panel, ("12345", "21345", "13254"), strict=True):
        rest = [
            ballots.PaperItem(item.id, item.version_sha256, place)
            for item, place in zip(others, places[1:], strict=True)
        ]
        ballots.cast_ballot(who, first.id, first.version_sha256, places[0], "", rest)
    rounds.close_round(held.nora, opened.id)
    rounds.reveal_round(held.nora, opened.id)

    items = get_round(held.nora, opened.id).items
    assert [item.verdict.standing.score for item in items] == [14, 12, 10, 5, 4]
    assert items[0].verdict.outcome.value == "first"


@pytest.mark.parametrize(
    ("agree", "outcome"), [(12, "consensus"), (11, "no_consensus")], ids=["12 of 15 are 80%", "11 of 15 are not"]
)
def test_consensus_conference_by_four_fifths(begun, agree, outcome):
    held = begun("consensus_conference", 1, {"panelist": 15})
    opened = in_the_room(held, RoundKind.VOTE)
    item = opened.items[0]

    for place, who in enumerate(held.panel):
        ballots.cast_ballot(who, item.id, item.version_sha256, "agree" if place < agree else "disagree")
    rounds.close_round(held.nora, opened.id)
    rounds.reveal_round(held.nora, opened.id)

    assert get_round(held.nora, opened.id).items[0].verdict.outcome.value == outcome


def test_a_real_time_delphi_to_its_deadline(begun):
    """Firsts 3 4 5 6 7 8 8 9; the last four answered when five were there and saw the panel, as did who came back.

    In the end 7 7 7 7 7 8 8 9: median 7, quartiles 7 and 8, so agreement with an IQR of 1.
    """
    held = begun("real_time_delphi", 1, {"professional": 8})
    round_id = delphi_rounds.plan_round(held.nora, held.process_id, held.items)
    delphi_rounds.open_now(held.nora, round_id)
    item = held.item(round_id, held.items[0])

    def answer(who, choice):
        ballots.cast_ballot(who, item.id, item.version_sha256, choice)
        return rating_form.get_answered(who, item.id).feedback

    seen = [answer(who, choice) for who, choice in zip(held.panel, "34567889", strict=True)]
    again = [answer(who, "7") for who in held.panel[:4]]
    delphi_rounds.close_now(held.nora, round_id)
    delphi_rounds.reveal(held.nora, round_id)

    assert [shown.median for shown in seen] == [None, None, None, None, 5.0, 5.0, 5.0, 6.5]
    assert again[-1].median == 7.0
    assert held.outcomes(round_id) == ["consensus"]
    assert (held.feedback(round_id, 0)["median"], held.feedback(round_id, 0)["q3"]) == (7.0, 8.0)
    assert held.state(0) is StatementState.PRESENTED
