"""What a process promises about its votes is chosen before anybody is asked, and not after."""

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError
from consensus.services import audit
from consensus.services.processes import processes, secrecy
from tests.services.builders import FACILITATOR, begin_meeting, open_vote


def test_a_process_is_made_secret_before_anybody_is_asked_and_the_record_says_so(planned):
    ctx = planned.context(FACILITATOR)

    secrecy.set_secrecy(ctx, planned.process_id, Anonymity.SECRET)

    assert secrecy.get_secrecy(ctx, planned.process_id) == secrecy.Secrecy(Anonymity.SECRET, "")
    assert processes.get_process(ctx, planned.process_id).anonymity is Anonymity.SECRET
    assert audit.list_events(ctx, planned.process_id)[0].sentence == "Votes in this process are secret."


@pytest.mark.parametrize("mode", Anonymity)
def test_once_a_vote_was_opened_the_promise_stands(planned, mode):
    open_vote(begin_meeting(planned))
    ctx = planned.context(FACILITATOR)

    with pytest.raises(ConflictError, match="A vote was opened under this promise"):
        secrecy.set_secrecy(ctx, planned.process_id, mode)

    assert secrecy.get_secrecy(ctx, planned.process_id).anonymity is Anonymity.CONFIDENTIAL
