"""The tests of engine.command."""
