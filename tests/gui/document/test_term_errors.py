from gui.document.term_errors import IsComputed, NameTaken, SourceRemoved, SourceUnnamed

LONG = "a very long name of a column that somebody pasted from a page of the web"


def test_refusals_fit_a_line() -> None:
    for kind in (SourceRemoved, SourceUnnamed, NameTaken, IsComputed):
        for names in (("age", "age²"), (LONG, LONG)):
            assert 20 < len(kind(*names).short) <= 72


def test_refusals_say_what_to_do() -> None:
    whole = "age² is computed from age. Remove age² too, or make it a plain column first."
    assert str(SourceRemoved("age", "age²")) == whole
    assert str(IsComputed("sq", "age²")) == (
        "sq is computed: age². Edit what it is computed from, or make it a plain column."
    )
