"""The plots of the view "Fit": a point for each row, and lines to read it by.

- ``rows_plot.py``: the base of all, ``studentised_plot.py`` of two. ``shown_rows.py`` has
  the rows that are drawn, of a large table a part with those that stand out; ``row_area.py`` takes
  a click on a point, ``row_reader.py`` says what it is, and ``guide.py`` draws the straight lines
  across the area.
- ``residual_plot.py``: residuals against Ŷ, a column or the row. ``quantile_plot.py``: studentised
  residuals against those of a normal distribution. ``influence_plot.py``: against the leverage.
  ``line_plot.py``: Y against a column with the fitted line. ``agreement_plot.py``: Ŷ against Y.
- ``sentences.py`` has what a screen reader hears.
"""
