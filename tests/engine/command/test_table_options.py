import argparse
from dataclasses import fields

import pytest

from engine.command.table_options import add_table_options, take_read_options
from engine.errors import BadChoice
from engine.reading.options import BadRows, HiddenRows, ReadOptions


def read_options_of(*words: str) -> ReadOptions:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_table_options(parser)
    options = vars(parser.parse_args(words))
    read_options = take_read_options(options)
    assert options == {}
    return read_options


def test_no_options_mean_guessing() -> None:
    assert read_options_of() == ReadOptions()


@pytest.mark.parametrize(
    ("words", "read_options"),
    [
        (("--separator", ";"), ReadOptions(separator=";")),
        (("--separator", "tab"), ReadOptions(separator="\t")),
        (("--separator", "space"), ReadOptions(separator=" ")),
        (("--decimal", ","), ReadOptions(decimal=",")),
        (("--thousands", "."), ReadOptions(thousands=".")),
        (("--thousands", "none"), ReadOptions(thousands="")),
        (("--encoding", "cp1252"), ReadOptions(encoding="cp1252")),
        (("--header", "yes"), ReadOptions(header=True)),
        (("--header", "no"), ReadOptions(header=False)),
        (("--comment", "%"), ReadOptions(comment="%")),
        (("--sheet", "2"), ReadOptions(sheet=2)),
        (("--sheet", "Data"), ReadOptions(sheet="Data")),
        (("--skip-rows", "3"), ReadOptions(skip_rows=3)),
        (("--columns", "3, y"), ReadOptions(columns=("3", "y"))),
        (("--skip-bad-rows",), ReadOptions(bad_rows=BadRows.SKIP)),
        (("--skip-hidden-rows",), ReadOptions(hidden_rows=HiddenRows.SKIP)),
        (("--indicators", "kind, 3"), ReadOptions(indicators=("kind", "3"))),
        (("--days", "date"), ReadOptions(days=("date",))),
    ],
)
def test_each_option_sets_its_field(words: tuple[str, ...], read_options: ReadOptions) -> None:
    assert read_options_of(*words) == read_options


def test_every_field_has_an_option() -> None:
    parser = argparse.ArgumentParser()
    add_table_options(parser)
    assert set(vars(parser.parse_args([]))) == {field.name for field in fields(ReadOptions)}


@pytest.mark.parametrize(
    "words", [("--header", "perhaps"), ("--skip-rows", "-1"), ("--skip-rows", "1e3")]
)
def test_invalid_option_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(argparse.ArgumentError):
        read_options_of(*words)


def test_readers_refusal_is_raised() -> None:
    with pytest.raises(BadChoice):
        read_options_of("--decimal", ";")
