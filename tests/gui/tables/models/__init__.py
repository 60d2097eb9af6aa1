"""The tests of gui.tables.models."""
