"""Looks at the real window for what a person would see at once: cut words, cells and overlaps.

``cases.py`` has the tables, ``geometry.py`` finds the faults of a window as it is laid out, and
``python3 -m tests.audit`` looks at every case, size and appearance. It does not see text that
widgets paint themselves, nor text in plots.
"""
