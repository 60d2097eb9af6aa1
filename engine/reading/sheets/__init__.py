"""Tables in workbooks (.xlsx, .xlsb, .xls, .ods), read by python-calamine.

python-calamine allocates every cell up to the last used one and aborts its process if that fails.
So ``workbook_process.py`` starts a process with limits of memory and time. It runs
``workbook_reader.py``, which reads one sheet and hands its cells over. That costs 0.04 s for a
small workbook and nothing for one of 100,000 rows. A workbook that python-calamine would fail at,
or of which it would overlook cells, is rewritten by ``plain_workbook.py`` in that process, and its
raised digits, as of a footnote mark, are marked by ``raised_digits.py``.

``workbook_limits.py`` checks what a workbook unpacks to. ``sheets.py`` opens a sheet and finds its
header; ``sheet_table.py`` reads its rows. What the file says beside its cells is a ``SheetLook``
(``sheet_look.py``): which rows are hidden, and which formulas were never computed. It is found by
``xlsx_look.py``, ``ods_look.py``, ``xlsb_look.py`` and ``xls_look.py``. The last two know a row
of totals by the tokens of its formulas (``formula_tokens.py``), the first two also by the rows
that formulas of any kind refer to (``last_rows.py``).
"""
