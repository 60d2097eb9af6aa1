"""The models of the tables A, Y and W: what each cell holds and what an edit changes.

``model.py`` has the base class ``TableModel``, ``headings.py`` the column names. ``inputs.py`` is
A, ``outputs.py`` is Y with ``predictions.py`` beside it, ``weights.py`` is W: the rows of
``weight_rows.py`` over the columns of A, filled with ``run_numbers.py``. ``margin.py`` is the
number beside each of them, and ``agreement.py`` says how good the quotients are.
``number_format.py`` chooses how the numbers of a column are written, ``cell_look.py`` how a cell is
drawn, ``digits.py`` how many digits a reader wants. ``cell_block.py`` has a rectangle of cells and
the axis of a table.
"""
