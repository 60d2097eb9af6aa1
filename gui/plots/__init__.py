"""The plots, and the only place that knows pyqtgraph. Importing this package imports none of it."""
