"""Tests of what happens before Qt loads; they need neither a network nor a display."""
