"""Least squares without rounding, for ``engine/optimum.py``.

- ``extended.py`` has the arithmetic: sums and products of whole columns as Python's integers or in
  twice float64's digits, and the exact gradient.
- ``scaled_table.py`` scales the columns by powers of two, which rounds nothing, and reduces them:
  a small table whole, a large one as its triangle or in a stream of blocks.
- ``dependence.py`` finds which columns are combinations of others, and the W nearest the start.
- ``triangular.py`` inverts and solves triangles.
- ``gradient.py`` has the exact gradient at many W of one problem, with which slopes are compared.
- ``loss.py`` has the exact loss, with which the losses of a run are compared.
"""
