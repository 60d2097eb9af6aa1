"""The message strip."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.verdict.wording import LONGEST
from gui.files.stalled import MOST_OF_NAME, AfterWriting
from gui.panels.message_strip import EDGE, MessageStrip
from gui.text.message import Fix, Message, MessageKind, details
from gui.theme.appearance import Appearance, palette_of
from gui.theme.palette import LIGHT
from gui.widgets.spoken_label import SpokenLabel
from gui.widgets.toast import Toast
from tests.gui.finding import named

SAFE = Message(MessageKind.FAULT, "Diverged.", Fix("Use η = 0.005", {"learning_rate": 0.005}))
RUNNING = Message(MessageKind.GOING, "Running.")


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MessageStrip]:
    """The visible strip."""
    panel = MessageStrip()
    qtbot.addWidget(panel)
    panel.resize(900, panel.height())
    panel.show()
    yield panel
    panel.close()


def sentence(panel: MessageStrip) -> SpokenLabel:
    return named(panel, SpokenLabel, "diagnosis_sentence")


def button(panel: MessageStrip) -> QPushButton:
    return named(panel, QPushButton, "fix")


def symbol(panel: MessageStrip) -> QLabel:
    return named(panel, QLabel, "diagnosis_mark")


def key(panel: MessageStrip) -> QLabel:
    return named(panel, QLabel, "fix_key")


def toast(panel: MessageStrip) -> Toast:
    return named(panel, Toast, "toast")


@pytest.mark.parametrize("kind", MessageKind)
def test_sentence_and_symbol_are_shown(panel: MessageStrip, kind: MessageKind) -> None:
    panel.show_message(Message(kind, "All is well."))
    assert (symbol(panel).text(), sentence(panel).text()) == (kind.value, "All is well.")
    assert not button(panel).isVisible()
    assert not key(panel).isVisible()


@pytest.mark.parametrize("with_key", [False, True])
def test_click_or_space_chooses_the_fix(panel: MessageStrip, qtbot: QtBot, with_key: bool) -> None:
    panel.show_message(SAFE)
    assert (button(panel).isVisible(), button(panel).text()) == (True, "Use η = 0.005")
    with qtbot.waitSignal(panel.fix_chosen) as chosen:
        if with_key:
            qtbot.keyClick(button(panel), Qt.Key.Key_Space)
        else:
            qtbot.mouseClick(button(panel), Qt.MouseButton.LeftButton)
    assert chosen.args == [SAFE.fix]


def test_key_is_told_beside_button(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    assert (key(panel).isVisible(), key(panel).text()) == (True, "Alt+Enter")
    assert key(panel).x() < button(panel).x()


def test_fix_disappears_with_its_message(panel: MessageStrip, qtbot: QtBot) -> None:
    panel.show_message(SAFE)
    panel.show_message(RUNNING)
    assert not button(panel).isVisible()
    with qtbot.assertNotEmitted(panel.fix_chosen):
        panel.take_remedy()


def test_list_is_offered_once(panel: MessageStrip) -> None:
    which = Message(MessageKind.GOOD, "x3 = x1.", Fix("Show which", {}, "Lists.", "x3 = 1·x1"))
    panel.show_message(which)
    panel.take_remedy()
    panel.show_message(which)  # as after each change of what is shown
    assert not button(panel).isVisible()
    assert not panel.has_remedy
    assert sentence(panel).toolTip() == "x3 = 1·x1"
    panel.show_message(RUNNING)
    panel.show_message(which)  # at the end of the next run
    assert button(panel).isVisible()
    panel.show_message(refused := Message(MessageKind.FAULT, "No.", details("No, since …")))
    panel.take_remedy()
    panel.show_message(refused)
    assert button(panel).isVisible()


def test_refusal_is_a_fault_without_fix(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    panel.show_refusal("h must be more than zero.")
    assert symbol(panel).text() == MessageKind.FAULT.value
    assert sentence(panel).text() == "h must be more than zero."
    assert not button(panel).isVisible()


def test_long_refusal_has_details(panel: MessageStrip, qtbot: QtBot) -> None:
    whole = "h is “abc”, which is not a number. Put a number there, such as 0.5 or 1e-3, or leave."
    panel.show_refusal(whole)
    assert sentence(panel).text() == "h is “abc”, which is not a number."
    assert button(panel).text() == "Details"
    assert sentence(panel).toolTip() == whole
    with qtbot.waitSignal(panel.fix_chosen) as chosen:
        panel.take_remedy()
    assert chosen.args == [details(whole)]


def test_symbol_follows_the_palette(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    colours = []
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        panel.setPalette(palette_of(appearance))
        symbol(panel).ensurePolished()
        colours.append(symbol(panel).palette().color(symbol(panel).foregroundRole()).name())
    assert colours == ["#b3261e", "#ff8a80"]


def test_edge_has_colour_of_message(panel: MessageStrip) -> None:
    panel.setPalette(palette_of(Appearance.LIGHT))
    for kind in MessageKind:
        panel.show_message(Message(kind, "All is well."))
        picture = panel.grab().toImage()
        middle = picture.height() // 2
        assert picture.pixelColor(EDGE - 1, middle) == QColor(LIGHT[kind])
        assert picture.pixelColor(EDGE, middle) == QColor("white")


def test_no_message_changes_the_size(panel: MessageStrip) -> None:
    panel.show_message(Message(MessageKind.WARNING, "Short."))
    before = panel.minimumSizeHint().width(), panel.height(), panel.sizeHint().height()
    assert before[1] == 40
    panel.show_message(Message(MessageKind.WARNING, "The loss no longer falls " * 20))
    panel.show_message(replaced := Message(MessageKind.GOING, "x" * LONGEST))
    assert (panel.minimumSizeHint().width(), panel.height(), panel.sizeHint().height()) == before
    panel.show_toast("Saved to " + "folder/" * 50)
    assert panel.sentence == replaced.text
    assert (panel.minimumSizeHint().width(), panel.height(), panel.sizeHint().height()) == before


def test_narrow_strip_elides_the_sentence(panel: MessageStrip) -> None:
    whole = "Not at the optimum: the loss is 2.73 times the least possible."
    panel.show_message(Message(MessageKind.WARNING, whole, SAFE.fix, "More."))
    assert sentence(panel).shown_text() == whole
    assert sentence(panel).toolTip() == "More."
    panel.resize(400, panel.height())
    assert sentence(panel).shown_text().endswith("…")
    assert sentence(panel).toolTip() == f"{whole}\nMore."
    assert not key(panel).isVisible()
    assert button(panel).width() >= button(panel).sizeHint().width()


def test_longest_sentence_fits_at_868(panel: MessageStrip) -> None:
    panel.resize(868, panel.height())
    whole = "Not at the optimum: the loss is 2.73 times the least possible it has.."
    panel.show_message(Message(MessageKind.WARNING, whole, Fix("Go on until converged", {})))
    assert sentence(panel).shown_text() == whole


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(font)
    yield
    qapp.setFont(before)


def test_large_sentence_has_two_lines(large_text: None, panel: MessageStrip, qtbot: QtBot) -> None:
    panel.resize(960, panel.height())
    before = panel.height()
    whole = "Not at the optimum: the loss is 2.73 times the least possible it has.."
    panel.show_message(Message(MessageKind.WARNING, whole, Fix("Go on until converged", {})))
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    QApplication.sendPostedEvents()
    assert sentence(panel).shown_text().split("\n") != [whole]
    assert " ".join(sentence(panel).shown_text().split("\n")) == whole
    assert sentence(panel).toolTip() == ""
    assert panel.height() == before
    assert sentence(panel).height() >= 2 * sentence(panel).fontMetrics().lineSpacing()
    panel.show_message(Message(MessageKind.GOING, "Short."))
    assert panel.height() == before


def test_toast_covers_sentence_for_while(panel: MessageStrip, qtbot: QtBot) -> None:
    panel.show_message(RUNNING)
    panel.show_toast("Saved to a.secant.")
    assert toast(panel).isVisible()
    assert not sentence(panel).isVisible()
    timer = toast(panel).findChild(QTimer)
    assert timer is not None
    assert timer.interval() == 4000
    with qtbot.waitSignal(toast(panel).ended):
        timer.start(1)
    assert sentence(panel).isVisible()
    assert panel.sentence == "Running."


def test_toast_is_one_printable_line(panel: MessageStrip) -> None:
    panel.show_toast("Saved to a\n\tb\0c.secant.")
    assert toast(panel).text() == "Saved to a b c.secant."
    assert toast(panel).toolTip() == toast(panel).text()


@pytest.mark.parametrize(
    ("message", "stays"),
    [
        (Message(MessageKind.GOOD, "At the optimum."), True),
        (Message(MessageKind.WARNING, "Crawling."), False),
        (SAFE, False),
    ],
)
def test_toast_never_hides_a_fault(panel: MessageStrip, message: Message, stays: bool) -> None:
    panel.show_message(RUNNING)
    panel.show_toast("Saved to a.secant.")
    panel.show_message(message)
    assert toast(panel).isVisible() is stays
    panel.end_toast()
    assert panel.sentence == message.text
    assert sentence(panel).isVisible()


def test_mark_leaves_height_and_remedy(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    before = panel.height(), button(panel).geometry()
    problem = Message(MessageKind.WARNING, "Not protected: the recovery folder cannot be written")
    panel.show_unprotected(problem)
    panel.show_unkept(Message(MessageKind.WARNING, "Settings not kept: no file"))
    mark = named(panel, QLabel, "standing_mark")
    assert mark.isVisible()
    assert mark.text() == "▲ Not protected  ▲ Settings not kept"
    assert problem.text in mark.toolTip()
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    assert mark.x() < button(panel).x()
    assert (panel.height(), button(panel).geometry()) == before
    panel.show_unprotected(None)
    panel.show_unkept(None)
    assert not mark.isVisible()


@pytest.mark.parametrize("show", [MessageStrip.show_save, MessageStrip.show_export])
def test_writing_can_be_stopped_later(
    panel: MessageStrip, qtbot: QtBot, show: Callable[[MessageStrip, Message | None], None]
) -> None:
    stop, before = named(panel, QToolButton, "stop_writing"), panel.sizeHint().height()
    assert not stop.isVisible()
    longest = AfterWriting.REPLACE.short.format(name="w" * MOST_OF_NAME)
    show(panel, Message(MessageKind.WARNING, longest))
    assert stop.isVisible()
    assert panel.sizeHint().height() == before
    assert panel.minimumSizeHint().width() <= 868
    with qtbot.waitSignal(panel.stop_requested):
        stop.click()
    show(panel, None)
    assert not stop.isVisible()


def test_news_are_said_numbers_not(panel: MessageStrip, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", events.append)

    def said() -> list[tuple[str, bool]]:
        assertive = QAccessible.AnnouncementPoliteness.Assertive
        return [
            (event.message(), event.politeness() is assertive)
            for event in events
            if isinstance(event, QAccessibleAnnouncementEvent)
        ]

    for every in ("45", "4e9"):
        text = f"Falling: the loss halves every {every} epochs."
        panel.show_message(Message(MessageKind.GOING, text))
    assert said() == [("Falling: the loss halves every 45 epochs.", False)]
    panel.show_message(Message(MessageKind.GOING, "Still falling: the loss halves every 2 epochs."))
    panel.show_message(SAFE)
    panel.show_toast("Saved to a.secant.")
    assert said()[1:] == [
        ("Still falling: the loss halves every 2 epochs.", False),
        ("Diverged.", True),
        ("Saved to a.secant.", False),
    ]


def test_no_name_hides_a_text(panel: MessageStrip) -> None:
    panel.show_unprotected(Message(MessageKind.WARNING, "Not protected: full"))
    panel.show_message(SAFE)
    panel.show_toast("Saved to a.secant.")
    for label in panel.findChildren(QLabel):
        interface = QAccessible.queryAccessibleInterface(label)
        is_mark = label.objectName() == "diagnosis_mark"
        expected = SAFE.kind.spoken if is_mark else label.text()
        assert interface.text(QAccessible.Text.Name) == expected


def test_remedy_comes_and_goes(panel: MessageStrip, qtbot: QtBot) -> None:
    assert not panel.has_remedy
    with qtbot.waitSignal(panel.remedy_changed) as changed:
        panel.show_message(Message(MessageKind.WARNING, "Too fast.", Fix("Use 0.1", {"h": 0.1})))
    assert changed.args == [True]
    with qtbot.waitSignal(panel.remedy_changed) as changed:
        panel.show_message(Message(MessageKind.GOOD, "Done."))
    assert changed.args == [False]


def test_sentence_starts_at_one_place(panel: MessageStrip) -> None:
    starts = set()
    for kind in MessageKind:
        panel.show_message(Message(kind, f"This is {kind.spoken}."))
        QApplication.sendPostedEvents()
        starts.add(sentence(panel).x())
    assert len(starts) == 1


def test_only_convergence_is_the_same_remedy(panel: MessageStrip, qtbot: QtBot) -> None:
    converge = Fix("Run until converged", {"until_converged": True}, goes_on=True)
    with qtbot.assertNotEmitted(panel.convergence_changed):
        panel.show_message(Message(MessageKind.QUIET, "Left out.", Fix("Undo", {}, action="undo")))
    assert (panel.has_remedy, panel.offers_convergence) == (True, False)
    with qtbot.waitSignal(panel.convergence_changed) as changed:
        panel.show_message(Message(MessageKind.QUIET, "On the way.", converge))
    assert changed.args == [True]
    with qtbot.waitSignal(panel.convergence_changed) as changed:
        panel.show_message(SAFE)
    assert (changed.args, panel.has_remedy) == ([False], True)
