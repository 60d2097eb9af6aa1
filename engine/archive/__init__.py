"""Experiments in .secant files: plain NumPy .npz archives, which are readable without Secant.

A file may come from anybody, so reading trusts nothing: every size is checked before memory is
allocated for it, and nothing in the file is unpickled or evaluated.

- ``experiment.py``: SavedExperiment, everything that a file keeps, checked when it is created.
- ``secant_file.py``: the file as a whole. ``archived`` yields its bytes, ``read_archive`` reads it.
  Both are built from the modules below.
- ``description.py``: names, settings and the result of the run, as one JSON text.
- ``kept_run.py`` and ``kept_runs.py``: the runs that are kept beside the tables, in members of
  their own.
- ``run_numbers.py`` and ``run_members.py``: the run with its losses and keyframes, which goes on
  from where it was. A damaged one is left out.
- ``npy.py``: one array in NumPy's .npy format.
- ``members.py`` and ``zipping.py``: reading and writing the .zip archive around the arrays.

Sizes: A and Y together have at most ``engine.matrix.MOST_CELLS`` cells.
"""

from .secant_file import TEXT, archived, read_archive

__all__ = ["TEXT", "archived", "read_archive"]
