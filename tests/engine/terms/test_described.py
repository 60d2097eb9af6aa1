from engine.terms import CategoryTerm, PowerTerm
from engine.terms.described import described_terms

LEVELS = ("east", "north", "south")


def test_each_term_is_told_once() -> None:
    terms = (
        None,
        PowerTerm("age", 2.0),
        PowerTerm("age", 3.0),
        CategoryTerm("region", "north", LEVELS, "east"),
        CategoryTerm("region", "south", LEVELS, "east"),
    )
    names = ("age", "age²", "cube", "region = north", "region = south")
    assert described_terms(terms, names) == [
        "age² is computed from other columns, as its name says.",
        "cube is computed: age³.",
        "region has a column of 0 and 1 for north and south, but not east.",
    ]
