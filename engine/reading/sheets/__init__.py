"""Tables in workbooks (.xlsx, .xls, .ods), read by python-calamine.

python-calamine allocates every cell up to the last used one and aborts the program if that fails.
So ``sheet_limits.py`` refuses .xlsx sheets that are too large, and ``workbook_probe.py`` loads an
.xls workbook in a separate process first. ``sheets.py`` opens a sheet and finds its header;
``sheet_table.py`` reads its rows.
"""
