"""The plots of the view "Runs", and how a kept run looks in every plot.

- ``run_styles.py``: the colour and the dashes of a kept run, told apart without colour as well.
- ``overlaid_run.py``: a kept run as plots draw it, and ``other_lines.py`` its lines beside another.
- ``runs_plot.py``: the loss of each run by epoch. ``sweep_plot.py``: the loss after a number of
  epochs, against η, h or β.
- ``sentences.py``: what both say to a screen reader.
"""
