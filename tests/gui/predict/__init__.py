"""The tests of gui.predict."""
