"""The tests of engine.command, one file for each of its files."""
