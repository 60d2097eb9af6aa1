"""The actions of the window: menus, buttons and keys."""

from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence, QPalette, QUndoStack

from engine import Method, Precision
from engine.examples import EXAMPLES

from ..icons.glyphs import Glyph, glyph_icon
from ..run.method_texts import DESCRIPTIONS
from ..run.run_state import RunState
from ..theme.appearance import Appearance

Shortcuts = Sequence[QKeySequence.StandardKey | str]

RUN_TEXT = {
    RunState.RUNNING: "&Pause",
    RunState.STEPPING: "&Pause",
    RunState.PAUSED: "&Resume",
}


class Tolerance(Enum):
    """The lengths of the gradient at which a run may stop, as the menu offers them."""

    OFF = 0.0
    COARSE = 1e-3
    MEDIUM = 1e-6
    FINE = 1e-9
    FINEST = 1e-12

    @property
    def text(self) -> str:
        """The text in the menu."""
        return "&Off" if self is Tolerance.OFF else f"‖δW‖ ≤ {self.value:g}"


class Actions(QObject):
    """The actions of the window itself; the tables have their own."""

    def __init__(self, steps: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.undo = self._named(steps.createUndoAction(self, "&Undo"), "undo", [standard.Undo])
        self.redo = self._named(
            steps.createRedoAction(self, "&Redo"), "redo", ["Ctrl+Shift+Z", "Ctrl+Y"]
        )
        self.run = self._action("run", "&Run", ["F5", "Ctrl+R"])
        self.step = self._action("step", "&Step", ["F10", "Ctrl+."])
        self.reset = self._action("reset", "R&eset", ["Ctrl+Shift+R"])
        self.export_weights = self._action("export_weights", "Export &Weights…", ["Ctrl+E"])
        self.export_history = self._action("export_history", "Export Loss &History…")
        self.export_predictions = self._action("export_predictions", "Export &Predictions…")
        self.export_plot = self._action("export_plot", "Export Loss P&lot…")
        self.export_prediction_plot = self._action(
            "export_prediction_plot", "Export Prediction Pl&ot…"
        )
        self.examples = self._examples()
        self.quit = self._action("quit", "&Quit", [standard.Quit])
        self.about = self._action("about", "&About Secant")
        self.precisions = self._choices(
            "precision", {precision.value: precision.value for precision in Precision}
        )
        self.methods = self._choices(
            "method", {f"&{method.value.capitalize()}": method.value for method in Method}
        )
        for action in self.methods.actions():
            action.setToolTip(DESCRIPTIONS[Method(action.data())])
        self.tolerances = self._choices("tolerance", {t.text: t.value for t in Tolerance})
        self.appearances = self._choices(
            "appearance", {f"&{appearance.value}": appearance for appearance in Appearance}
        )
        self.run.setToolTip("Run the descent, pause it, or resume it (F5)")
        self.step.setToolTip("Take one epoch (F10)")
        self.reset.setToolTip("Go back to the initial W (Ctrl+Shift+R)")

    @property
    def exports(self) -> list[QAction]:
        """The actions that export something."""
        return [
            self.export_weights,
            self.export_history,
            self.export_predictions,
            self.export_plot,
            self.export_prediction_plot,
        ]

    def show_state(self, state: RunState, has_run: bool, has_fitted: bool = False) -> None:
        """Enable what the state of the run allows, or weights saved by an earlier run."""
        self.run.setText(RUN_TEXT.get(state, "&Run"))
        self.reset.setEnabled(has_run)
        for export in self.exports:
            is_of_weights = export not in (self.export_history, self.export_plot)
            export.setEnabled(has_run or (has_fitted and is_of_weights))

    def draw(self, state: RunState, palette: QPalette) -> None:
        """Draw the icons of the run's buttons in the colours of the palette."""
        text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
        faint = _faint(palette)
        self.draw_run(state, palette)
        self.step.setIcon(glyph_icon(Glyph.STEP, text, faint))
        self.reset.setIcon(glyph_icon(Glyph.RESET, text, faint))

    def draw_run(self, state: RunState, palette: QPalette) -> None:
        """Draw the one icon that follows the state of the run."""
        glyph = Glyph.PAUSE if state.is_active else Glyph.RUN
        self.run.setIcon(glyph_icon(glyph, palette.accent().color(), _faint(palette)))

    def _action(self, name: str, text: str, shortcuts: Shortcuts = ()) -> QAction:
        return self._named(QAction(text, self), name, shortcuts)

    def _named(self, action: QAction, name: str, shortcuts: Shortcuts) -> QAction:
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        return action

    def _examples(self) -> QActionGroup:
        """Return one action for each example; its data is the key of the example."""
        group = QActionGroup(self)
        for example in EXAMPLES:
            action = group.addAction(example.name)
            action.setObjectName(f"example_{example.key}")
            action.setToolTip(example.note)
            action.setData(example.key)
        return group

    def _choices(self, name: str, values: Mapping[str, object]) -> QActionGroup:
        """Return actions of which one is checked at a time; the data of each is its value."""
        group = QActionGroup(self)
        group.setObjectName(name)
        for text, value in values.items():
            action = group.addAction(text)
            action.setObjectName(f"{name}_{value}".lower())
            action.setCheckable(True)
            action.setData(value)
        return group


def _faint(palette: QPalette) -> QColor:
    return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)


def check(group: QActionGroup, value: object) -> None:
    """Check the action with this value; no action if there is none with it."""
    for action in group.actions():
        action.setChecked(action.data() == value)
