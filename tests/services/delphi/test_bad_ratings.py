"""What cannot be right in a Delphi round, and what is said or hidden then."""

from uuid import uuid4

import pytest

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.members import MemberDraft
from consensus.persistence.tables import ItemFeedback
from consensus.services.delphi import delphi_rounds, protocols
from consensus.services.people import panel
from consensus.services.rounds import ballots
from tests.services.builders import ANN
from tests.services.delphi.delphi_people import RATERS, make_delphi

AGREED = [7, 7, 8, 8, 8, 8, 9, 9]
SPLIT = [1, 2, 3, 5, 7, 8, 9, 9]


def put_apart(delphi, groups):
    """Put these raters into these stakeholder groups, the others into one."""
    for name in RATERS:
        draft = MemberDraft(name, stakeholder_group=groups.get(name, "professional"))
        panel.edit_member(delphi.ctx, delphi.built.members[name], draft)


def test_an_item_that_is_in_no_round_takes_no_rating(delphi):
    round_id = delphi.open(delphi.built.first)
    sha256 = delphi.item(round_id, delphi.built.first).version_sha256

    with pytest.raises(NotFoundError):
        ballots.cast_ballot(delphi.built.context(ANN), uuid4(), sha256, "7")


def test_an_item_that_was_settled_a_round_before_takes_no_rating_in_the_next(delphi):
    first = delphi.open()
    delphi.rate_all(first, delphi.built.first, AGREED)
    delphi.rate_all(first, delphi.built.second, SPLIT)
    delphi.end(first)
    delphi.open(delphi.built.second)

    with pytest.raises(ConflictError):
        delphi.rate(first, delphi.built.first, ANN, 7)


def test_a_rating_for_a_wording_that_is_not_before_the_panel_is_refused(delphi):
    round_id = delphi.open()
    item = delphi.item(round_id, delphi.built.first)

    with pytest.raises(ConflictError):
        ballots.cast_ballot(delphi.built.context(ANN), item.id, "0" * 64, "7")


def test_a_group_of_one_is_never_shown_alone(delphi):
    put_apart(delphi, {ANN: "patient"})
    round_id = delphi.open(delphi.built.second)
    delphi.rate_all(round_id, delphi.built.second, SPLIT)
    delphi.end(round_id)

    document = delphi.row(ItemFeedback, delphi.item(round_id, delphi.built.second).id).document
    assert sum(document["counts"]) == len(RATERS)
    assert [group["names"] for group in document["groups"]] in ([], [["patient", "professional"]])


def test_a_method_that_counts_groups_apart_does_not_open_for_a_group_of_one(db):
    delphi = make_delphi(db, "core_outcome_set")
    put_apart(delphi, {ANN: "patient"})
    round_id = delphi.plan()

    with pytest.raises(ConflictError, match="would name them"):
        delphi_rounds.open_now(delphi.ctx, round_id)

    assert protocols.get_protocol(delphi.ctx, delphi.built.process_id).locked_at is None
