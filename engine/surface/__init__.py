"""The loss as a surface over W: what a plane through it shows, and the way of a run on it.

The mean square of a linear model is a parabola along each direction, so its contours in a plane are
ellipses, each of which has a formula.

- ``bowl.py``: that loss around its optimum, with the directions in which a descent is independent.
- ``plane.py``: two directions, or two weights with the others at their best; where a W lies on it,
  and which W a point stands for. ``profile.py`` is the same for a single direction.
- ``contours.py``: a ladder of heights above the least loss, and the ellipse of each.
- ``path.py``: the W of a run, those at epochs 1, 10, 100 … among them.
- ``gap_shares.py``: what each direction has of the loss above the least one, past and foretold.
- ``loss_grid.py``: any other loss, evaluated at the points of a grid, and the lines of its heights;
  ``loss_curve.py`` evaluates one of a single weight along a line.
"""
