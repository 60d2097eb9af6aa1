"""Exports: tables, results and pictures that leave the window, as files or through the clipboard.

``exports.py`` is the entry point for files. One export is one ``ExportJob`` (``export_job.py``): it
captures the content when the menu entry is chosen, goes through the dialog, which adds the path
and the format, and is then written in a background thread. Later edits do not change the file.

- ``export_job.py``: ``ExportJob``, made by ``text_job`` (a CSV file) or ``plot_job`` (a picture),
  and the CSV dialects on offer.
- ``export_dialog.py``: asks for the path and the format.
- ``results.py``: the CSV text of weights, losses, predictions and tables, piece by piece.
- ``report.py``: the report of a run as HTML or as a PDF, which ``report_pdf.py`` lays out;
  ``reported.py`` hands the engine what the window knows of the run.
- ``printing.py``: asks for a printer and prints a view, whose sheet ``printed_view.py`` draws.
- ``copy_as.py``: the menu Copy As, which puts the same results on the clipboard.
- ``texts.py``: the Markdown, LaTeX and NumPy texts of Copy As.

The formats themselves are written by ``engine/writing/``, the pictures by ``gui/plots/picture.py``.
"""

from .exports import Exports

__all__ = ["Exports"]
