"""Tests of the plots, on real widgets."""
