"""What the minutes say of objection checks and of full consensus."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from consensus.domain.objections import HEARD
from consensus.services.access import Standing
from consensus.services.meetings.objection_views import CheckView
from consensus.services.statements.statement_views import statements_of_process


def checks_sentence(detail: Mapping[str, Any]) -> str:
    """That the panel was asked, without the fingerprint that only the record needs."""
    return (
        f"Check {detail['number']}: {detail['n_asked']} were asked on their phones whether they object to statement "
        f"{detail['label']} (version {detail['version']})."
    )


def asked_about_in(check: CheckView | None) -> tuple[str, ...]:
    """The wording a check was about."""
    return (f"{check.label}: {check.text} (SHA-256 {check.version_sha256[:12]}…)",) if check else ()


def heard_at_adoptions(session: Session, standing: Standing) -> Mapping[str, tuple[str, ...]]:
    """By the id of a statement adopted without a vote: who was present, and how the room heard from them."""
    return {
        str(statement.id): tuple(f"{HEARD[way]}: {', '.join(names)}" for way, names in statement.adopted.heard)
        for statement in statements_of_process(session, standing)
        if statement.adopted is not None
    }
