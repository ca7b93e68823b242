"""The reference case comes out as published, whichever database carries it."""

from pathlib import Path

import pytest

from consensus.services import audit
from consensus.services.examples.expectations import actual_rows, differences
from consensus.services.examples.replay import replay
from consensus.services.processes.results import get_results
from surveys.folder import load_process_folder

HAIP = Path(__file__).parents[2] / "data" / "examples" / "haip"


@pytest.fixture(scope="module")
def folder():
    return load_process_folder(HAIP)


def test_the_reference_case_comes_out_as_expected(db, folder):
    replayed = replay(db, folder)

    assert differences(replayed, folder) == ()
    assert actual_rows(replayed, folder) == folder.expected
    flow = get_results(replayed.cast.facilitator, replayed.process_id).flow
    assert (flow.invited, flow.attended, flow.institutions, flow.patient_representatives) == (28, 15, 9, 2)
    assert audit.verify_chain(replayed.cast.facilitator, replayed.process_id).is_intact
