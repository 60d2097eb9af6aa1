import io
import math

import numpy as np
import pytest

from engine import Settings, descend
from engine.command.listing import LossListing, format_column

from ..problems import published_problem
from ..test_history import chunk, segment


def printed(count: int, length: int, first_shown: float = 6) -> list[str]:
    out = io.StringIO()
    listing = LossListing(out, first_shown)
    for first in range(0, count, length):
        listing.extend(
            chunk(first, [1 / (k + 1) for k in range(first, min(first + length, count))])
        )
    listing.finish()
    return out.getvalue().splitlines()


def line(epoch: int) -> str:
    return f"Loss ({epoch}): {1 / (epoch + 1)!r}" if epoch else "Loss: 1.0"


@pytest.mark.parametrize("length", [1, 3, 100])
@pytest.mark.parametrize("count", [1, 5, 6, 7, 9, 10])
def test_ten_losses_are_all_printed(count: int, length: int) -> None:
    assert printed(count, length) == [line(epoch) for epoch in range(count)]


@pytest.mark.parametrize("length", [1, 3, 100])
@pytest.mark.parametrize("count", [11, 12, 50])
def test_more_losses_are_shortened(count: int, length: int) -> None:
    last = [line(epoch) for epoch in range(count - 4, count)]
    assert printed(count, length) == [*(line(epoch) for epoch in range(6)), "...", *last]


def test_all_losses_can_be_printed() -> None:
    assert printed(50, 7, math.inf) == [line(epoch) for epoch in range(50)]


def test_first_losses_print_during_run() -> None:
    out = io.StringIO()
    LossListing(out).extend(chunk(0, [0.5, 0.25]))
    assert out.getvalue() == "Loss: 0.5\nLoss (1): 0.25\n"


def test_skipped_epochs_are_left_out() -> None:
    out = io.StringIO()
    listing = LossListing(out)
    listing.extend(chunk(0, [1.0] * 4))
    listing.extend(segment([4.0, 64.0, 4096.0, 8000.0], [0.5] * 4))
    listing.extend(segment([8192.0, 9997.0, 9998.0, 9999.0, 1e4], [0.25] * 5))
    listing.finish()
    shown = [line.split()[1].strip("():") for line in out.getvalue().splitlines()[1:-5]]
    assert shown == ["1", "2", "3", "4", "64"]
    assert out.getvalue().splitlines()[-5:] == [
        "...",
        *(f"Loss ({epoch}): 0.25" for epoch in (9997, 9998, 9999, 10000)),
    ]


def test_huge_epochs_print_as_powers() -> None:
    out = io.StringIO()
    LossListing(out).extend(segment([1e299, 1e300], [0.5, 0.25]))
    assert out.getvalue() == "Loss (1e+299): 0.5\nLoss (1e+300): 0.25\n"


@pytest.mark.parametrize("epochs", [10_000, 123_457, 10**9])
def test_long_run_ends_with_last_four(epochs: int) -> None:
    out = io.StringIO()
    listing = LossListing(out)
    for frame in descend(published_problem(), Settings(epochs)):
        listing.extend(frame)
    listing.finish()
    shown = [line.split()[1].strip("():") for line in out.getvalue().splitlines()[-4:]]
    assert shown == [str(epoch) for epoch in range(epochs - 3, epochs + 1)]


def test_column_prints_all_digits() -> None:
    assert (
        format_column(np.array([[0.1], [1 / 3], [-1e-300]])) == "[0.1, 0.3333333333333333, -1e-300]"
    )


def test_long_column_omits_middle() -> None:
    column = np.arange(12.0).reshape(-1, 1)
    assert format_column(column) == "[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, ..., 8.0, 9.0, 10.0, 11.0]"
    assert format_column(column, math.inf).count(",") == 11
    assert "..." not in format_column(column[:10])
