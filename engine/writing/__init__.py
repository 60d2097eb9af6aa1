"""Results and tables on their way out: text, programs, and files written completely or not at all.

- ``csv.py`` writes weights, losses, predictions and whole tables in chunks of bytes, in a Dialect
  (separator, decimal mark, byte order mark). Every number reads back bit for bit.
- ``header.py`` writes names as cells that every reader takes for names and no spreadsheet runs as
  a formula.
- ``markup.py`` writes small tables as Markdown and LaTeX.
- ``program.py`` writes a short NumPy program that reproduces a run; ``literals.py`` has its numbers
  and comments, and ``jumps.py`` the loop of a run that is too long to take each epoch.
- ``report/`` writes all that is known of a run as one page.
- ``atomic_write.py`` puts any of these chunks into a file: ``write_whole(path, chunks)``.
"""
