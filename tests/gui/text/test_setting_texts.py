"""What the settings of the run bar say."""

import math
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Settings
from engine.settings import FITS_EACH
from gui.text.setting_texts import (
    AT_THE_LIMIT,
    COLUMN_TIPS,
    key_caption,
    limit_note,
    limit_tip,
    reason_of_h,
    share_note,
    without_former_h,
    without_rates,
)


@pytest.mark.parametrize(
    ("share", "note"),
    [
        (0.0, "0 % of limit"),
        (1e-318, "1e−318 × limit"),
        (9.4e-13, "9e−11 % of limit"),
        (0.004, "0.4 % of limit"),
        (0.4996, "50 % of limit"),
        (0.946, "95 % of limit"),
        (0.996, "99.6 % of limit"),
        (0.9999, "99.99 % of limit"),
        (0.999999, "just below limit"),
        (1.0, "at the limit"),
        (1 + 1e-12, "at the limit"),
        (1.00001, "just above limit"),
        (1.0004, "100.04 % of limit"),
        (1.9, "190 % of limit"),
        (18.92, "18.9 × limit"),
        (math.inf, "∞ × limit"),
    ],
)
def test_share_is_written(share: float, note: str) -> None:
    assert share_note(share) == note


@given(st.floats(0, 10))
def test_only_the_limit_is_whole(share: float) -> None:
    note = share_note(share)
    assert not note.startswith("100 %")
    assert (note == AT_THE_LIMIT) == (abs(share - 1) <= 1e-9)


def test_other_limits_are_named() -> None:
    assert [limit_note(limit) for limit in (None, math.inf)] == ["", "no limit"]
    assert limit_note(sys.float_info.min) == "limit < 2e−308"


def test_tip_names_limit_and_columns() -> None:
    plain, scaled = (limit_tip(0.0105686428, scaled=scaled) for scaled in (False, True))
    assert "above its limit 0.0105686: " in plain
    assert scaled.startswith(plain.removesuffix("."))
    assert "length 1" in scaled
    assert limit_tip(None, scaled=False) == ""
    assert limit_tip(math.inf, scaled=False) == without_rates(math.inf) != without_rates(None)


def test_keys_become_captions() -> None:
    assert [key_caption(keys) for keys in ("F5", "Shift+F5")] == ["F5", "⇧F5"]


def test_each_choice_of_columns_has_a_tip() -> None:
    assert list(COLUMN_TIPS) == ["as they are", "scaled"]
    assert len(set(COLUMN_TIPS.values())) == 2


def test_note_on_h_leaves_with_it() -> None:
    settings = Settings(100, 0.01, 1000.0)
    lines = ("Imported from a.csv: 3 rows, 2 inputs.", *reason_of_h(settings))
    note = "\n".join(lines)
    assert without_former_h(note, settings) == note
    for now in (replace(settings, h=0.5), replace(settings, h=FITS_EACH)):
        assert without_former_h(note, now) == lines[0]
    assert without_former_h("Of an example.", settings) == "Of an example."
