"""Listens to the program as a screen reader does, while keys are pressed; run by hand.

``python3 -m tests.screen_reader`` starts the program on a virtual X screen with an accessibility
bus of its own. ``listener.py`` writes what the bus carries, ``hearing.py`` reads that, and
``person.py`` presses keys. With ``--orca``, ``orca.py`` starts the real screen reader, and what
counts is what it speaks; on a machine that is busy otherwise it falls behind a run, and then drops
sentences while over 50 events wait. It installs nothing: it names the Debian packages that are
missing.
"""
