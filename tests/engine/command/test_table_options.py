import argparse
from dataclasses import fields

import pytest

from engine.command.table_options import add_table_options, take_choices
from engine.errors import BadChoice
from engine.reading.choices import BadRows, Choices


def choices_of(*words: str) -> Choices:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_table_options(parser)
    options = vars(parser.parse_args(words))
    choices = take_choices(options)
    assert options == {}
    return choices


def test_no_options_mean_guessing() -> None:
    assert choices_of() == Choices()


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (("--separator", ";"), Choices(separator=";")),
        (("--separator", "tab"), Choices(separator="\t")),
        (("--separator", "space"), Choices(separator=" ")),
        (("--decimal", ","), Choices(decimal=",")),
        (("--thousands", "."), Choices(thousands=".")),
        (("--thousands", "none"), Choices(thousands="")),
        (("--encoding", "cp1252"), Choices(encoding="cp1252")),
        (("--header", "yes"), Choices(header=True)),
        (("--header", "no"), Choices(header=False)),
        (("--comment", "%"), Choices(comment="%")),
        (("--sheet", "2"), Choices(sheet=2)),
        (("--sheet", "Data"), Choices(sheet="Data")),
        (("--skip-rows", "3"), Choices(skip_rows=3)),
        (("--columns", "3, y"), Choices(columns=(3, "y"))),
        (("--skip-bad-rows",), Choices(bad_rows=BadRows.SKIP)),
    ],
)
def test_each_option_sets_its_field(words: tuple[str, ...], choices: Choices) -> None:
    assert choices_of(*words) == choices


def test_every_field_has_an_option() -> None:
    parser = argparse.ArgumentParser()
    add_table_options(parser)
    assert set(vars(parser.parse_args([]))) == {field.name for field in fields(Choices)}


@pytest.mark.parametrize(
    "words", [("--header", "perhaps"), ("--skip-rows", "-1"), ("--skip-rows", "1e3")]
)
def test_invalid_option_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(argparse.ArgumentError):
        choices_of(*words)


def test_readers_refusal_is_raised() -> None:
    with pytest.raises(BadChoice):
        choices_of("--decimal", ";")
