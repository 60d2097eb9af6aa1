"""The cell of the loss, with the document that it changes."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.examples import published
from engine.shortening import LONGEST
from gui.document import Document
from gui.loss.loss_cell import LossCell, message_of, shape_of
from gui.text.loss_texts import SHAPES
from gui.text.message import Message, MessageKind
from tests.gui.active import active
from tests.gui.loss.test_loss_field import press


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def cell(document: Document, qtbot: QtBot) -> Iterator[LossCell]:
    window = QWidget()
    cell = LossCell(document, window)
    with active(qtbot, window, cell.cell, typed_in=cell.field):
        yield cell


def test_typed_loss_is_one_step(cell: LossCell, document: Document) -> None:
    before = document.undo_stack.count()
    press(cell.field, "mean(|Y − P|^1.5) + 0.1·sum(W²)")
    assert document.settings.loss == "mean square"
    cell.commit()
    assert document.settings.loss == "mean(|Y − P|^1.5) + 0.1·sum(W²)"
    assert document.undo_stack.count() == before + 1
    document.undo_stack.undo()
    assert (document.settings.loss, cell.field.text()) == ("mean square", "mean square")


@pytest.mark.parametrize(
    ("loss", "note"),
    [
        ({"loss": "mean square"}, "quadratic"),
        ({"loss": "mean((Y − P)²) + 0.1·sum(W²)"}, "quadratic"),
        ({"loss": "huber", "delta": 2.0}, "smooth"),
        ({"loss": "log-cosh"}, "smooth"),
        ({"loss": "quantile", "quantile": 0.9}, "with kinks"),
        ({"loss": "mean((Y − P)²) + sum(|W|)"}, "with kinks"),
    ],
)
def test_note_says_its_shape(
    cell: LossCell, document: Document, loss: dict[str, float | str], note: str
) -> None:
    document.change_settings(**loss)
    assert cell.cell.note.text() == note
    assert cell.field.accessibleDescription() == note
    assert SHAPES[shape_of(document.settings)] == note


def test_note_waits_for_enter(cell: LossCell, document: Document) -> None:
    assert cell.cell.note.text() == "quadratic"
    press(cell.field, "mean(|Y − P|^1.5)")
    assert (document.settings.loss, cell.cell.note.text()) == ("mean square", "press Enter")
    told = "Press Enter to take this loss (smooth), or Esc to leave it."
    assert cell.field.accessibleDescription() == cell.cell.note.toolTip() == told
    cell.commit()
    assert cell.cell.note.text() == cell.field.accessibleDescription() == "smooth"


def test_note_returns_with_the_loss(cell: LossCell) -> None:
    before = cell.field.toolTip()
    press(cell.field, "huber")
    assert cell.cell.note.text() == "press Enter"
    cell.field.restore()
    assert (cell.cell.note.text(), cell.field.toolTip()) == ("quadratic", before)


def test_mistake_ends_what_waits(cell: LossCell) -> None:
    press(cell.field, "mean(|Y − P|)")
    assert cell.cell.note.text() == "press Enter"
    press(cell.field, "+")
    assert cell.cell.note.text() == "no loss yet"
    press(cell.field, "1")
    assert cell.cell.note.text() == "press Enter"


@pytest.mark.parametrize(
    ("text", "offer"),
    [("huber(Y − P)", "huber"), ("mse(Y, P)", "mean square"), ("logcosh(Y − P)", "log-cosh")],
)
def test_loss_as_function_is_offered(
    cell: LossCell, document: Document, text: str, offer: str
) -> None:
    message = said_of(text)
    assert message.text.endswith("is a whole loss: choose it by name, or write its formula.")
    assert message.fix is not None
    assert (message.fix.label, message.fix.changes) == (f"Write {offer}", {"loss": offer})
    press(cell.field, text)
    cell.correct(offer)
    assert document.settings.loss == offer


def test_loss_without_data_says_so(cell: LossCell, document: Document) -> None:
    document.change_settings(loss="sum(|W|)")
    assert cell.cell.note.text() == "without P"
    assert "the table does not change it" in cell.cell.note.toolTip()
    document.change_settings(loss="mean(|Y − P|) + sum(|W|)")
    assert cell.cell.note.text() == "with kinks"


def test_number_stands_behind_its_name(cell: LossCell, document: Document) -> None:
    document.change_settings(loss="huber", delta=1.345)
    assert cell.field.text() == "Huber, δ = 1.345"
    cell.field.selectAll()
    press(cell.field, "quantile 0.9")
    cell.commit()
    assert (document.settings.loss, document.settings.quantile) == ("quantile", 0.9)


def said_of(text: str) -> Message:
    from gui.loss.entry import read_loss  # what the field calls

    with pytest.raises(Exception) as caught:  # noqa: PT011
        read_loss(text, Settings())
    return message_of(caught.value)  # type: ignore[arg-type]


def test_value_a_row_has_its_remedy() -> None:
    message = said_of("(Y−P)²")
    assert message.kind is MessageKind.WARNING
    assert "A loss is one number" in message.text
    assert message.fix is not None
    assert (message.fix.label, message.fix.changes) == (
        "Write mean((Y−P)²)",
        {"loss": "mean((Y−P)²)"},
    )


@pytest.mark.parametrize("text", ["mean(Y − W)", "mean(", "", "os.remove", "quantile 3", "Y" * 99])
def test_each_mistake_fits_one_line(text: str) -> None:
    assert len(said_of(text).text) <= LONGEST


def test_mistake_is_told_and_forgotten(cell: LossCell, document: Document, qtbot: QtBot) -> None:
    told: list[Message | None] = []
    cell.mistaken.connect(told.append)
    press(cell.field, "(Y-P)^2")
    assert isinstance(told[-1], Message)
    assert (cell.field.is_refused(), cell.cell.note.text()) == (True, "no loss yet")
    with qtbot.waitSignal(document.settings_changed):
        cell.correct("mean(|Y-P|)")
    assert told[-1] is None
    assert cell.cell.note.text() == "with kinks"
    assert cell.field.error is None


def test_other_setting_keeps_the_mistake(cell: LossCell, document: Document) -> None:
    cell.field.setText("mean(Y − ")
    cell.field.textEdited.emit("mean(Y − ")
    assert cell.field.is_refused()
    document.change_settings(epochs=7)
    assert cell.field.text() == "mean(Y − "
    assert cell.field.is_refused()
    document.change_settings(loss="huber")
    assert cell.field.text() == "Huber, δ = 1"


def test_mistake_is_the_tooltip(cell: LossCell) -> None:
    before = cell.field.toolTip()
    press(cell.field, "mean(Y.real)")
    told = cell.field.toolTip()
    assert told.startswith("“.” has no meaning in a formula.")
    assert cell.field.accessibleDescription() == told
    cell.field.restore()
    assert cell.field.toolTip() == before
    assert cell.field.accessibleDescription() == SHAPES[shape_of(Settings())]
