import re
from xml.etree import ElementTree

import numpy as np
import pytest

from engine.writing.report.chart import Chart, Dots, DrawnLine, Ink, one_for_each_spot
from engine.writing.report.scale import ChartScale

SVG = "{http://www.w3.org/2000/svg}"


def chart_of(*lines: DrawnLine, dots: Dots | None = None, title: str = "A title") -> Chart:
    axis = ChartScale(0.0, 10.0)
    return Chart(title, "across", "up", axis, axis, lines, dots)


def shapes(chart: Chart, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(chart.svg()).findall(f".//{SVG}{tag}")


def test_axes_have_names_and_numbers() -> None:
    words = [each.text for each in shapes(chart_of(), "text")]
    assert {"across", "up", "0", "2", "10"} <= set(words)
    assert [each.text for each in shapes(chart_of(title="<b>"), "title")] == ["<b>"]


def test_line_leaves_out_what_is_not_finite() -> None:
    x = np.arange(6.0)
    line = DrawnLine(x, np.array([1.0, 2.0, np.nan, 3.0, np.inf, 4.0]))
    (first, second, third) = [
        each.get("d") for each in shapes(chart_of(line), "path") if each.get("class") == "run"
    ]
    assert [str(each).count("L") for each in (first, second, third)] == [1, 0, 0]


def test_line_keeps_inside_the_frame() -> None:
    chart = chart_of(DrawnLine(np.array([-5.0, 5.0, 15.0]), np.array([5.0, 5.0, 5.0])))
    (path,) = [each for each in shapes(chart, "path") if each.get("class") == "run"]
    x = float(re.findall(r"[\d.]+", str(path.get("d")))[0])
    assert x == pytest.approx((chart.left + chart.right) / 2, abs=0.1)


def test_comparison_is_dashed_and_named() -> None:
    line = DrawnLine(np.array([0.0, 9.0]), np.full(2, 3.0), Ink.OTHER, is_dashed=True, word="least")
    chart = chart_of(line)
    assert [each.get("stroke-dasharray") for each in shapes(chart, "path")][-1] == "5,4"
    assert [each.get("class") for each in shapes(chart, "text") if each.text == "least"] == [
        "other-word"
    ]


def test_dots_are_where_their_numbers_are() -> None:
    dots = Dots(np.array([0.0, 10.0]), np.array([0.0, 10.0]), [(1, "7")])
    chart = chart_of(dots=dots)
    circles = shapes(chart, "circle")
    assert [float(str(each.get("cx"))) for each in circles] == [chart.left, chart.right]
    assert "7" in [each.text for each in shapes(chart, "text")]


def test_colours_are_classes_and_attributes() -> None:
    dots = Dots(np.array([1.0]), np.array([1.0]))
    (circle,) = shapes(chart_of(dots=dots), "circle")
    assert (circle.get("class"), circle.get("fill")) == ("dot", Ink.RUN.colour)


def test_dense_points_are_drawn_once() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 200_000)) * 50
    x[77], y[77] = 400, 300  # alone
    drawn = one_for_each_spot(x, y, 1000)
    assert len(drawn) <= 1000
    assert 77 in drawn
    assert one_for_each_spot(np.array([1.0, np.nan]), np.array([1.0, 2.0])) == [0]


def test_long_numbers_have_room() -> None:
    long = ChartScale(1_000_000.0, 1_000_001.0)
    short = chart_of()
    wide = Chart("", "", "", short.x, long)
    assert wide.left > short.left + 20


def test_layers_make_up_the_picture() -> None:
    x = np.linspace(1, 9, 700)
    chart = chart_of(DrawnLine(x, x), dots=Dots(x, x[::-1]))
    layers = [ElementTree.fromstring(each) for each in chart.layers(300)]
    assert len(layers) == 3
    assert {each.get("viewBox") for each in layers} == {"0 0 440 320"}
    counts = [len(list(each)) for each in layers]
    assert max(counts) == 300
    assert sum(counts) == len(list(ElementTree.fromstring(chart.svg()))) - 1
