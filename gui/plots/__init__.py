"""The plots of the window, drawn with pyqtgraph; no other package imports pyqtgraph.

``base.py`` has ``Plot``: a widget that follows its data until the user pans or zooms, with a button
to show all again, a context menu and a picture of itself. Two plots derive from it:

- ``loss_plot.py``: the loss by epoch. ``envelope.py`` reduces a long history to a few points
  without losing a spike; ``readout.py`` shows the loss under the pointer.
- ``prediction_plot.py``: Y and Ŷ by row, or Ŷ against Y; ``rows.py`` holds the rows it shows, and
  ``row_readout.py`` shows the row that was reached by keys.

A plot draws its items, ``line.py``, ``markers.py`` and ``area_items.py``, in an
``InteractivePlotArea`` (``interactive_area.py``: pan and zoom by mouse and keys), which extends
``PlotArea`` (``plot_area.py``: the layout of header, axes and view). ``header.py`` and ``axis.py``
draw around the view, and ``ticks.py`` chooses the ticks.

Numbers become positions along an axis by an ``AxisScale`` (``axis_scale.py``): linear or
logarithmic, with a power of ten taken out, because Qt cannot draw coordinates beyond about 1e12.
``view_range.py`` decides which range is visible. ``theme.py`` takes colours and font from the
palette. ``choice.py`` makes the entries of its menus, ``point_steps.py`` goes from point to point
by keys, and ``sentences.py`` has what a screen reader hears. ``picture.py`` renders a plot as PNG,
SVG or PDF. ``graph.py`` has the classes of pyqtgraph with the type hints it lacks, and ``lean.py``,
the only file that imports it, loads no more of it than these. Importing this package alone does not
load pyqtgraph.
"""
