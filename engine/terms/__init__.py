"""Columns of A that are computed: powers, products, logarithms, formulas, levels of a category.

A term describes such a column by the names of others, so that an edited cell, a new row, a file and
a program get the same numbers. It is data: its formula is parsed, and never executed.

- ``term.py`` has the descriptions; ``written_term`` is how a head shows one.
- ``grammar.py`` is the grammar of the typed loss over columns, and ``text.py`` reads a term from a
  text: ``term_of("age^2", names)``.
- ``evaluation.py`` computes the values, block by block; ``errors.py`` says which row has none.
- ``rows.py`` turns rows of the sources into rows of A: ``transformed(columns, rows)``.
- ``stored.py`` is the form of terms in files.
- ``numpy_lines.py`` writes terms for the program that is copied.

Sources are meant in their original units, so that scaling a column changes no term of it.
"""

from .errors import BadTerm, MissingSource, NoNumber, NotOneLevel, TermFault, UnknownLevel
from .evaluation import values_of
from .rows import TermColumn, TermSource, sources_of, transformed
from .term import (
    CategoryTerm,
    ComputedTerm,
    FormulaTerm,
    LogarithmTerm,
    PowerTerm,
    ProductTerm,
    Term,
    term_name,
    written_term,
)
from .text import term_of

__all__ = [
    "BadTerm",
    "CategoryTerm",
    "ComputedTerm",
    "FormulaTerm",
    "LogarithmTerm",
    "MissingSource",
    "NoNumber",
    "NotOneLevel",
    "PowerTerm",
    "ProductTerm",
    "Term",
    "TermColumn",
    "TermFault",
    "TermSource",
    "UnknownLevel",
    "sources_of",
    "term_name",
    "term_of",
    "transformed",
    "values_of",
    "written_term",
]
