"""The document's file: opening, saving, and the questions that protect unsaved changes.

How the parts fit:

- ``files.py`` is the entry point: ``Files`` has the actions New, Open, Save and Save As, and joins
  the parts below.
- ``opening.py`` reads a .secant file in a worker thread. ``FileRequests`` passes on the files that
  macOS asks the program to open.
- ``saving.py`` writes the document in a worker thread, one save at a time.
- ``modified_state.py`` compares the document and its run with what was last opened or saved.
- ``unsaved_changes.py`` asks before anything replaces the document or closes the window.
- ``file_state.py`` reads and writes one file safely: a fingerprint detects that another program
  changed it, and a lock keeps two windows from writing it at the same time.
- ``secant_document.py`` converts between an ``Experiment`` and what a .secant file stores.
- ``recognition.py`` decides whether a path is an experiment to open or a table to import.
- ``recent.py``, ``dialogs.py``, ``questions.py`` and ``errors.py`` hold the menu Open Recent, the
  file dialogs, the message boxes and the errors.

A table that replaces the document by a step of undo has no file. ``saving.py`` and
``modified_state.py`` keep what they know by the ``DocumentKey`` of each document, so undo finds the
file of the former one.

Everything that reads or writes a large file runs in a worker thread. ``gui/recovery`` imports this
package; this package never imports ``gui/recovery``.
"""

from .files import Files
from .opening import FileRequests
from .recognition import is_experiment
from .unsaved_changes import CloseMode

__all__ = ["CloseMode", "FileRequests", "Files", "is_experiment"]
