"""The tests of engine/sweep."""
