"""The tests of gui.run."""
