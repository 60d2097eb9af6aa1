"""The table of the kept runs as CSV."""

import csv
import io
import math

from engine import Settings
from engine.archive.kept_run import EarlierSettings
from engine.writing.csv import SEMICOLON_AND_COMMA
from engine.writing.runs_csv import runs_csv
from tests.engine.archive.runs import kept


def test_each_run_is_a_row() -> None:
    plain = kept(2, name="=1+1", settings=Settings(h=(0.1, 2.0)))
    text = b"".join(runs_csv([kept(1, pinned=True), plain])).decode()
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["run"], first["kept"], first["momentum"]) == ("1", "yes", "0.8")
    assert (float(first["loss"]), float(first["gap"])) == (0.5, 0.25)
    assert (second["kept"], second["momentum"], second["h"]) == ("no", "", "0.1 2.0")
    assert not second["name"].startswith("=")


def test_changed_settings_are_written() -> None:
    before = Settings(100, 0.5, (0.1, 2.0), optimiser="nesterov", momentum=0.8)
    run = kept(1, earlier=(EarlierSettings(30, before),))
    text = b"".join(runs_csv([run, kept(2)], SEMICOLON_AND_COMMA)).decode()
    first, second = csv.DictReader(io.StringIO(text), delimiter=";")
    assert first["earlier_settings"] == "30: learning_rate 0,5, h 0,1 2,0"
    assert second["earlier_settings"] == ""


def test_unknown_numbers_are_empty() -> None:
    run = kept(1, loss=math.nan, least=None)
    text = b"".join(runs_csv([run], SEMICOLON_AND_COMMA)).decode()
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (row["loss"], row["least_possible"], row["gap"]) == ("", "", "")
    assert row["learning_rate"] == "0,01"


def test_negative_losses_are_numbers() -> None:
    text = b"".join(runs_csv([kept(1, loss=-0.5, least=-1.5)])).decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["loss"], row["least_possible"]) == ("-0.5", "-1.5")
