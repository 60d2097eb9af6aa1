"""What a report says of terms: a sentence for each computed column, and for each category."""

from collections.abc import Sequence

from ..language.lists import all_of
from ..language.sentence import marked
from .term import CategoryTerm, Term, term_name, written_term

_COMPUTED = marked("engine", "{name} is computed: {term}.")
_ITS_FORMULA = marked("engine", "{name} is computed from other columns, as its name says.")
_CATEGORY = marked("engine", "{category} has a column of 0 and 1 for {levels}, but not {left_out}.")


def described_terms(terms: Sequence[Term | None], names: Sequence[str]) -> list[str]:
    """Return a sentence for each computed column, and one for all columns of a category.

    Parameters
    ----------
    terms : sequence of Term or None
        Those of the columns of A.
    names : sequence of str
        The names of the columns, as they are shown.
    """
    found: list[str] = []
    told: list[CategoryTerm] = []
    for term, name in zip(terms, names, strict=True):
        if isinstance(term, CategoryTerm):
            if any(term.is_of(each) for each in told):
                continue
            told.append(term)
            same = [each for each in terms if each is not None and term.is_of(each)]
            levels = [each.level for each in same if isinstance(each, CategoryTerm)]
            facts = {"levels": all_of(levels), "left_out": term.left_out}
            found.append(_CATEGORY.format(category=term.source, **facts))
        elif term is not None and term_name(term) == name:
            found.append(_ITS_FORMULA.format(name=name))
        elif term is not None:
            found.append(_COMPUTED.format(name=name, term=written_term(term)))
    return found
