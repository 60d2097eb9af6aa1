"""The tests of gui/runs."""
