"""The tests of gui.window."""
