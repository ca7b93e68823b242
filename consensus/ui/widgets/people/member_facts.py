"""What is known of a member, as a few lines to read."""

from consensus.services.people.participation import MemberRow
from consensus.ui.widgets.pieces import prose


def draw(member: MemberRow) -> None:
    """Draw role, address, institution and whatever else is known."""
    vote = "votes" if member.votes else "takes part without a vote"
    facts = (member.institution, member.country, member.discipline, member.stakeholder_group)
    prose(f"{member.role.value.capitalize()}, {vote}" + (f" · {member.email}" if member.email else ""), muted=True)
    prose(" · ".join(filter(None, facts)), muted=True)
    prose("\n".join(f"{name}: {text}" for name, text in member.fields.items()), muted=True)
