"""Property tests of statistics: the first example may import scipy, which takes longer than hypothesis allows."""

from hypothesis import settings

settings.register_profile("statistics", deadline=None)
settings.load_profile("statistics")
