"""Descents on a loss that is not the mean square.

- ``ridge.py``: mean square + c·sum(W²) is the mean square of a table with more rows. So it has the
  fast path, an optimum and a verdict like any mean square.
- Every other loss is evaluated at each epoch on all rows, as ``loss_descent.py`` has it.
  ``only_mean_square.py`` says so, and how such a run may end.
- ``overflow.py`` tells why a loss is infinite where a descent starts.
- ``rounding_of_loss.py`` has what such a loss is rounded by, ``loss_bounds.py`` when a descent on
  it has diverged, ``stagnation.py`` when it goes to and fro for ever, ``hidden_slopes.py`` when h
  hides its slopes, and ``lower_loss.py`` when h leads beside the least.
- ``fitting_steps.py`` has the h that fits, and ``safe_rate.py`` an η at which the loss never rises.
"""
