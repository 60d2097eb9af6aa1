"""The tests of the engine, one file for each of its files; they need no Qt."""
