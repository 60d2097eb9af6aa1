"""What objects need that several threads use at once: ``caching.py`` computes a value only once."""
