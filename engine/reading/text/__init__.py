"""Tables in text files: CSV and its relatives, and tables drawn with bars.

``encoding.py`` guesses the encoding and converts it to UTF-8. ``text.py`` cuts the text into blocks
of whole lines, and ``records.py`` splits those into cells. ``dialect.py`` guesses separator and
comments (``comment_signs.py`` the rare ones), ``rows_like_comments.py`` keeps rows such as
hashtags, ``preamble.py`` finds where the table begins, and ``header.py`` finds titles and names.
``named_columns.py`` sets aside what is not numbers below the names: ``unit_rows.py`` and
``row_names.py``. ``numbers_as_names.py`` asks about wavelengths. ``parts/`` finds what else is in
the text: other tables, totals.

``number_patterns.py`` looks at single numbers, ``number_format.py`` decides from them how the
numbers of the table are written, and ``decimal_marks.py`` refuses numbers that later ones
contradict. ``blank_groups.py`` asks about 1 234,
``comma_groups.py`` about 1,234,567, ``percents.py`` about 5%, ``fortran.py`` reads
1.5D+03, and ``lost_digits.py`` tells which numbers are rounded. ``ascii_tables.py`` removes bars
and rules.

``text_tables.py`` puts it all together: ``read_text_table`` guesses what is not chosen and returns
a ``TextTable``.
"""
