"""Importing a table from a file: the dialog, its live preview, and files dropped on the window.

- ``imports.py`` is the entry point: ``Imports`` has the action Import Table, opens the dialog, and
  replaces the experiment in one step that can be undone. ``drops.py`` takes dropped files.
- ``dialog.py`` runs one import: it previews the file in a thread, and reads all of it in a thread
  when the user presses Import.
- ``options.py`` is what the user chose: ``ImportOptions`` holds the engine's ``ReadOptions`` and
  the role of each column. ``RememberedOptions`` stores them for the next import of the same file.
- ``result.py`` is what was read: a ``FileSnapshot`` of the first rows, then the ``ImportResult``.
- ``plan.py`` joins the two: an ``ImportPlan`` is a preview with the options. It derives the columns
  of A and Y, the faults, and the final ``ReadOptions``.
- ``page.py`` shows a plan: the options in ``fields.py`` and ``choice_box.py``, the table in
  ``preview_model.py``, ``preview_view.py`` and ``preview_header.py``, and the cells that are not
  numbers in ``faults_panel.py``.
- ``texts.py`` writes all sentences, ``errors.py`` has the errors.

A file is opened three times, each for a different job: to report at once if it cannot be opened,
to preview its first rows, and to read all of it. If cells are not numbers, it is read once more
beside that, to count what is complete in it (``Completeness``). Preview and import both guess the
format. The import does not take the preview's guesses as given, because the reader checks a guessed
decimal mark against the whole file and would take an explicit one without a check.
"""

from .drops import FileDrops
from .imports import Imports

__all__ = ["FileDrops", "Imports"]
