"""Tables in text files: CSV and its relatives, and tables drawn with bars.

``encoding.py`` guesses the encoding and converts it to UTF-8. ``text.py`` cuts the text into blocks
of whole lines, and ``records.py`` splits those into cells. ``dialect.py`` guesses separator and
comments, ``header.py`` finds titles and names. ``number_patterns.py`` looks at single numbers,
``number_format.py`` decides from them how the numbers of the table are written, and
``decimal_marks.py`` refuses numbers that later ones contradict. ``ascii_tables.py`` removes bars
and rules. ``text_tables.py`` puts it all together: ``read_text_table`` guesses what is not chosen
and returns a ``TextTable``.
"""
