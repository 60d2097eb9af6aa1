import pickle

from engine.terms.errors import (
    BadTerm,
    MissingSource,
    NoNumber,
    NotOneLevel,
    TermFault,
    TermMistake,
    UnknownLevel,
)

LONG = "a very long name of a column that somebody pasted from a page of the web"


def test_short_sentences_fit_a_line() -> None:
    errors = (
        *(BadTerm(each, LONG, 8) for each in TermMistake),
        *(TermFault(each, 1_000_000, LONG, -1.25, 0.5) for each in NoNumber),
        NotOneLevel(LONG, 1_000_000),
        UnknownLevel(LONG, LONG, 1_000_000, (LONG,)),
        MissingSource(LONG, LONG),
    )
    for error in errors:
        assert 20 < len(error.short) <= 72


def test_faults_go_to_other_processes() -> None:
    fault = TermFault(NoNumber.LOGARITHM, 7, "age", -2.0)
    again = pickle.loads(pickle.dumps(fault))
    assert str(again) == str(fault)
    assert (again.reason, again.row, again.short) == (fault.reason, 7, fault.short)
    assert fault.short == "log of −2 in row 7 of age does not exist."
