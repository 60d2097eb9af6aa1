"""What somebody fills for new rows: the numbers of columns, and the words of categories.

A category has a column of 0 and 1 in A for each level but one. Nobody thinks in these: a person
gives the word, such as ``north``, and the cells of the columns follow from it.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..matrix import Matrix
from ..reading.new_rows import WordColumn
from ..terms.errors import UnknownLevel
from .new_table import InputColumn, given_columns

if TYPE_CHECKING:
    from ..terms.term import CategoryTerm

_ZERO_OR_ONE = {"0": 0.0, "1": 1.0}


@dataclass(frozen=True)
class GivenInput:
    """A number to fill, or the word of a category.

    Attributes
    ----------
    name : str
        Of the column, or of the category.
    places : tuple of int
        The columns of A, from 0, whose cells follow from it.
    levels : tuple of CategoryTerm
        That of each of these columns; () if a number is given.
    """

    name: str
    places: tuple[int, ...]
    levels: "Sequence[CategoryTerm]" = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that can be given; () if a number is given."""
        return self.levels[0].levels if self.levels else ()

    def numbers(self, word: str, row: int) -> tuple[float, ...]:
        """Return the cells of its columns for a word; NaN for none.

        Parameters
        ----------
        word : str
            Upper and lower case, and blanks, make no other word, unless two levels differ in that
            alone. 0 and 1 are those of the column, if the category has only one.
        row : int
            The number of the row, for the error.

        Raises
        ------
        UnknownLevel
            If the category has no such word; the error names those that it has.

        Examples
        --------
        >>> from engine.terms import CategoryTerm
        >>> levels = ("east", "north", "south")
        >>> terms = tuple(CategoryTerm("region", each, levels, "east") for each in levels[1:])
        >>> region = GivenInput("region", (1, 2), terms)
        >>> region.numbers("South", 1), region.numbers("east", 1)
        ((0.0, 1.0), (0.0, 0.0))
        """
        if not word.strip():
            return (math.nan,) * len(self.places)
        level = self._level(word)
        if level is None:
            if len(self.places) == 1 and word.strip() in _ZERO_OR_ONE:
                return (_ZERO_OR_ONE[word.strip()],)
            raise UnknownLevel(word.strip(), self.name, row, self.words)
        return tuple(float(each.level == level) for each in self.levels)

    def word(self, numbers: Sequence[float]) -> str | None:
        """Return the word of the cells of its columns: "" if all are empty, None if there is none.

        If several levels have no column, all of them have the same cells.
        """
        if all(map(math.isnan, numbers)):
            return ""
        ones = [each.level for each, n in zip(self.levels, numbers, strict=True) if n == 1]
        if len(ones) > 1 or any(n not in (0, 1) for n in numbers):
            return None
        if ones:
            return ones[0]
        shown = {each.level for each in self.levels}
        return " / ".join(each for each in self.words if each not in shown)

    def _level(self, word: str) -> str | None:
        line = " ".join(word.split())
        if line in self.words:
            return line
        alike = [each for each in self.words if _bare(each) == _bare(line)]
        return alike[0] if len(alike) == 1 else None


def given_inputs(columns: Sequence[InputColumn]) -> tuple[GivenInput, ...]:
    """Return what is to be filled for new rows, in the order of the columns of A.

    A category whose name another one has too is given by its columns of 0 and 1.
    """
    places = given_columns(columns)
    found: dict[object, list[int]] = {}
    for k in places:
        level = columns[k].level
        key = k if level is None else (level.source, level.levels, level.left_out)
        found.setdefault(key, []).append(k)
    names = Counter[str]()
    for group in found.values():
        level = columns[group[0]].level
        names[_bare(columns[group[0]].name if level is None else level.source)] += 1
    inputs: list[GivenInput] = []
    for group in found.values():
        levels = tuple(each for k in group if (each := columns[k].level) is not None)
        if levels and names[_bare(levels[0].source)] == 1:
            inputs.append(GivenInput(levels[0].source, tuple(group), levels))
        else:
            inputs += [GivenInput(columns[k].name, (k,)) for k in group]
    return tuple(inputs)


def given_cells(
    columns: Sequence[InputColumn], names: Sequence[str], cells: Matrix
) -> Iterator[tuple[str, Matrix | list[str]]]:
    """Yield what was given for new rows, with its name: numbers (M,), or the words of a category.

    Parameters
    ----------
    columns : sequence of InputColumn
        One for each column of A.
    names : sequence of str
        Those of the columns of A.
    cells : ndarray, shape (M, j)
        NaN if one is empty. Where the cells of a category are those of no word, its columns of 0
        and 1 are given.
    """
    for given in given_inputs(columns):
        words = [given.word(row) for row in cells[:, given.places].tolist()] if given.levels else []
        known = [word for word in words if word is not None]
        if given.levels and len(known) == len(cells):
            yield given.name, known
        else:
            yield from ((names[k], cells[:, k]) for k in given.places)


def word_columns(columns: Sequence[InputColumn]) -> tuple[WordColumn, ...]:
    """Return the categories as a table of new rows may have them, for ``read_new_rows``.

    Its columns wanted are then those of ``given_columns``.
    """
    place = {k: at for at, k in enumerate(given_columns(columns))}
    return tuple(
        WordColumn(each.name, tuple(place[k] for k in each.places), each.numbers)
        for each in given_inputs(columns)
        if each.levels
    )


def _bare(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
