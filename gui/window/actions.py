"""The actions of the window: menus, buttons and keys."""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QIcon,
    QKeySequence,
    QPalette,
    QUndoStack,
)

from engine import Precision
from engine.examples import EXAMPLES

from ..document import Filling
from ..icons.glyphs import Glyph, glyph_icon
from ..limit.texts import MENU_TEXTS as LIMIT_TEXTS
from ..run.method_texts import DESCRIPTIONS
from ..run.run_state import RunState
from ..tables.models.weight_rows import WeightRow
from ..text.loss_texts import TYPE_FORMULA
from ..text.numbers import format_scientific
from ..text.optimiser_texts import ASK
from ..text.translation import translate, translated
from ..theme.palette import accent_colour
from ..widgets.difference_box import FORMULAE
from . import texts

Shortcuts = Sequence[QKeySequence.StandardKey | str]


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
        if self is Tolerance.OFF:
            return texts.NO_TOLERANCE
        return texts.TOLERANCE.format(length=format_scientific(self.value, 1))

    @property
    def tool_tip(self) -> str:
        """What it does."""
        if self is Tolerance.OFF:
            return texts.NO_TOLERANCE_TIP
        return texts.TOLERANCE_TIP.format(length=format_scientific(self.value, 1))


class Actions(QObject):
    """The actions of the window itself; the tables have their own."""

    def __init__(self, steps: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._run_icons: dict[Glyph, QIcon] = {}
        standard = QKeySequence.StandardKey
        self.undo = self._named(
            steps.createUndoAction(self, translate("window", "&Undo")), "undo", [standard.Undo]
        )
        self.redo = self._named(
            steps.createRedoAction(self, translate("window", "&Redo")),
            "redo",
            ["Ctrl+Shift+Z", "Ctrl+Y"],
        )
        self.run = self._action("run", texts.RUN, ["F5", "Ctrl+R"])
        self.step = self._action("step", translate("window", "&Step"), ["F10", "Ctrl+."])
        self.reset = self._action(
            "reset", translate("window", "R&eset"), ["Shift+F5", "Ctrl+Shift+R"]
        )
        self.run_again = self._action("run_again", translate("window", "Run &Again from the Start"))
        self.start_from_epoch = self._action(
            "start_from_epoch", translate("window", "Copy This Epoch to Start")
        )
        self.go_on_from_epoch = self._action(
            "go_on_from_epoch", translate("window", "Cut Ru&n Back to This Epoch")
        )
        self.until_converged = self._switch(
            "run_until_converged", translate("window", "&Until Converged")
        )
        self.take_remedy = self._action(
            "take_remedy", translate("window", "&Take the Remedy"), ["Alt+Return", "Alt+Enter"]
        )
        self.take_remedy.setEnabled(False)  # until the strip has one
        self.keep_run = self._action("keep_run", translate("window", "&Keep This Run"), ["F9"])
        self.keep_run.setEnabled(False)  # until there is one
        self.sweep = self._action("sweep", translate("window", "Sweep &Values…"))
        self.slower = self._action("slower", translate("window", "S&lower"), ["Shift+F8"])
        self.faster = self._action("faster", translate("window", "&Faster"), ["F8"])
        self.export_weights = self._action(
            "export_weights", translate("window", "&Weights…"), ["Ctrl+E"]
        )
        self.export_statistics = self._action(
            "export_statistics", translate("window", "Weights with &Statistics…")
        )
        self.export_report = self._action("export_report", translate("window", "Rep&ort…"))
        self.export_history = self._action("export_history", translate("window", "Loss &History…"))
        self.export_predictions = self._action(
            "export_predictions", translate("window", "&Predictions…")
        )
        self.export_runs = self._action("export_runs", translate("window", "Ru&ns…"))
        self.export_plot = self._action(
            "export_plot", translate("window", "&Loss Plot as Picture…")
        )
        self.export_prediction_plot = self._action(
            "export_prediction_plot", translate("window", "P&rediction Plot as Picture…")
        )
        self.print_view = self._action(
            "print_view", translate("window", "&Print View…"), [standard.Print]
        )
        self.pictures = self._pictures()
        self.examples = self._examples()
        self.limit_play, self.limit_best, self.limit_largest, self.limit_tangent, self.limit_use = (
            self._action(name, text) for name, text in LIMIT_TEXTS.items()
        )
        self.splits = self._choices(
            "table",
            {text: each.value for each, text in texts.SPLIT_TEXTS.items()},
            texts.SPLIT_TIPS,
        )
        self.split = self._action("split", translate("window", "&Each in Turn"), ["F7"])
        self.views = self._views()
        self.new_rows = self._action("new_rows", translate("window", "New R&ows"), ["Ctrl+6"])
        self.show_all = self._action("show_all", translate("window", "Show &All"), ["Ctrl+0"])
        self.full_screen = self._switch("full_screen", translate("window", "&Full Screen"), ["F11"])
        self.less_motion = self._switch("less_motion", translate("window", "L&ess Motion"))
        self.next_region = self._action(
            "next_region", translate("window", "Go to Ne&xt Region"), ["F6"]
        )
        self.previous_region = self._action(
            "previous_region", translate("window", "Go to Pre&vious Region"), ["Shift+F6"]
        )
        self.quit = self._action("quit", translate("window", "&Quit"), [standard.Quit])
        self.first_steps = self._action("first_steps", translate("window", "&First Steps"))
        self.what_is_this = self._action(
            "what_is_this", translate("window", "&What Is This?"), ["Shift+F1"]
        )
        self.explain_focus = self._action(
            "explain_focus", translate("window", "E&xplain What Has the Focus"), ["F1"]
        )
        self.keyboard = self._action("keyboard", translate("window", "&Keyboard"), ["Ctrl+/"])
        self.rule = self._action("rule", translate("window", "The &Rule"))
        self.about = self._action("about", translate("window", "&About Secant"))
        self.differences = self._choices(
            "quotient",
            {text: each.value for each, text in texts.DIFFERENCE_TEXTS.items()},
            FORMULAE,
        )
        self.columns = self._choices(
            "columns",
            {text: is_scaled for is_scaled, text in texts.COLUMNS_TEXTS.items()},
            texts.COLUMNS_TIPS,
        )
        self.losses = self._choices(
            "loss", {text: each.value for each, text in texts.LOSS_TEXTS.items()}, texts.LOSS_TIPS
        )
        self.type_loss = self._action("type_loss", TYPE_FORMULA)
        self.optimisers = self._choices(
            "optimiser",
            {text: each.value for each, text in texts.OPTIMISER_TEXTS.items()},
            texts.OPTIMISER_TIPS,
        )
        self.ask_optimiser = self._action("ask_optimiser", ASK)
        self.precisions = self._choices(
            "precision",
            {precision.value: precision.value for precision in Precision},
            texts.PRECISION_TIPS,
        )
        self.methods = self._choices(
            "method", {text: each.value for each, text in texts.METHOD_TEXTS.items()}, DESCRIPTIONS
        )
        self.tolerances = self._choices(
            "tolerance",
            {t.text: t.value for t in Tolerance},
            {t.value: t.tool_tip for t in Tolerance},
        )
        self.digits = self._choices(
            "digits",
            {text: each.value for each, text in texts.DIGITS_TEXTS.items()},
            texts.DIGITS_TIPS,
        )
        self.weight_rows = self._weight_rows()
        self.cards = self._cards()
        self.appearances = self._choices(
            "appearance",
            {text: appearance for appearance, text in texts.APPEARANCE_TEXTS.items()},
            {
                appearance: texts.APPEARANCE_TIP.format(appearance=text.replace("&", ""))
                for appearance, text in texts.APPEARANCE_TEXTS.items()
            },
        )

    @property
    def limit(self) -> list[QAction]:
        """The actions of the view "The limit"."""
        return [
            *(self.limit_play, self.limit_best, self.limit_largest),
            *(self.limit_tangent, self.limit_use),
        ]

    @property
    def exports(self) -> list[QAction]:
        """The actions that export something."""
        return [
            self.export_report,
            self.export_weights,
            self.export_statistics,
            self.export_history,
            self.export_predictions,
            self.export_plot,
            self.export_prediction_plot,
        ]

    def show_state(self, has_run: bool, has_fitted: bool = False) -> None:
        """Enable what the state of the run allows, or weights saved by an earlier run.

        ``name_run`` says what Run is called.
        """
        self.reset.setEnabled(has_run)
        self.run_again.setEnabled(has_run)
        self.keep_run.setEnabled(has_run)
        for export in self.exports:
            is_of_weights = export not in (self.export_history, self.export_plot)
            export.setEnabled(has_run or (has_fitted and is_of_weights))

    def show_epoch(self, *, may_start: bool, may_go_on: bool) -> None:
        """Enable what can be done with the epoch shown: to start, or to go on from it."""
        self.start_from_epoch.setEnabled(may_start)
        self.go_on_from_epoch.setEnabled(may_go_on)

    def name_run(self, state: RunState) -> None:
        """Call Run what it does: sentences that ask to press it use the same word."""
        self.run.setText(texts.RUN_TEXT.get(state, texts.RUN))

    def show_crowded_out(self, rows: Collection[WeightRow]) -> None:
        """Say of these rows of W that there is no room for them."""
        for action in self.weight_rows.actions():
            form = texts.NO_ROOM_TIP if action.data() in rows else texts.WEIGHT_ROW_TIP
            _explain_row(action, form)

    def show_table(self, filling: Filling) -> None:
        """Let Run and Step wake once there is something to fit; say why while they sleep."""
        for action in (self.run, self.step):
            action.setEnabled(filling is Filling.RUNNABLE)
            tip = texts.WHY_ASLEEP.get(filling) or _tool_tip(action)
            action.setToolTip(tip)
            action.setStatusTip(tip)

    @Slot(object)
    def show_limit(self, obstacles: Mapping[str, str]) -> None:
        """Enable what the view "The limit" can do now; say of the rest why it cannot."""
        for action in self.limit:
            why = obstacles.get(action.objectName(), "")
            tip = why or _tool_tip(action)
            action.setEnabled(not why)
            action.setToolTip(tip)
            action.setStatusTip(tip)

    def draw(self, state: RunState, palette: QPalette) -> None:
        """Draw the icons of the run's buttons in the colours of the palette."""
        text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
        faint = _faint(palette)
        self._run_icons.clear()
        self.draw_run(state, palette)
        self.step.setIcon(glyph_icon(Glyph.STEP, text, faint))
        self.reset.setIcon(glyph_icon(Glyph.RESET, text, faint))

    def draw_run(self, state: RunState, palette: QPalette) -> None:
        """Draw the one icon that follows the state of the run."""
        glyph = Glyph.PAUSE if state.is_active else Glyph.RUN
        if glyph not in self._run_icons:
            self._run_icons[glyph] = glyph_icon(glyph, accent_colour(palette), _faint(palette))
        self.run.setIcon(self._run_icons[glyph])

    def _action(self, name: str, text: str, shortcuts: Shortcuts = ()) -> QAction:
        return self._named(QAction(text, self), name, shortcuts)

    def _switch(self, name: str, text: str, shortcuts: Shortcuts = ()) -> QAction:
        action = self._action(name, text, shortcuts)
        action.setCheckable(True)
        return action

    def _named(self, action: QAction, name: str, shortcuts: Shortcuts) -> QAction:
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setToolTip(_tool_tip(action))
        action.setStatusTip(_tool_tip(action))
        return action

    def _examples(self) -> QActionGroup:
        """Return one action for each example; its data is the key of the example."""
        group = QActionGroup(self)
        for example in EXAMPLES:
            action = group.addAction(translated(example.name))
            action.setObjectName(f"example_{example.key}")
            action.setToolTip(translated(example.note))
            action.setStatusTip(translated(example.note))
            action.setData(example.key)
        return group

    def _pictures(self) -> QActionGroup:
        """Return one action for each picture of a view but Descent; its data is the view."""
        group = QActionGroup(self)
        for view, pictures in texts.PICTURE_TEXTS.items():
            for name, text in pictures.items():
                group.addAction(self._action(name, text)).setData(view)
        return group

    def _views(self) -> QActionGroup:
        """Return one action for each view, with its key; its data is its name."""
        group = QActionGroup(self)
        for text, view in texts.VIEW_TEXTS.items():
            action = group.addAction(text)
            action.setObjectName(texts.VIEW_NAMES[view])
            action.setShortcut(QKeySequence(texts.VIEW_KEYS[view]))
            action.setData(view)
            action.setToolTip(texts.VIEW_TIPS[view])
            action.setStatusTip(texts.VIEW_TIPS[view])
        return group

    def _weight_rows(self) -> QActionGroup:
        """Return one switch for each row of W that can be hidden; its data is the row."""
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for row, text in texts.WEIGHT_ROW_TEXTS.items():
            action = group.addAction(text)
            action.setObjectName(f"row_{row.name}".casefold())
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(row)
            _explain_row(action, texts.WEIGHT_ROW_TIP)
        return group

    def _cards(self) -> QActionGroup:
        """Return one switch for each card beside the sheet; its data is the card's name."""
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for name, text in texts.CARD_TEXTS.items():
            action = group.addAction(text)
            action.setObjectName(f"show_{name}")
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(name)
            action.setToolTip(texts.CARD_TIPS[name])
            action.setStatusTip(texts.CARD_TIPS[name])
        return group

    def _choices(
        self, name: str, values: Mapping[str, object], tips: Mapping[Any, str]
    ) -> QActionGroup:
        """Return actions of which one is checked at a time; the data of each is its value."""
        group = QActionGroup(self)
        group.setObjectName(name)
        for text, value in values.items():
            action = group.addAction(text)
            action.setObjectName(f"{name}_{value}".lower())
            action.setCheckable(True)
            action.setData(value)
            action.setToolTip(tips[value])
            action.setStatusTip(tips[value])
        return group


def _tool_tip(action: QAction) -> str:
    """Return what an action does, with its key if it has one."""
    tip = texts.TOOL_TIPS[action.objectName()]
    if action.shortcut().isEmpty():
        return tip
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return texts.WITH_KEY.format(tip=tip, key=key)


def _explain_row(action: QAction, form: str) -> None:
    row = action.data()
    assert isinstance(row, WeightRow)
    tip = form.format(row=row.title, meaning=row.meaning)
    action.setToolTip(tip)
    action.setStatusTip(tip)


def _faint(palette: QPalette) -> QColor:
    return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)


def check(group: QActionGroup, value: object) -> None:
    """Check the action with this value; no action if there is none with it."""
    for action in group.actions():
        action.setChecked(action.data() == value)
