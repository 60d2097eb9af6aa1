"""The loss that runs end with, against η, h or the momentum: many runs at once.

- ``sweep.py``: the public function ``sweep``, which chooses one of three ways and says which.
- ``by_modes.py``: in closed form, for plain descent, heavy ball and Nesterov at a constant η,
  unless rounding would show. Its cost does not depend on the number of epochs.
- ``walked.py``: epoch by epoch on the triangle, all values at once, for every optimiser and every
  schedule. ``quotients.py`` evaluates their quotients together.
- ``single_runs.py``: one run after another, for other losses and for single precision.
- ``result.py``: what is swept, and what comes of it. ``stable_range.py``: between which values a
  run is stable, and ``spacing.py`` spreads the values over a range.
"""
