"""The first example of a property may import scipy, which takes longer than hypothesis allows."""

from hypothesis import settings

settings.register_profile("recounts", deadline=None)
settings.load_profile("recounts")
