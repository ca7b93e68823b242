"""How the items of a round moved: since the round before, or without rounds since the first answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from sqlmodel import Session

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.persistence.tables import RoundItem
from consensus.services.delphi.comparisons import agreeing_places, over_rounds, turned
from consensus.services.delphi.pictures import first_answers, shown_by_item
from consensus.services.delphi.round_ratings import MISSING, AskedItem, RoundRatings
from consensus.tally.paired_tests import (
    CochranQ,
    McNemar,
    bowker,
    quadratic_weighted_kappa,
    wilcoxon_signed_rank,
)
from consensus.tally.stability import RoundComparison, change_table, compare_rounds


@dataclass(frozen=True, slots=True)
class Movement:
    """How one item moved since the round before; `comparison` is None where it is not shown, and `why` says why.

    median_before, median_after: those of everybody who rated then and now. wilcoxon_p: signed ranks, those who did
    not change dropped; bowker_p: symmetry of changes; weighted_kappa: quadratic. turned: McNemar of who came to
    agree and who left off; cochran: of agreeing over three rounds or more.
    """

    label: str
    dimension: str
    comparison: RoundComparison | None
    median_before: float | None
    median_after: float | None
    why: str
    wilcoxon_p: float | None = None
    bowker_p: float | None = None
    weighted_kappa: float | None = None
    turned: McNemar | None = None
    cochran: CochranQ | None = None


def since_before(
    protocol: Protocol,
    ratings: RoundRatings,
    before: Mapping[tuple[UUID, str], RoundItem],
    earlier: Mapping[UUID, RoundRatings],
    labels: Mapping[UUID, str],
    held: Sequence[RoundRatings],
) -> tuple[Movement, ...]:
    """Each item against the newest round before that asked it. held: all rounds before."""
    found = []
    for item in ratings.items:
        then, label = before.get((item.statement_id, item.dimension)), labels[item.statement_id]
        if then is None:
            continue
        if then.version_sha256 != item.version_sha256:
            why = "Reworded since; no stability is computed."
            found.append(Movement(label, item.dimension, None, None, None, why))
            continue
        of = earlier[then.round_id]
        code = dict(zip(of.members, of.row(then.id).tolist(), strict=True))
        first = [code.get(member, MISSING) for member in ratings.members]
        agreeing = agreeing_places(protocol, item.dimension, ratings.places)
        moved = _movement(label, item, ratings, first, list(code.values()), agreeing)
        found.append(replace(moved, cochran=over_rounds(item, ratings, held, agreeing)) if moved.comparison else moved)
    return tuple(found)


def since_first(
    session: Session, protocol: Protocol, ratings: RoundRatings, labels: Mapping[UUID, str]
) -> tuple[Movement, ...]:
    """Without rounds: the last answer to each item against the first, of those who were shown the panel in between."""
    number = {choice: place for place, choice in enumerate(ratings.places, start=1)}
    shown = shown_by_item(session, ratings.round_id)
    firsts = first_answers(session, ratings.round_id)
    found = []
    for item in ratings.items:
        of, saw = firsts.get(item.id, {}), shown.get(item.id, frozenset())
        everybody = [number.get(of[one].choice, MISSING) if one in of else MISSING for one in ratings.members]
        first = [code if one in saw else MISSING for one, code in zip(ratings.members, everybody, strict=True)]
        agreeing = agreeing_places(protocol, item.dimension, ratings.places)
        found.append(_movement(labels[item.statement_id], item, ratings, first, everybody, agreeing))
    return tuple(found)


def _movement(
    label: str,
    item: AskedItem,
    ratings: RoundRatings,
    before: Sequence[int],
    everybody: Sequence[int],
    agreeing: frozenset[int],
) -> Movement:
    """Numbers of the same people on the same wording; of few people they would tell who changed."""
    first = np.array(before, dtype=np.int8)
    found = compare_rounds(first, ratings.row(item.id), len(ratings.places))
    if found.n_pairs < FEWEST_CONFIDENTIAL:
        return Movement(label, item.dimension, None, None, None, "Too few people rated it in both rounds.")
    shift = int(ratings.places[0]) - 1 if ratings.places[0].isdecimal() else 0
    medians = [_median(part, shift) for part in (everybody, ratings.row(item.id))]
    table = change_table(first, ratings.row(item.id), len(ratings.places))
    return Movement(
        label,
        item.dimension,
        found,
        medians[0],
        medians[1],
        "",
        wilcoxon_signed_rank(table).p,
        bowker(table).p,
        quadratic_weighted_kappa(table),
        turned(first, ratings.row(item.id), agreeing),
    )


def _median(row: object, shift: int) -> float | None:
    codes = np.asarray(row)
    rated = codes[codes > 0]
    return float(np.median(rated)) + shift if len(rated) >= FEWEST_CONFIDENTIAL else None
