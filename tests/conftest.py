"""How all tests run: hypothesis without chance or clock."""

from hypothesis import settings

settings.register_profile("secant", deadline=None, derandomize=True)
settings.load_profile("secant")
