"""The tests of gui.recovery."""
