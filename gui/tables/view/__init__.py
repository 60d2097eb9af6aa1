"""The view of a table: drawing, keyboard, editing in place, headers and column widths.

``view.py`` has ``MatrixView``, which composes the other files: ``cell_delegate.py`` draws and edits
cells, ``keyboard.py`` decides where keys lead, ``rejected_edit.py`` keeps a refused text open,
``header.py`` and ``header_editor.py`` show and edit names, ``column_widths.py`` measures columns,
``view_position.py`` keeps the scroll position, ``style.py`` sets the looks.

``sheet.py`` arranges A, Y and W as one table, with ``margin_view.py`` beside W and
``shape_field.py`` in the corner. ``column_window.py`` chooses the columns that are seen whole,
``shared_columns.py`` selects whole columns of A and W alike.
W lies over the header of A, which is taller than its names: so the names, their menus and their
editor stay those of A, and stand above W.
"""
