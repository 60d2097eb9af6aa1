"""The tests of engine.archive, one file for each of its files."""
