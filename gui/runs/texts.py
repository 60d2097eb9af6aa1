"""The words of the view "Runs"."""

from engine import StopReason
from engine.language.sentence import marked
from engine.sweep.result import SweptSetting

from ..text.translation import plural, translate

EMPTY = translate("runs", "Keep a run (F9), change one thing, run again: both are drawn here.")
"""While there is no run, or only one."""
ALL_RUNS = translate("runs", "Runs")
KEEP = translate("runs", "Keep This Run")
KEEP_TIP = translate(
    "runs", "Keep the run that is shown, and draw it beside those that follow (F9)"
)
SWEEP = translate("runs", "Sweep…")
SWEEP_TIP = translate("runs", "Run with many values of η, h or β at once, and compare their losses")
STOP_SWEEP = translate("runs", "Stop Sweep")
STOP_TIP = translate("runs", "Stop the sweep that is being computed")

NEAREST = translate(
    "runs",
    "Run {number} came nearest: loss {loss} = {factor} × least, after {epochs} epochs.",
)
AT_LEAST = translate("runs", "Run {number} came nearest: the least possible loss, {loss}.")
SMALLEST = translate("runs", "Run {number} came nearest: loss {loss} after {epochs} epochs.")
SOONER = translate(
    "runs", "{sentence} It reached the loss of run {other} in {epochs} epochs instead of {those}."
)
ONE = translate("runs", "Run {number}: loss {loss} after {epochs} epochs. {hint}")
LEFT_OUT = plural(
    "runs",
    "{n} runs had another table or loss function, so they are not compared.",
    "{n} run had another table or loss function, so it is not compared.",
    1,
)
BOTH = translate("runs", "{sentence} {more}")

IS_KEPT = translate("runs", "Run {number} is kept: it is drawn beside those that follow.")
NOTHING_TO_KEEP = translate("runs", "There is no run to keep yet. Run first.")
FULL = translate("runs", "{n} runs are kept, and a file holds no more: delete one first.")
DROPPED = plural(
    "runs",
    "Run {number} is gone: of runs that are not kept, the latest {n} stay.",
    "Run {number} is gone: of runs that are not kept, the latest stays.",
    1,
)
DELETE_STEP = translate("runs", "Delete Run")
RENAME_STEP = translate("runs", "Rename Run")
SETTINGS_STEP = translate("runs", "Settings of Run {number}")
SETTINGS_SET = translate("runs", "The settings of run {number} are set. Run starts with them.")
FIRST_SETTINGS_SET = translate(
    "runs",
    "The settings that run {number} began with are set. At epoch {epoch} it got others.",
)
LAST_SETTINGS_SET = translate(
    "runs",
    "The last settings of run {number} are set. To epoch {epoch} it had others.",
)
OTHER_SHAPE = translate("runs", "The steps h of run {number} are of another number of weights.")

SHOW = translate("runs", "&Draw beside Others")
SHOW_TIP = translate("runs", "Draw this run in the loss plot, here and in the surface (Space)")
PIN = translate("runs", "&Keep")
PIN_TIP = translate("runs", "Keep this run until it is deleted (P)")
RENAME = translate("runs", "&Rename")
RENAME_TIP = translate("runs", "Give this run a name (F2)")
USE_SETTINGS = translate("runs", "Use Its &Settings")
USE_SETTINGS_TIP = translate("runs", "Set all settings as they were in this run (S)")
USE_FIRST_SETTINGS = translate("runs", "Use Its &First Settings")
USE_FIRST_SETTINGS_TIP = translate(
    "runs", "Set all settings as this run began, before they were changed"
)
DELETE = translate("runs", "D&elete")
DELETE_TIP = translate("runs", "Delete this run; Undo brings it back (Del)")
EXPORT = translate("runs", "E&xport Runs…")
EXPORT_TIP = translate("runs", "Write the table of the runs to a file")

