"""The limit made visible: what a quotient is made of, and how wrong it is at each h.

A derivative is a limit of secants, and a computer cannot reach it: the smaller h, the more digits
of the two losses are the same, and cancel. Everything here looks at one weight of a descent.

- ``table.py``: the rows of a run or its triangle, in one precision: what the losses come from.
- ``point.py``: one W on such a table, with the loss and the slopes there without rounding.
- ``regions.py``: what any theory foretells, and which error rules at which h.
- ``theory.py``: the error of each quotient of a mean square, foretold by a formula, and the best h.
- ``loss_table.py``, ``loss_point.py``, ``loss_theory.py``: the same three for any other loss, whose
  slopes come from a backward sweep and whose errors are foretold by Taylor numbers. A ridge is the
  mean square of more rows, and needs none of them.
- ``curves.py``: the errors measured, by evaluating the quotients at many h.
- ``microscope.py``: the loss beside w, in a window as wide as h: curve, line, then staircase.
- ``digits.py``: one quotient with the very floats of the run, and how many of their digits cancel;
  ``decimals.py`` writes two numbers with the same decimals.
- ``slope_check.py``: whether the slopes of a descent are the exact ones, and to how many digits.
- ``each_step.py``: how many digits the worst weight gains by a step of its own.
- ``update.py``: the whole update of one weight in the same notations.
- ``arithmetic.py``: that quotient as a text, LaTeX or a NumPy program that makes the same floats.
"""
