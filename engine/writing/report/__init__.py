"""The report of a run: one page that an analyst can sign.

- ``facts.py``: ``ReportedRun``, all that the report is about, and ``Wording``, how numbers and
  sentences are written: the window passes its own, so that the numbers are those of the window.
- ``parts.py``: what a page consists of: headings, paragraphs, tables, figures and programs.
- ``content.py`` says what the report of a run has, from top to bottom; ``settings_rows.py``,
  ``limit_check.py`` and ``weights_table.py`` have its longer tables.
- ``chart.py`` draws points and lines with two axes as SVG, ``scale.py`` places the ticks, and
  ``pictures.py`` knows which pictures there are: the loss and the residuals.
- ``html.py`` writes the page: one file that needs no network and runs no script.

The window writes the same parts as a PDF (``gui/exporting/report_pdf.py``).
"""
