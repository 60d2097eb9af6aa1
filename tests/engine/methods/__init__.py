"""The tests of engine.methods, one file for each of its files."""
