"""How sure a least-squares fit is: t, p, intervals, and the influence of each row.

- ``beta.py`` is the incomplete beta function, ``student.py`` the tails of t and F that follow from
  it, and the quantiles of t.
- ``covariance.py`` has the root of (AᵀA)⁻¹, from which come the standard errors in
  ``engine/statistics.py`` and all of the following: ``inflation.py`` has how far columns tell what
  others do, ``influence.py`` what each row does to the fit, by one pass over the rows.
- ``missing.py`` says why a figure does not exist, and what R² compares with.
- ``leave_out.py`` leaves rows out and takes them back, and updates the triangle.
- ``new_rows.py`` has predictions for other rows with their intervals, and the bands beside a line;
  ``holding_out.py`` chooses rows that are held out, and ``held_out_loss.py`` finds their loss along
  a run on the others, and how well they are foretold.

All of it is of the optimum, never of the weights that a descent has reached.
"""
