"""The tests of gui.tables.view."""
