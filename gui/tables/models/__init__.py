"""The models of the tables A, Y and W: what each cell holds and what an edit changes.

``model.py`` has the base class ``TableModel``, ``headings.py`` the column names. ``inputs.py`` is
A, ``outputs.py`` is Y with ``predictions.py`` beside it, ``weights.py`` is W with the run's
weights. ``number_format.py`` chooses how the numbers of a column are written. ``cell_block.py`` has
a rectangle of cells and the axis of a table.
"""
