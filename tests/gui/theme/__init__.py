"""The tests of gui.theme."""
