"""What the verifier of an archive reads: statements with their wordings, rounds with their ballots, and the record."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import null
from sqlmodel import Session, col, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import RoundState
from consensus.exports.document.progress import Progress, unwatched
from consensus.persistence.tables import Ballot, BallotEntry, Dissent, Event, Member, Person, Process, SealedBallot
from consensus.services.archive.gathering import Gathered
from consensus.services.archive.rows import Row
from consensus.services.rounds.entries import is_entry_of_ballot
from consensus.services.rounds.hand_views import counts_of
from consensus.services.rounds.tallies import count_voters
from consensus.services.rounds.written_comments import comments_on

# Of an event without people only these of its details travel: numbers, hashes and outcomes.
_SAFE = frozenset(
    {
        "anonymity",
        "hands",
        "hands_before",
        "ballots_sha256",
        "definition_sha256",
        "kind",
        "label",
        "n",
        "n_answered",
        "n_asked",
        "n_cast",
        "n_electors",
        "n_items",
        "n_objections",
        "n_recused",
        "number",
        "outcomes",
        "receipts_sha256",
        "route",
        "sha256",
        "state",
        "version",
    }
)


def statements_of(session: Session, gathered: Gathered, *, with_people: bool) -> list[Row]:
    """Every statement in the order of the agenda, with its wordings, its adoption, and what dissents from it."""
    tables = gathered.tables
    topics = {row["id"]: row for row in tables["topic"]}
    adopted = {row["statement_id"]: row for row in tables["adoption"]}
    versions = _by(tables["statement_version"], "statement_id")
    dissents = _dissents(session, [row["id"] for row in tables["statement"]], with_people=with_people)
    statements = [
        {
            "id": row["id"],
            "label": f"{topics[row['topic_id']]['position']}.{row['position']}",
            "topic": topics[row["topic_id"]]["title"],
            "state": row["state"],
            "versions": [
                {key: version[key] for key in ("id", "number", "text", "plain_text", "sha256", "reason")}
                for version in sorted(versions[row["id"]], key=lambda version: version["number"])
            ],
            "adopted": _adoption(adopted.get(row["id"])),
            "rationale": row["rationale"],
            "minority_statement": row["dissent"],
            "dissents": dissents[row["id"]],
        }
        for row in tables["statement"]
    ]
    return sorted(statements, key=lambda row: [int(part) for part in row["label"].split(".")])


def rounds_of(session: Session, gathered: Gathered, progress: Progress = unwatched) -> list[Row]:
    """Every round with its rule, its ballots as far as secrecy lets them travel, and its verdicts."""
    tables = gathered.tables
    items, electors = _by(tables["round_item"], "round_id"), _by(tables["elector"], "round_id")
    verdicts = {row["item_id"]: row["verdict"] for row in tables["verdict"]}
    receipts = _by(tables["receipt"], "round_id")
    delphi = {row["round_id"]: row for row in tables["delphi_round"]}
    asked = {row["item_id"]: row["dimension"] for row in tables["delphi_item"]}
    out = _by(tables["item_recusal"], "item_id")
    found = []
    for place, round_ in enumerate(sorted(tables["round"], key=lambda row: row["number"])):
        progress(place / len(tables["round"]))
        entitled = [elector["member_id"] for elector in electors[round_["id"]] if not elector["is_recused"]]
        is_open = round_["anonymity"] == Anonymity.OPEN
        found.append(
            {
                "id": round_["id"],
                "number": round_["number"],
                "kind": round_["kind"],
                "state": round_["state"],
                "void_reason": round_["void_reason"],
                "n_cast": count_voters(session, UUID(round_["id"])),
                "secrecy": round_["anonymity"],
                "scale": round_["scale"],
                "definition": round_["definition"],
                "definition_sha256": round_["definition_sha256"],
                **_protocol(delphi.get(round_["id"])),
                "electors": entitled if is_open else [],
                "receipts": [row["code"] for row in receipts[round_["id"]]],
                "items": [
                    _item(session, round_, item, verdicts.get(item["id"]), electors[round_["id"]], out[item["id"]])
                    | _rule_of(item["id"], delphi.get(round_["id"]), asked)
                    for item in sorted(items[round_["id"]], key=lambda item: item["position"])
                ],
            }
        )
    return found


def events_of(session: Session, process: Process, *, with_people: bool) -> list[Row]:
    """The record, oldest first. Without people an event keeps its digest and loses what could name somebody."""
    events = session.exec(select(Event).where(Event.process_id == process.id).order_by(col(Event.sequence)))
    return [_event(event, with_people=with_people) for event in events]


def _protocol(delphi: Row | None) -> Row:
    """The protocol a Delphi round was opened under, with its fingerprint; nothing of another round."""
    return {} if delphi is None else {"protocol": delphi["protocol"], "protocol_sha256": delphi["protocol_sha256"]}


def _rule_of(item_id: str, delphi: Row | None, asked: Mapping[str, str]) -> Row:
    """The rule of a Delphi item is that of its question; every other item has that of its round."""
    if delphi is None:
        return {}
    rules = {dimension["slug"]: dimension["rule"] for dimension in delphi["protocol"]["dimensions"]}
    return {"definition": rules[asked[item_id]]}


def _item(
    session: Session, round_: Row, item: Row, verdict: Row | None, electors: list[Row], recusals: list[Row]
) -> Row:
    item_id, out = UUID(item["id"]), {row["member_id"] for row in recusals}
    entitled = [one for one in electors if not one["is_recused"] and one["member_id"] not in out]
    groups = list(((verdict or {}).get("tally") or {}).get("groups") or {})
    is_revealed = round_["state"] == RoundState.REVEALED
    by_hands = is_revealed and round_["by_hands"]
    return {
        "id": item["id"],
        "position": item["position"],
        "statement_id": item["statement_id"],
        "version_id": item["version_id"],
        "version_sha256": item["version_sha256"],
        "eligible": len(entitled),
        "recused": len(electors) - len(entitled),
        "groups": {name: sum(elector["stakeholder_group"] == name for elector in entitled) for name in groups},
        "ballots": _ballots(session, round_["anonymity"], item_id, by_group=bool(groups)) if is_revealed else [],
        "comments": _comments(session, item_id) if is_revealed else [],
        "verdict": verdict,
        **({"show_of_hands": dict(counts_of(session, UUID(round_["id"])).get(item_id, {}))} if by_hands else {}),
    }


def _ballots(session: Session, anonymity: str, item_id: UUID, *, by_group: bool) -> list[Row]:
    """Each ballot as it may be seen: by whom in open voting, else sorted by what it says, so that no order tells."""
    is_open = anonymity == Anonymity.OPEN
    sealed = select(SealedBallot.choice, SealedBallot.counted_group).where(SealedBallot.item_id == item_id)
    # Columns and no rows of the session: of a large panel there are hundreds of thousands.
    named = (
        select(
            Ballot.choice,
            Member.stakeholder_group,
            BallotEntry.source,
            col(Ballot.member_id) if is_open else null(),
        )
        .join(Member, col(Member.id) == col(Ballot.member_id))
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .where(Ballot.item_id == item_id)
    )
    found: list[Row] = [{"choice": choice, "group": group} for choice, group in session.exec(sealed)]
    for choice, group, source, voter_id in session.exec(named):
        row = {"choice": choice, "group": group}
        if is_open:
            row["voter"] = str(voter_id)
        if source:
            row["entered"] = source
        found.append(row)
    kept = [row if by_group else {key: value for key, value in row.items() if key != "group"} for row in found]
    return sorted(
        kept, key=lambda row: (row["choice"], row.get("group", ""), row.get("voter", ""), row.get("entered", ""))
    )


def _comments(session: Session, item_id: UUID) -> list[str]:
    return [text for _, text in comments_on(session, [item_id])]


def _dissents(session: Session, statement_ids: list[str], *, with_people: bool) -> dict[str, list[Row]]:
    """What people wrote who dissent; by name only where they wanted it so, and people travel."""
    rows = session.exec(
        select(Dissent, Person.name)
        .join(Member, col(Member.id) == col(Dissent.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Dissent.statement_id).in_([UUID(statement_id) for statement_id in statement_ids]))
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for dissent, name in rows:
        found[str(dissent.statement_id)].append(
            {"text": dissent.text, "name": name if dissent.is_named and with_people else ""}
        )
    return defaultdict(list, {key: sorted(rows, key=lambda row: row["text"]) for key, rows in found.items()})


def _adoption(row: Row | None) -> Row | None:
    return row and {key: row[key] for key in ("version_id", "route", "item_id", "adopted_at")}


def _event(event: Event, *, with_people: bool) -> Row:
    is_safe = with_people or set(event.detail) <= _SAFE
    safe = {key: value for key, value in event.detail.items() if is_safe or key in _SAFE}
    return {
        "sequence": event.sequence,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor_id": str(event.actor_id) if event.actor_id else None,
        "verb": event.verb,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "detail": safe,
        "digest": event.digest,
        **({} if is_safe else {"withheld": True}),
    }


def _by(rows: list[Row], key: str) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found
