"""The tests of engine.writing."""
