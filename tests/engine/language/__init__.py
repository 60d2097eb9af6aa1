"""Tests of the verdict on an ending."""
