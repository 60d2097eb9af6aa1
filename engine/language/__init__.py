"""Sentences that can be told in another language: ``sentence.py`` marks them and keeps their facts.

The engine speaks English. What it says carries the sentence as it stands in the code, and its facts
by name, so that the window can say it in the language of its reader.
"""
