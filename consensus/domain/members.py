"""What is known of a member of a process when they are entered, cleaned once and for every way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import ProcessState
from consensus.domain.people import check_address, clean_fact, clean_line, clean_name, searchable
from consensus.domain.roles import Action, Role, may

MAX_FIELDS = 40
MAX_FIELD_NAME = 60
MAX_FIELD_TEXT = 1000
# Stakeholder groups, in small letters, whose members without a vote are counted apart as patient representatives.
PATIENT_GROUPS = frozenset(
    {
        "patient",
        "patients",
        "patient partner",
        "patient partners",
        "patient representative",
        "patient representatives",
    }
)


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """What is known of a member. `fields` are further facts by name, as the facilitators need them."""

    name: str
    email: str = ""
    role: Role = Role.PANELIST
    votes: bool = True
    stakeholder_group: str = ""
    institution: str = ""
    country: str = ""
    discipline: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def clean_draft(draft: MemberDraft) -> MemberDraft:
    """The draft with every text as one visible line.

    Raises:
        InvalidInputError: something cannot be accepted; the sentence says what and why.
    """
    check_vote(draft)
    return replace(
        draft,
        name=clean_name(draft.name),
        email=check_address(draft.email),
        stakeholder_group=clean_fact("A stakeholder group", draft.stakeholder_group),
        institution=clean_fact("An institution", draft.institution),
        country=clean_fact("A country", draft.country),
        discipline=clean_fact("A discipline", draft.discipline),
        fields=clean_fields(draft.fields),
    )


def check_vote(draft: MemberDraft) -> None:
    """Refuse a vote for a role that has none."""
    if draft.votes and not may_vote(draft.role):
        article = "An" if draft.role.value[0] in "aeiou" else "A"
        raise InvalidInputError(f"{article} {draft.role.value} takes part without a vote.")


def may_vote(role: Role) -> bool:
    """Whether a member of this role can have a vote at all."""
    return may(role, Action.CAST_BALLOT, ProcessState.RUNNING)


def clean_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Further facts by name; those without a text are left out.

    Raises:
        InvalidInputError: a name or a text is too long, a text has no name, or there are too many.
    """
    cleaned: dict[str, str] = {}
    for typed_name, typed in fields.items():
        name, text = clean_line(typed_name.replace(":", " ")), clean_line(typed)
        if not text:
            continue
        if not name:
            raise InvalidInputError(f"“{text[:30]}” stands in a field without a name.")
        if len(name) > MAX_FIELD_NAME:
            raise InvalidInputError(f"The name of a field has at most {MAX_FIELD_NAME} characters: “{name[:30]}…”.")
        if len(text) > MAX_FIELD_TEXT:
            raise InvalidInputError(f"{name} has at most {MAX_FIELD_TEXT} characters; “{text[:30]}…” has {len(text)}.")
        cleaned[name] = text
    if len(cleaned) > MAX_FIELDS:
        raise InvalidInputError(f"A member has at most {MAX_FIELDS} further fields, not {len(cleaned)}.")
    return cleaned


def parse_fields(typed: str) -> dict[str, str]:
    """Further facts as they are typed, one a line: "Department: surgery".

    Raises:
        InvalidInputError: a line has no colon.
    """
    fields: dict[str, str] = {}
    for line in filter(str.strip, typed.splitlines()):
        name, colon, text = line.partition(":")
        if not colon:
            raise InvalidInputError(f"Write a further fact as name: text, such as Ward: 7, not “{line.strip()[:40]}”.")
        fields[name.strip()] = text.strip()
    return fields


def fields_text(fields: Mapping[str, str]) -> str:
    """The reverse of `parse_fields`."""
    return "\n".join(f"{name}: {text}" for name, text in fields.items())


def search_text(draft: MemberDraft) -> str:
    """What a search looks through: everything known of a member, without regard to case and accents."""
    facts = (draft.stakeholder_group, draft.institution, draft.country, draft.discipline)
    return searchable(draft.name, draft.email, *facts, *draft.fields.values())
