"""The loss that a run descends on, chosen from a menu or typed as a formula.

What losses are called is in ``gui/text/loss_texts.py``.

- ``entry.py`` reads what was typed: a name, one with δ or a quantile, or a formula.
- ``loss_field.py``: a line edit that underlines a mistake while it is being typed.
- ``name_completer.py`` offers the names of the language below it.
- ``loss_cell.py``: the cell of the run bar, which changes the document's settings.
"""
