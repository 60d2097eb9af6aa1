"""The loss plot."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from engine import Problem, Settings, Trace, fit
from engine.examples import published
from gui.plots.axis_scale import Scale
from gui.plots.loss_plot import LossPlot
from gui.plots.point_steps import PointStep

from .conftest import coloured, painted, picture_of, pixel_of, trace_of


def shown_losses(plot: LossPlot) -> np.ndarray:
    _, y = plot.curve.getData()
    assert y is not None
    return y


def labels(plot: LossPlot) -> list[str]:
    return [tick.label for tick in plot.plot_area.left.ticks]


def test_loss_plot_has_names(loss_plot: LossPlot) -> None:
    assert loss_plot.objectName() == "loss_plot"
    assert loss_plot.accessibleName() == "Loss by epoch"
    header = loss_plot.plot_area.header
    assert (header.title, header.remark) == ("Loss", "log scale, against epochs")
    assert [key.name for key in header.legend] == []
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert [key.name for key in header.legend] == ["loss"]


def test_published_run_is_drawn(loss_plot: LossPlot) -> None:
    example = published()
    loss_plot.show_trace(fit(example.problem, example.settings).history)
    x, y = loss_plot.curve.getData()
    assert x is not None
    assert y is not None
    assert (x[0], x[-1]) == (0, 1000)
    np.testing.assert_allclose([y[0], y[-1]], np.log10([340.381080443314, 2.6596473724906243e-07]))
    assert labels(loss_plot) == ["1e−6", "1e−4", "1e−2", "1e0", "1e2"]


def test_curve_is_updated_in_place(running: LossPlot) -> None:
    curve, items = running.curve, len(running.plot_area.scene().items())
    for length in range(1, 50):
        running.show_trace(trace_of(np.arange(length, 0, -1)))
    assert running.curve is curve
    assert len(running.plot_area.scene().items()) == items


def test_long_run_keeps_its_spike(loss_plot: LossPlot) -> None:
    losses = np.full(4096, 1.0)
    losses[1234] = 1000.0
    loss_plot.show_trace(trace_of(losses))
    assert shown_losses(loss_plot).max() == pytest.approx(3)
    assert len(shown_losses(loss_plot)) <= 2002


@pytest.mark.parametrize("scale", Scale)
def test_single_epoch_is_a_dot(loss_plot: LossPlot, scale: Scale) -> None:
    loss_plot.set_scale(scale)
    loss_plot.show_trace(trace_of([340.0]))
    x, y = loss_plot.latest.getData()
    image = picture_of(loss_plot)
    assert (
        image.pixelColor(pixel_of(loss_plot.plot_area, x[0], y[0])) == loss_plot.plot_area.theme.run
    )


def test_curve_ends_with_a_dot(running: LossPlot) -> None:
    pixel = pixel_of(running.plot_area, 100, -10)
    ink = running.plot_area.theme.run
    image = picture_of(running)
    assert all(image.pixelColor(pixel + QPoint(dx, 0)) == ink for dx in (-2, 0, 2))


def test_loss_scale_starts_logarithmic(running: LossPlot) -> None:
    assert labels(running)[-1] == "1e0"
    assert "1e−10" in labels(running)
    running.set_scale(Scale.LINEAR)
    assert labels(running) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    running.set_scale(Scale.LOGARITHMIC)
    assert "1e−10" in labels(running)


def test_loss_scale_is_chosen_by_menu(running: LossPlot) -> None:
    logarithmic, linear = running.menu_actions()[:2]
    assert (logarithmic.isChecked(), linear.isChecked()) == (True, False)
    linear.trigger()
    assert running.scale is Scale.LINEAR
    running.set_scale(Scale.LOGARITHMIC)
    assert (logarithmic.isChecked(), linear.isChecked()) == (True, False)


def test_zero_loss_has_its_own_tick(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([1, 0.1, 0, 0]))
    assert shown_losses(loss_plot).tolist() == [0, -1, -2, -2]
    assert labels(loss_plot)[0] == "0"
    assert loss_plot.plot_area.left.ticks[0].position == -2
    (_, _), (low, _) = loss_plot.plot_area.shown_range()
    assert low < -2


def test_zero_losses_are_drawn_at_zero(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of(np.zeros(5)))
    assert labels(loss_plot) == ["0"]
    loss_plot.set_scale(Scale.LINEAR)
    assert "0" in labels(loss_plot)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_non_finite_losses_are_left_out(loss_plot: LossPlot, scale: Scale, odd: float) -> None:
    loss_plot.set_scale(scale)
    loss_plot.show_trace(trace_of([3, 2, odd, 2, 1]))
    assert loss_plot.plot_area.header.caption == "Losses that are not finite are left out."
    assert np.count_nonzero(np.isfinite(shown_losses(loss_plot))) == 4
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert loss_plot.plot_area.header.caption == ""


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_non_finite_run_clears_the_plot(running: LossPlot, odd: float) -> None:
    running.show_trace(trace_of(np.full(7, odd)))
    assert running.plot_area.empty_text == "No loss of this run is a finite number."
    assert running.plot_area.shown_range()[0][1] < 10
    assert painted(picture_of(running), running.plot_area.theme.run) == 0
    running.show_trace(trace_of([3, 2, 1]))
    assert running.plot_area.empty_text == ""


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize(
    "losses",
    [
        [1e-300, 1e300],
        [5e-324, 1.7e308],
        [1e-320, 3e-320],
        [1.7e308, 1.0],
        [340.0, 340.0, 340.0],
        [1e300, 1e300],
        [1e-300, 1e-300],
    ],
)
def test_extreme_losses_are_drawn(loss_plot: LossPlot, scale: Scale, losses: list[float]) -> None:
    loss_plot.set_scale(scale)
    loss_plot.show_trace(trace_of(losses))
    image = picture_of(loss_plot)
    plot_area = loss_plot.plot_area
    for item in (loss_plot.latest,):
        x, y = item.getData()
        assert plot_area.area().contains(pixel_of(plot_area, x[0], y[0]).toPointF())
        assert image.pixelColor(pixel_of(plot_area, x[0], y[0])) == plot_area.theme.run
    assert coloured(image) > 30


def test_huge_epochs_use_powers_of_ten(loss_plot: LossPlot) -> None:
    trace = trace_of([3, 2, 1])
    epochs = np.array([0, 10**17, 4 * 10**18])
    loss_plot.show_trace(type(trace)(epochs, trace.loss, trace.lowest, trace.highest))
    assert [tick.label for tick in loss_plot.plot_area.bottom.ticks][:3] == ["0", "1e18", "2e18"]
    assert painted(picture_of(loss_plot), loss_plot.plot_area.theme.run) > 100


def epoch_labels(plot: LossPlot) -> list[str]:
    return [tick.label for tick in plot.plot_area.bottom.ticks]


def test_epoch_axis_can_be_logarithmic(running: LossPlot) -> None:
    assert epoch_labels(running) == ["0", "20", "40", "60", "80", "100"]
    running.set_epoch_scale(Scale.LOGARITHMIC)
    assert epoch_labels(running) == ["0", "1", "10", "100"]
    x, _ = running.curve.getData()
    assert x is not None
    assert (x[0], x[1], x[-1]) == (-1, 0, 2)
    assert painted(picture_of(running), running.plot_area.theme.run) > 100


def test_epoch_scale_is_chosen_by_menu(running: LossPlot) -> None:
    logarithmic, linear = running.menu_actions()[2:]
    assert (logarithmic.isChecked(), linear.isChecked()) == (False, True)
    logarithmic.trigger()
    assert (running.epoch_scale, running.scale) == (Scale.LOGARITHMIC, Scale.LOGARITHMIC)
    running.set_epoch_scale(Scale.LINEAR)
    assert (logarithmic.isChecked(), linear.isChecked()) == (False, True)


def test_repeated_suggestion_keeps_the_choice(running: LossPlot) -> None:
    running.suggest_epoch_scale(Scale.LOGARITHMIC)
    running.set_epoch_scale(Scale.LINEAR)
    running.suggest_epoch_scale(Scale.LOGARITHMIC)
    chosen = running.epoch_scale
    running.suggest_epoch_scale(Scale.LINEAR)
    running.suggest_epoch_scale(Scale.LOGARITHMIC)
    assert (chosen, running.epoch_scale) == (Scale.LINEAR, Scale.LOGARITHMIC)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("last", [0.0, 1.0, 12.0, 3.7e12, 1e100, 1e300])
def test_extreme_epochs_are_drawn(loss_plot: LossPlot, scale: Scale, last: float) -> None:
    loss_plot.set_epoch_scale(scale)
    epochs = np.unique(np.append(0, np.geomspace(1, max(last, 1), 500).round()))
    epochs = epochs[epochs <= last]
    losses = np.linspace(2, 1, len(epochs))
    loss_plot.show_trace(Trace(epochs, losses, losses, losses))
    plot_area = loss_plot.plot_area
    assert epoch_labels(loss_plot)[0] == "0"
    (x, y) = loss_plot.latest.getData()
    assert picture_of(loss_plot).pixelColor(pixel_of(plot_area, x[0], y[0])) == plot_area.theme.run
    assert plot_area.area().contains(pixel_of(plot_area, x[0], y[0]).toPointF())


def test_converged_run_fills_logarithmic_axis(loss_plot: LossPlot) -> None:
    problem = Problem([[1.0, 1.0], [1.0, 1.0 + 1e-5]], [1.0, 2.0])
    settings = Settings(learning_rate=0.3, until_converged=True, method="modes")
    history = fit(problem, settings).history
    assert history.epoch[-1] > 1e11
    loss_plot.set_epoch_scale(Scale.LOGARITHMIC)
    loss_plot.show_trace(history)
    x, _ = loss_plot.curve.getData()
    assert x is not None
    counts, _ = np.histogram(x, bins=11, range=(0, 11))
    assert counts[2:].min() > 10
    assert epoch_labels(loss_plot)[:3] == ["0", "1e0", "1e2"]


def test_linear_axis_starts_at_zero(loss_plot: LossPlot) -> None:
    loss_plot.set_scale(Scale.LINEAR)
    loss_plot.show_trace(trace_of([10, 4]))
    assert labels(loss_plot)[0] == "0"
    loss_plot.show_trace(trace_of([10, 9]))
    assert labels(loss_plot)[0] == "9.0"


def test_clear_shows_the_empty_text(running: LossPlot) -> None:
    running.clear()
    assert running.plot_area.empty_text == "Press Run to watch the loss fall."
    assert len(shown_losses(running)) == 0
    running.set_empty_text("Nothing yet.")
    assert running.plot_area.empty_text == "Nothing yet."


def test_empty_trace_shows_the_empty_text(running: LossPlot) -> None:
    running.show_trace(trace_of([]))
    assert running.plot_area.empty_text == "Press Run to watch the loss fall."


@pytest.mark.parametrize(
    ("least", "hint"),
    [
        (15.3832, "Run walks from here to the dashed line."),
        (0.0, "Run walks down from here."),
        (1e-30, "Run walks down from here."),
        (None, "Run walks down from here."),
    ],
)
def test_start_is_shown_before_run(loss_plot: LossPlot, least: float | None, hint: str) -> None:
    loss_plot.show_start(2610.17, least)
    plot_area = loss_plot.plot_area
    assert (plot_area.empty_text, plot_area.hint) == ("", hint)
    x, y = loss_plot.latest.getData()
    np.testing.assert_allclose([x[0], y[0]], [0, np.log10(2610.17)])
    assert (loss_plot.least_line.pixel() is not None) == (least == 15.3832)
    assert [key.name for key in plot_area.header.legend] == []


def test_run_replaces_its_start(loss_plot: LossPlot) -> None:
    loss_plot.show_start(2610.17, 15.3832)
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert loss_plot.plot_area.hint == ""
    loss_plot.show_start(7.0, 0.5)
    np.testing.assert_allclose(shown_losses(loss_plot), np.log10([3, 2, 1]))
    loss_plot.clear()
    assert loss_plot.plot_area.empty_text == "Press Run to watch the loss fall."
    assert loss_plot.plot_area.hint == ""


@pytest.mark.parametrize("loss", [None, np.inf, np.nan])
def test_unknown_start_keeps_empty_text(loss_plot: LossPlot, loss: float | None) -> None:
    loss_plot.show_start(loss, 15.3832)
    assert loss_plot.plot_area.empty_text == "Press Run to watch the loss fall."
    assert loss_plot.plot_area.hint == ""


def test_hint_is_drawn_beside_axes(loss_plot: LossPlot) -> None:
    loss_plot.show_start(2610.17, 15.3832)
    with_hint = picture_of(loss_plot)
    assert labels(loss_plot)
    loss_plot.plot_area.set_hint("")
    without = picture_of(loss_plot)
    area = loss_plot.plot_area.area().toRect()
    changed = [
        x
        for x in range(without.width())
        if any(with_hint.pixel(x, y) != without.pixel(x, y) for y in range(without.height()))
    ]
    assert area.left() < min(changed)
    assert max(changed) < area.right()
    assert (min(changed) + max(changed)) / 2 == pytest.approx(area.center().x(), abs=3)


def test_shown_epoch_is_marked(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([100.0, 10.0, 1.0]))
    loss_plot.show_epoch((1.0, 10.0))
    assert [values.tolist() for values in loss_plot.shown.getData()] == [[1.0], [1.0]]
    loss_plot.set_scale(Scale.LINEAR)
    assert loss_plot.shown.getData()[1].tolist() == [10.0]
    loss_plot.show_epoch(None)
    assert loss_plot.shown.getData()[0].tolist() == []
    loss_plot.show_epoch((1.0, 10.0))
    loss_plot.clear()
    assert loss_plot.shown.getData()[0].tolist() == []


def test_loss_below_zero_is_drawn(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([2, 1, -1, -3]))
    header = loss_plot.plot_area.header
    assert shown_losses(loss_plot).tolist() == [2, 1, -1, -3]
    assert header.remark == "against epochs"
    assert header.caption == "No log scale: a loss below 0 has no logarithm."
    assert [key.name for key in header.legend] == ["loss"]
    loss_plot.set_scale(Scale.LINEAR)
    assert header.caption == ""
    loss_plot.set_scale(Scale.LOGARITHMIC)
    loss_plot.show_trace(trace_of([2, 1]))
    assert header.remark == "log scale, against epochs"
    assert shown_losses(loss_plot).max() == pytest.approx(np.log10(2))


def test_held_out_loss_has_a_line(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([3, 2, 1]), trace_of([5, 50, 400]))
    header, held_out = loss_plot.plot_area.header, loss_plot._held_out
    assert held_out is not None
    assert [key.name for key in header.legend] == ["loss", "held-out rows"]
    x, y = held_out.line.getData()
    assert x is not None
    assert y is not None
    np.testing.assert_allclose(y, np.log10([5, 50, 400]))
    assert loss_plot.plot_area.view.viewRange()[1][1] >= np.log10(400)
    assert "The loss of the held-out rows ends at 400" in loss_plot.plot_area.spoken_sentence()
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert [key.name for key in header.legend] == ["loss"]
    x, _ = held_out.line.getData()
    assert x is None or not len(x)
    loss_plot.show_trace(trace_of([3, 2, 1]), trace_of([5, 50, 400]))
    loss_plot.clear()
    assert header.legend == ()


def test_held_out_loss_of_zero_has_a_place(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([3, 2, 1]), trace_of([1, 0, 0]))
    held_out = loss_plot._held_out
    assert held_out is not None
    _, y = held_out.line.getData()
    assert y is not None
    assert y.tolist() == [0, -1, -1]  # as a loss of 0 of the run itself
    assert loss_plot.plot_area.view.viewRange()[1][0] < -1
    loss_plot.set_scale(Scale.LINEAR)
    _, y = held_out.line.getData()
    assert y is not None
    assert y.tolist() == [1, 0, 0]


def test_held_out_loss_below_zero_is_linear(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([3, 2, 1]), trace_of([3, -2, -2]))
    assert "No log scale" in loss_plot.plot_area.header.caption


def test_reading_has_the_held_out_loss(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([3, 2, 1]), trace_of([5, 50, 400]))
    loss_plot.plot_area.step_requested.emit(PointStep.LAST)
    assert loss_plot.plot_area.header.reading == "epoch 2   loss 1   held out 400"
