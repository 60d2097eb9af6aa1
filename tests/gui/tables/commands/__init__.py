"""The tests of gui.tables.commands."""
