"""The tests of engine.reading, one file for each of its files."""
