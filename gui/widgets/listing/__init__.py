"""Tables that are read row by row, flat as the plots beside them.

``list_table.py`` shows whole columns only, those that matter most first. ``look.py`` draws them,
and ``sorting.py`` puts rows in order.
"""
