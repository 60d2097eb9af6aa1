"""The commands on a table: insert, remove, fill, clear and select.

``actions.py`` has the actions and applies them to the table used last, ``commands.py`` lists them,
``edits.py`` carries them out, ``selection.py`` finds out which cells are selected.
"""
