"""The tests of engine.exact."""
