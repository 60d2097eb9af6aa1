"""The tests of engine.reading.sheets."""
