"""The tests of gui.text."""
