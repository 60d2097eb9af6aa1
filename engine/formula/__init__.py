"""Losses that a person types: a language of its own for formulas of Y, P, W and N.

A limit needs only losses, so the loss may be anything that can be written. The text is parsed by
our own grammar, and never executed: there are no names but the listed ones, no attributes, no
loops, and every formula ends.

- ``tokens.py`` cuts the text; ``parser.py`` has the grammar, and makes a tree of ``tree.py``.
  Whether there is a value for each row, for each weight or one number is checked as it is parsed.
- ``errors.py``: each mistake with its place in the text, a sentence, and what may have been meant.
- ``printing.py`` writes a tree back as text, ``latex.py`` as LaTeX, and ``numpy_source.py`` as a
  program's expression. ``from_latex.py`` and ``from_spreadsheet.py`` read what was pasted from
  there, to offer it as a formula.
- ``arithmetic.py``: what each operator computes, and its slope.
- ``program.py`` turns a tree into steps, in passes over the rows. ``evaluation.py`` takes them for
  many points and blocks of rows, with the shortcuts of ``sums.py``; ``losses.py`` and
  ``quotients.py`` provide the points: any W, or all w_k ± h.
- ``backward.py`` has the exact gradient by one sweep. ``taylor.py`` has three derivatives along one
  weight and the nearest kink, computed with the numbers of ``series.py``.
- ``ready.py`` has the losses with a name, ``quadratic.py`` recognises mean square and ridge.
- ``formula.py`` is the face of all that: ``Formula.of(text)``.
"""
