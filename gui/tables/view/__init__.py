"""The view of a table: drawing, keyboard, editing in place, headers and column widths.

``view.py`` has ``MatrixView``, which composes the other files: ``cell_delegate.py`` draws and edits
cells, ``keyboard.py`` decides where keys lead, ``rejected_edit.py`` keeps a refused text open,
``header.py`` and ``header_editor.py`` show and edit names, ``column_widths.py`` sizes the columns,
``view_position.py`` keeps the scroll position, ``style.py`` sets the looks, ``paired_tables.py``
scrolls A and Y together. ``shape_field.py`` is the field above A with its number of rows and
columns.
"""
