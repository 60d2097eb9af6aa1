"""What all tests share: hypothesis draws the same examples each time, whatever the clock says."""

from hypothesis import settings

settings.register_profile("secant", deadline=None, derandomize=True)
settings.load_profile("secant")