RUN, RATE, STEP_H = translate("runs", "run"), translate("runs", "η"), translate("runs", "h")
QUOTIENT, OPTIMISER = translate("runs", "quotient"), translate("runs", "optimiser")
FORMULA = translate("runs", "loss function")
"""What a run made small; its loss at the end is a number."""
EPOCHS, LOSS, GAP, TIME, ENDED = (
    translate("runs", "epochs"),
    translate("runs", "loss"),
    translate("runs", "gap"),
    translate("runs", "time"),
    translate("runs", "ending"),
)
COLUMN_TIPS = {
    RUN: translate("runs", "The run; a tick draws it beside others"),
    RATE: translate("runs", "Learning rate η"),
    STEP_H: translate("runs", "Step h of the difference quotient"),
    QUOTIENT: translate("runs", "The difference quotient"),
    OPTIMISER: translate("runs", "What an epoch made of the slopes δW"),
    FORMULA: translate("runs", "The loss function that it made small"),
    EPOCHS: translate("runs", "How many epochs it has"),
    LOSS: translate("runs", "The loss at its end"),
    GAP: translate("runs", "Its loss above the least possible one"),
    TIME: translate("runs", "How long it took"),
    ENDED: translate("runs", "Why it ended, and what that is worth"),
}
NUMBERED = translate("runs", "{number}  {name}")
SPOKEN_KEPT = translate("runs", "run {number} {name}, kept")
SPOKEN = translate("runs", "run {number} {name}")
TOOK = translate("runs", "It took {seconds} seconds.")
KEPT_TIP = translate("runs", "It is kept.")
NOT_KEPT_TIP = translate("runs", "It is not kept: P keeps it.")
SEVERAL_H = translate("runs", "own for each")
CHANGED_ONCE = translate("runs", "{first} → {last}")
CHANGED = translate("runs", "{first} → … → {last}")
THEN = translate("runs", "{first}, then {last} from epoch {epoch}")
THEN_OTHERS = translate("runs", "{first}, then others, {last} from epoch {epoch}")
"""Of a run whose settings were changed while it was going on."""
CHANGES = translate("runs", "Its settings were changed:")
STAGE = translate("runs", "to epoch {epoch}: {optimiser}, η = {rate}, h = {h}, {quotient}")
SECONDS = translate("runs", "{seconds} s")
LESS_SECONDS = translate("runs", "< {seconds} s")
ENDINGS = {
    None: marked("runs", "paused"),
    StopReason.DONE: marked("runs", "done"),
    StopReason.CONVERGED: marked("runs", "converged"),
    StopReason.ENDLESS: marked("runs", "endless"),
    StopReason.DIVERGED: marked("runs", "diverged"),
    StopReason.UNDEFINED: marked("runs", "loss undefined"),
    StopReason.STEP_VANISHED: marked("runs", "h too small"),
    StopReason.STEP_TOO_LARGE: marked("runs", "h too large"),
    StopReason.CANCELLED: marked("runs", "stopped"),
}
SCALED = translate("runs", "{optimiser}, scaled")
SCHEDULED = translate("runs", "{optimiser}, {schedule}")
COLUMNS_SEEN = translate("runs", "{seen} of {n} columns")
"""Beside the title, while the table has no room for all of them."""
COLUMNS_HIDDEN = translate("runs", "In a wider window: {columns}")

SHOW_SWEEP = translate("runs", "Sweep")
SHOW_SWEEP_TIP = translate("runs", "Show the sweep")
SHOW_RUNS = translate("runs", "Runs")
SHOW_RUNS_TIP = translate("runs", "Show the losses of the runs")
SWEEPING = translate("runs", "Sweep of {symbol}: {percent} % of {n} runs…")
SWEPT = translate(
    "runs", "After {epochs} epochs, {symbol} = {value} comes nearest: loss {loss}. {hint}"
)
SWEPT_SHARE = translate(
    "runs",
    "After {epochs} epochs, {symbol} = {value} comes nearest, {share} % of its limit: loss {loss}. "
    "{hint}",
)
SWEPT_ALIKE = translate(
    "runs",
    "After {epochs} epochs, {symbol} from {first} to {last} all come to the loss {loss}. {hint}",
)
SWEPT_NONE = translate("runs", "After {epochs} epochs, no {symbol} of these has a finite loss.")
CLICK = translate("runs", "A click takes a value.")
TAKEN = translate("runs", "{symbol} = {value} is set. Run starts with it.")
NO_TABLE = translate("runs", "There is nothing to sweep: complete a row first.")
NO_SWEEP = translate("runs", "There is no sweep to export yet. Sweep first.")
EMPTY_SWEEP = translate("runs", "Sweep η, h or β to see which comes nearest.")

SWEEP_TITLE = translate("runs", "Sweep")
WHAT, FROM, TO, COUNT = (
    translate("runs", "Sweep"),
    translate("runs", "from"),
    translate("runs", "to"),
    translate("runs", "values"),
)
WHAT_TIP = translate("runs", "Which setting the runs differ in")
FROM_TIP = translate("runs", "The smallest value")
TO_TIP = translate("runs", "The largest value")
COUNT_TIP = translate("runs", "How many values, each about the same factor after the one before")
SWEPT_NAMES = {
    SweptSetting.LEARNING_RATE: translate("runs", "η  learning rate"),
    SweptSetting.H: translate("runs", "h  step"),
    SweptSetting.MOMENTUM: translate("runs", "β  momentum"),
}
REMARK = translate("runs", "{n} runs of {epochs} epochs, with all other settings as they are.")
REMARK_LIMIT = translate("runs", "{remark} The limit of η is {limit}.")
START = translate("runs", "Sweep")
CANCEL = translate("runs", "Cancel")
IN_RUNS = translate("runs", "In Runs")
"""The keys of the view, by their title in the list of keys."""
