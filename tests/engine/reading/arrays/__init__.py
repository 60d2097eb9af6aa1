"""The tests of engine.reading.arrays."""
