"""The tests of engine.archive."""
