"""The optimiser that a run descends by, and the schedule of its η.

What they are called, and their formulas, is in ``gui/text/optimiser_texts.py``.

- ``entry.py`` reads what was typed: a name, or one with its β.
- ``optimiser_field.py``: a line edit with a menu, which marks what is wrong in it.
- ``optimiser_cell.py``: the cell of the run bar, which changes the document's settings.
- ``optimiser_dialog.py`` asks for all numbers of an optimiser and a schedule.
"""
