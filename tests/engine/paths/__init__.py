"""The tests of engine.paths, one file for each of its files."""
