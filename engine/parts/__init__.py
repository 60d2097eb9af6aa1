"""Tables in many files, each of which is reduced to its triangle wherever it lies.

A part of the rows of [A | Y], reduced, is a ``Part``: the triangle R and the number of rows. Two
pure functions make all of it, and any system that maps and reduces can call them:

    whole = merge([reduce_part(path) for path in paths])

- ``part.py``: ``reduce_part`` reads a file once, block by block; ``merge`` makes one part of some.
- ``shared_reading.py``: all files are read as the first of them, and its columns are theirs.
- ``merge_tree.py``: parts are merged by eights in the order of the files, so the same files give
  the same bits, in whichever order and wherever they were reduced.
- ``reduce_files.py`` reads all files in this process, or hands them to ``on_cluster.py``, the one
  file that imports distributed. ``cluster.py`` says which
  one, and ``watch.py`` tells parts that take long from those that hang.
- ``condensed_table.py``: a few rows with the losses, means and correlations of all rows; a fit of
  them, and its statistics, are those of the whole table.

The reduction is TSQR over a tree: Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34,
2012.
"""
