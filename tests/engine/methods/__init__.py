"""Tests of the methods that carry a descent out."""
