"""Tables in files, read with every cell checked: text, workbooks, NumPy arrays and more.

How a file becomes a table:

1. ``inputs.py`` opens the file, or holds it in memory if it can be read only once (a pipe).
   ``compressed.py`` unpacks .gz, .xz and a .zip with one member.
2. ``file_type.py`` detects what the file is from its first bytes; its name does not matter.
3. ``opening.py`` hands it to the reader for that type. What ``ReadOptions`` (``options.py``) leaves
   open, the reader guesses; its ``options`` afterwards have every guess filled in.
   - ``text/``: decode to UTF-8, cut into blocks of whole lines, find where the table begins below
     a preamble, split lines into cells, find the header with its units and row names, and find out
     which mark is decimal.
   - ``sheets/``: read a sheet with python-calamine, in a process with limits of memory and time.
   - ``arrays/``: check what a .npy or .npz file claims about itself, then map or load it.
   - ``formats/``: read Parquet, MATLAB, SPSS and others with the libraries of the extras, each in a
     process with limits, and JSON records.

   Whatever else a reader raises becomes one sentence here, and is logged (``guard.py``).
4. Every reader is a ``Source`` (``source.py``): a ``Layout`` of columns, and ``rows(columns)``,
   which yields blocks of float64 together with the faults found in them.
5. ``cells.py`` reads rows: all at once if they are plain numbers, cell by cell otherwise.
   A cell that is not a number is never dropped or read as 0: it becomes a ``Fault``
   (``faults.py``).

6. By default, first columns that count or name the rows are left out (``row_numbers.py``). With
   ``columns="numeric"``, so is all that is incomplete (``complete.py``). Columns of words and
   dates become numbers if that is asked for (``derived.py``, with ``derivations.py``). ``notes``
   say it (``notes.py``).

Five functions use a ``Source``:

- ``read_table`` (``tables.py``) reads all rows and stops at the first fault.
- ``import_table`` (``tables.py``) reads past faults and reports all of them.
- ``read_blocks`` (``blocks.py``) streams a table that does not fit in memory.
- ``measure_completeness`` (``tables.py``) counts what is not a number, by column and by row.
- ``preview`` (``preview.py``) shows the first rows and how they would be read.
"""
