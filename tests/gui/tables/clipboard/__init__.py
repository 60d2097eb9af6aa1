"""Tests of cut, copy and paste."""
