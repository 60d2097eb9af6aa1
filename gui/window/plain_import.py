"""Imports modules as Python does, after Qt has loaded.

PySide6 replaces the import statement to serve ``from __feature__ import …``, and for that reads the
text of each module that is imported afterwards, 556 in a start, and keeps it. Secant asks for no
such feature.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - replaces the import statement

# What PySide6 replaced it in turn. Another version need not keep that: then nothing changes.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
