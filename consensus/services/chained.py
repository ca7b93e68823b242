"""What of an event its digest covers, wherever the chain is written or checked."""

from consensus.domain.chain import ChainedEvent
from consensus.persistence.tables import Event


def covered_by_chain(event: Event) -> ChainedEvent:
    """The fields that the chain holds fast."""
    return ChainedEvent(
        event.process_id,
        event.sequence,
        event.at,
        event.actor_id,
        event.verb,
        event.object_type,
        event.object_id,
        event.detail,
    )
