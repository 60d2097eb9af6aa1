"""New rows: Ŷ of rows that the table does not have, with standard errors and intervals.

- ``prediction_page.py``: the page of the view "Fit" that shows them, ``row_table.py`` its table,
  of which ``row_table_model.py`` has the cells. ``figure_columns.py`` writes the figures.
- ``prediction_model.py``: follows the rows of the document and the fit (``prediction_basis.py``),
  and has the engine predict, at once or in a thread.
- ``row_reading.py`` reads rows that are pasted or dropped, and ``row_imports.py`` those of a file,
  in ``row_import_dialog.py``, which is the import dialog with ``row_import_plan.py``.
- ``row_text.py`` writes them for the clipboard and for a file. ``texts.py`` has the words.
"""
