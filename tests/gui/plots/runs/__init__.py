"""The tests of gui/plots/runs."""
