"""The program without a window: ``python3 -m engine``.

- ``request.py`` parses the arguments into a Request, with ``table_options.py`` for the options on
  how a table is read.
- ``task.py`` reads the table and chooses the settings that were not given: Request → FitTask. A
  table larger than 256 MB is reduced while it is read (``streaming.py``) and never held in memory.
- ``commandline.py`` runs the task, prints it in the form of the published run (``listing.py``), and
  writes the files that were asked for.

Losses and weights go to standard output; everything else goes to standard error. Errors propagate
to ``engine/__main__.py``, which prints one sentence and returns the exit status.
"""
