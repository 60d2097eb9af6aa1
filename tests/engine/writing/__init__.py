"""The tests of engine.writing, one file for each of its files."""
