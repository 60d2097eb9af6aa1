"""The commands on a table: insert, remove, fill, clear and select.

``actions.py`` has the actions and applies them to the table used last, ``commands.py`` lists them,
``edits.py`` carries them out, ``selection.py`` finds out which cells are selected. ``texts.py``
says what each does. A command in ``commands.py`` appears in the tables' context menu; to appear in
the menu bar it must be named in ``gui/window/menus.py`` as well.
"""
