"""Texts about the methods."""

from engine import Method
from engine.trace import MethodSpan
from gui.run.method_texts import DESCRIPTIONS, MOST_SPANS, REPORTS, explained_method

from ..frames import frame_of


def test_every_method_has_own_texts() -> None:
    assert set(DESCRIPTIONS) == set(Method)
    assert len(set(DESCRIPTIONS.values())) == len(Method)


def test_frame_says_how_it_was_computed() -> None:
    texts = [explained_method(frame_of(5, 1.0, 1.0, method=method)) for method in REPORTS]
    assert texts[-1].startswith("Jumped by formula, checked")
    assert len(set(texts)) == len(set(Method) - {Method.AUTOMATIC})


def test_fallback_is_shown_with_reason() -> None:
    frame = frame_of(5, 1.0, 1.0, fallback="at this h, the quotients are mostly rounding error")
    first, second = explained_method(frame).split("\n")
    assert first.startswith("Every epoch, every row")
    assert second == "Not faster, because at this h, the quotients are mostly rounding error."


def lines_after(report: str, *spans: MethodSpan) -> list[str]:
    frame = frame_of(spans[-1].last, 1.0, 1.0, method=spans[-1].method)
    first, *others = explained_method(frame, spans).split("\n")
    assert first.startswith(report)
    return others


def test_spans_of_epochs_are_told() -> None:
    spans = MethodSpan(0, 64, Method.LITERAL), MethodSpan(65, 10**6, Method.MODES)
    assert lines_after("Jumped by formula, checked", *spans) == [
        "Epochs 1–64: every epoch, every row.",
        "Epochs 65–1,000,000: jumped by formula, checked.",
    ]


def test_one_way_needs_no_spans() -> None:
    spans = MethodSpan(0, 0, Method.LITERAL), MethodSpan(1, 90, Method.MODES)
    assert lines_after("Jumped by formula, checked", *spans) == []


def test_single_epochs_are_no_span() -> None:
    spans = MethodSpan(0, 1, Method.TRIANGLE), MethodSpan(2, 2, Method.LITERAL)
    assert lines_after("Every epoch, every row", *spans) == [
        "Epoch 1: table reduced.",
        "Epoch 2: every row.",
    ]


def test_many_spans_are_cut() -> None:
    ways = [Method.LITERAL, Method.MODES] * 5
    spans = [MethodSpan(10 * k, 10 * k + 9, way) for k, way in enumerate(ways)]
    lines = lines_after("Jumped by formula, checked", *spans)
    assert len(lines) == MOST_SPANS + 1
    assert lines[0] == "Before epoch 60 the methods changed as well."
