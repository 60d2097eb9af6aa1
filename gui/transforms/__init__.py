"""The Data menu: changes to A and Y as a whole, each of which is one undo step.

``actions.py`` holds the menu entries. An entry may first ask for numbers (``forms.py`` describes
the questions, ``number_dialog.py`` asks them), then hands a pure function from Experiment to
Experiment to the document, which applies it, in the background if the tables are large. When the
undo step is there, a message says what changed (``sentences.py``).

The pure functions:

- ``scaling.py``: standardise or scale columns of A, and restore their original units.
- ``intercept.py``: add a column of ones.
- ``exchange.py``: make a column of A the output, in exchange for Y or in its place.
- ``shuffle.py``: shuffle the rows.
- ``hold_out.py``: hold a share of the rows out of the fit.
- ``random_table.py``: replace the experiment by a random problem.

``columns.py`` names columns in sentences, ``whole_numbers.py`` checks numbers that must be whole,
and ``errors.py`` has the reasons why a change is refused.
"""

from .actions import DataActions

__all__ = ["DataActions"]
