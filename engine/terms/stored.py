"""Terms in the description of a file: plain objects of JSON, and back with every value checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..formula.errors import BadFormula
from .errors import BadTerm, TermMistake
from .grammar import parse_columns
from .term import (
    MOST_LEVELS,
    CategoryTerm,
    FormulaTerm,
    LogarithmTerm,
    PowerTerm,
    ProductTerm,
    Term,
    written_term,
)


def term_as_json(term: Term) -> dict[str, Any]:
    """Return a term as an object of JSON; ``term_from_json`` returns the same term."""
    match term:
        case PowerTerm():
            return {"kind": "power", "of": term.source, "exponent": term.exponent}
        case ProductTerm():
            return {"kind": "product", "of": list(term.factors)}
        case LogarithmTerm():
            return {"kind": "logarithm", "of": term.source, "base": term.base}
        case CategoryTerm():
            return {
                "kind": "category",
                "of": term.source,
                "level": term.level,
                "levels": list(term.levels),
                "left_out": term.left_out,
            }
        case FormulaTerm():
            return {"kind": "formula", "text": written_term(term)}


def term_from_json(value: object, names: Sequence[str]) -> Term:
    """Return the term that a file describes.

    Parameters
    ----------
    value : object
        What its JSON has; anything may stand there.
    names : sequence of str
        The names of the columns of A.

    Raises
    ------
    BadTerm
        If it describes none, or one of columns that are not there.
    """
    if not isinstance(value, dict):
        raise BadTerm(TermMistake.NOT_STORED)
    term = _read(value, names)
    for source in term.sources:
        if list(names).count(source) != 1:
            raise BadTerm(TermMistake.NOT_STORED)
    return term


def _read(value: Mapping[str, Any], names: Sequence[str]) -> Term:
    match value.get("kind"):
        case "power":
            return PowerTerm(_text(value, "of"), _number(value, "exponent"))
        case "product":
            return ProductTerm(_texts(value, "of"))
        case "logarithm":
            return LogarithmTerm(_text(value, "of"), _number(value, "base"))
        case "category":
            levels = _texts(value, "levels")
            return CategoryTerm(
                _text(value, "of"), _text(value, "level"), levels, _text(value, "left_out")
            )
        case "formula":
            try:
                return FormulaTerm(parse_columns(_text(value, "text"), names))
            except BadFormula as error:
                raise BadTerm(TermMistake.NOT_STORED) from error
    raise BadTerm(TermMistake.NOT_STORED)


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    if not isinstance(found, str):
        raise BadTerm(TermMistake.NOT_STORED)
    return found


def _texts(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = value.get(key)
    if not isinstance(found, list) or len(found) > MOST_LEVELS:
        raise BadTerm(TermMistake.NOT_STORED)
    if not all(isinstance(each, str) for each in found):
        raise BadTerm(TermMistake.NOT_STORED)
    return tuple(found)


def _number(value: Mapping[str, Any], key: str) -> float:
    found = value.get(key)
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise BadTerm(TermMistake.NOT_STORED)
    try:
        return float(found)
    except OverflowError:
        raise BadTerm(TermMistake.NOT_STORED) from None
