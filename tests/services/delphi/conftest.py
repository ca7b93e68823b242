"""A Delphi with its protocol chosen."""

import pytest

from tests.services.delphi.delphi_people import Delphi, make_delphi


@pytest.fixture
def delphi(db) -> Delphi:
    """A running process with the protocol of a modified Delphi."""
    return make_delphi(db)
