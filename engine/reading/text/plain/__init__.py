"""Blocks of a text whose numbers are plain, read at once rather than cell by cell.

``blocks.py`` chooses the reader of each block and knows what its rows are. ``arrow_lines.py`` lets
pyarrow parse lines, if the extra ``arrow`` is installed; ``cut.py`` leaves out the columns that are
not read, for numpy; ``quotes.py`` tells whether quotes surround whole cells. Each of them returns
None at the slightest doubt: the block is then split into cells, which gives the same numbers and
says what is wrong. ``gaps.py`` has the faults of cells such as NA, found only if they are asked
for.
"""
