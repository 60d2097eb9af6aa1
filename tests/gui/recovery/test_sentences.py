import pytest

from gui.recovery.sentences import duration, open_elsewhere, recovered

DAY = 86_400.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0.4, "less than a second"), (1.9, "1 second"), (119.9, "119 seconds")),
        *((120, "2 minutes"), (7199, "119 minutes"), (7200, "2 hours"), (200_000, "2 days")),
        *((60 * DAY, "60 days"), (61 * DAY, "about 2 months"), (100 * DAY, "about 3 months")),
        *((731 * DAY, "about 2 years"), (2523 * DAY, "about 7 years")),
        (400_000 * DAY, "about 1,095 years"),
    ],
)
def test_duration_has_one_unit(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_recovered_work_counts_others() -> None:
    assert recovered("a", "noon", 0) == "“a” was recovered as of noon. It is not saved yet."
    assert recovered("a", "noon", 2).endswith(" File ▸ Recover Unsaved has 2 more.")


def test_open_file_is_named() -> None:
    assert open_elsewhere("a.secant") == "a.secant is also open in another window."
