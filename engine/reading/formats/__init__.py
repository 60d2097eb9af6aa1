"""Tables in files of other programs: Parquet, Arrow, ORC, MATLAB, HDF5, SPSS, Stata, SAS, JSON.

``engine/reading/foreign_formats.py`` recognises a file by its content; ``kinds.py`` says which
reader it has, and ``extras.py`` which library that needs: a file whose library is not installed is
refused with a sentence that names the extra. JSON needs none.

- A library may crash, hang or take all memory when it is given a damaged file. So each reader is a
  script (``arrow_reader.py``, ``matlab_reader.py``, ``hdf5_reader.py``, ``readstat_reader.py``),
  which ``format_worker.py`` runs in a process with limits of memory and time.
- ``format_process.py`` is this side of it: it asks what the file holds, then for some columns, and
  gets them block by block. Sizes are checked before anything is read (``format_limits.py``).
- ``json_records.py`` reads JSON here, a few records at a time.
- ``format_cells.py`` has the cells: numbers with their type, and what is none, by its kind.
- ``format_table.py`` is the ``Source``. It checks every cell as the readers of sheets do: what is
  no number is a fault at its place, and digits that a float64 lacks are told.
- ``format_opening.py`` chooses among the tables of a file.
"""
