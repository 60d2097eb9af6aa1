"""What a frame says and shows."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings
from engine.surface.bowl import Bowl
from engine.surface.plane import PlaneKind, plane_of_directions
from gui.surface import texts
from gui.surface.surface_frame import SurfaceFrame


def frame_at(W: tuple[float, float], rate: float = 0.5) -> SurfaceFrame:
    """Return a frame of a bowl with curvatures 1 and 1/100, whose optimum is 0."""
    bowl = Bowl.of(Problem(np.diag([1.0, 0.1]), [0.0, 0.0]), Settings())
    assert bowl is not None
    plane = plane_of_directions(bowl)
    start, settings = np.array(W).reshape(-1, 1), Settings(100, rate, 0.1)
    return SurfaceFrame(plane, PlaneKind.DIRECTIONS, bowl, ("a", "b"), (0, 1), start, settings)


@pytest.mark.parametrize(
    ("W", "rate", "said"),
    [
        ((1.0, 0.0), 0.5, "What is left of the gap lies along a, which halves every epoch."),
        ((1.0, 15.0), 0.5, "69 % of the gap is left along b, which halves every 69 epochs."),
        ((0.0, 0.0), 0.5, "No gap is left: the loss is the least possible."),
        ((2.0, 1.0), 2.5, "99.75 % of the gap lies along a, which grows: η is above its limit."),
        ((2.0, 1.0), 2.0, "99.75 % of the gap is left along a, and stays."),
    ],
)
def test_sentence_names_the_largest_part(W: tuple[float, float], rate: float, said: str) -> None:
    assert frame_at(W, rate).sentence == said


@pytest.mark.parametrize(
    ("W", "said"),
    [
        (
            (1.0, 3.0),
            "92 % of the gap is left along a, which halves every epoch; that along b "
            "every 69 epochs.",
        ),
        ((1.0, 0.5), "What is left of the gap lies along a, which halves every epoch."),
    ],
)
def test_crawling_direction_is_named(W: tuple[float, float], said: str) -> None:
    """Only with a part of the gap that is worth a word."""
    assert frame_at(W).sentence == said


def test_gap_of_rounding_is_called_so() -> None:
    """Far above 1e-9 of a least loss that is next to nothing."""
    problem = Problem(np.diag([1.0, 0.1]), [1.0, 0.1])
    bowl = Bowl.of(problem, Settings())
    assert bowl is not None
    for off, said in ((1e-16, texts.ROUNDING), (1e-12, None)):
        W = np.array([[1.0], [1.0 + 20 * off]])
        frame = replace(frame_at((0.0, 0.0)), bowl=bowl, start=W)
        assert (frame.sentence == texts.ROUNDING) == (said is not None), off
    single = replace(frame, settings=Settings(100, 0.5, 0.1, precision="float32"))
    assert single.sentence == texts.ROUNDING


def test_other_optimiser_is_not_foretold() -> None:
    plain = frame_at((1.0, 15.0))
    adam = replace(plain, settings=Settings(100, 0.5, 0.1, optimiser="adam"))
    assert adam.sentence == "69 % of the gap is left along b."
    assert adam.gap is not None
    assert adam.gap.epochs.tolist() == [0]


@pytest.mark.parametrize(
    ("optimiser", "often"), [("heavy ball", "every 6.58 epochs"), ("nesterov", "every 6.28 epochs")]
)
def test_momentum_is_foretold(optimiser: str, often: str) -> None:
    plain = frame_at((1.0, 15.0))
    settings = Settings(100, 0.5, 0.1, optimiser=optimiser)
    frame = replace(plain, settings=settings)
    assert frame.sentence == f"69 % of the gap is left along b, which halves {often}."
    assert frame.gap is not None
    assert frame.gap.known == 1
    # The first epoch of heavy ball is one of plain descent.
    first = 1.125 * (1 - 0.005 * (1.9 if optimiser == "nesterov" else 1)) ** 2
    assert frame.gap.parts[0, 1] == pytest.approx(first)


def test_axes_are_named_by_direction() -> None:
    assert frame_at((1.0, 1.0)).surface.names == ("flattest: b", "steepest: a")


def test_gap_is_foretold_from_the_start() -> None:
    gap = frame_at((1.0, 15.0)).gap
    assert gap is not None
    assert gap.known == 1
    assert gap.names == ["b", "a"]
    assert gap.whole[0] == pytest.approx((1 + 2.25) / 2)
    # With η = 0.5 and λ = 0.01, epoch 1 leaves 0.995 of the distance.
    assert gap.parts[0, 1] == pytest.approx(1.125 * 0.995**2)


def test_safe_rate_is_taken_from_the_bowl() -> None:
    frame = frame_at((1.0, 15.0))
    bowl, settings = frame.bowl, Settings(100, "safe", "fits")
    assert bowl is not None
    safe = SurfaceFrame(
        frame.ground, frame.kind, bowl, frame.names, frame.pair, frame.start, settings
    )
    assert safe.share is not None
    assert safe.gap is not None


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "nesterov"])
def test_diverging_gap_is_drawn(optimiser: str) -> None:
    """What is foretold leaves float64 on the way; "No gap is left" was said in its place."""
    plain = frame_at((2.0, 1.0), 50.0)
    frame = replace(plain, settings=Settings(100, 50.0, 0.1, optimiser=optimiser))
    assert frame.gap is not None
    assert np.isfinite(frame.gap.whole).all()
    assert frame.gap.whole[-1] > 1e3 * frame.gap.whole[0]


def test_axes_never_have_one_name() -> None:
    """Both directions of two weights that are alike move both of them most."""
    rng = np.random.default_rng(3)
    first = rng.normal(size=50)
    A = np.column_stack((first, first + 0.1 * rng.normal(size=50)))
    bowl = Bowl.of(Problem(A, rng.normal(size=50)), Settings(h=0.1))
    assert bowl is not None
    frame = replace(
        frame_at((1.0, 1.0)), bowl=bowl, ground=plane_of_directions(bowl), kind=PlaneKind.DIRECTIONS
    )
    assert frame.surface.names == ("flattest: a, −b", "steepest: a, +b")
