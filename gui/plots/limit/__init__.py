"""The plots of the view "The limit".

``error_plot.py`` has the error of the quotients against h, which falls to the right. It is drawn on
an ``HPlotArea`` (``h_plot_area.py``): mouse and wheel choose h there. ``region_bands.py`` says what
rules the error at each h, and ``h_marks.py`` has the lines: h, the best h and the textbook's. What
all of them are made from is in ``shown_errors.py``.
"""
