"""What else is in a text with a table: other tables, totals, or a format that is no table.

``parts.py`` finds tables below each other, ``octave.py`` the variables of Octave's text files:
which one to read is a choice, as of the sheets of a workbook. ``rules.py`` ends a table at the rule
above its totals. ``foreign_texts.py`` refuses texts of numbers that are no tables, by name.
"""
