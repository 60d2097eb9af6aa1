"""The tests of engine.reading.text."""
