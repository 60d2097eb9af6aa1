"""The words of the window's own actions: what they are called, and what they do."""

from engine import Difference, Method, Precision
from engine.examples import Topic
from engine.formula.ready import ReadyLoss
from engine.optimisers.kinds import Optimiser

from ..document import Filling
from ..limit.texts import MENU_TIPS, THE_LIMIT
from ..panels.view_tabs import DESCENT, FIT, RUNS, SURFACE
from ..run.run_state import RunState
from ..tables.models.digits import Digits
from ..tables.models.weight_rows import WeightRow
from ..text import loss_texts, optimiser_texts
from ..text.translation import plural, translate
from ..theme.appearance import Appearance
from .split import Split

RUN = translate("window", "&Run")
RUN_TEXT = {
    RunState.RUNNING: translate("window", "&Pause"),
    RunState.STEPPING: translate("window", "&Pause"),
    RunState.PAUSED: translate("window", "&Go On"),
}
"""What Run is called when it does not begin a run."""

ASLEEP = translate("window", "Run wakes as soon as one row is complete.")
NOTHING_TO_FIT = translate("window", "Every number of A and Y is 0: there is nothing to fit.")
WHY_ASLEEP = {Filling.EMPTY: ASLEEP, Filling.BEGUN: ASLEEP, Filling.ZEROS: NOTHING_TO_FIT}
"""Why Run and Step cannot be pressed."""

NOTHING_RUNS = translate("window", "Nothing runs until the loss is corrected. {mistake}")

HELD_OUT_LOSS = plural(
    "window",
    "{n} held-out rows: loss {loss}",
    "{n} held-out row: loss {loss}",
    1,
)
HELD_OUT_BOTH = plural(
    "window",
    "{n} held-out rows: loss {loss}, R² {r_squared}",
    "{n} held-out row: loss {loss}, R² {r_squared}",
    1,
)
WITH_KEY = translate("window", "{tip} ({key})")

TOOL_TIPS = {
    "undo": translate("window", "Undo the last change of the tables, the names or the settings"),
    "redo": translate("window", "Make the change again that was undone last"),
    "run": translate("window", "Run the descent, pause it, or go on"),
    "step": translate("window", "Take one epoch"),
    "reset": translate("window", "Go back to the start row"),
    "run_again": translate("window", "Go back to the start row and run"),
    "start_from_epoch": translate(
        "window",
        "Copy W of the epoch shown into the start row: the next run begins there, with epoch 0",
    ),
    "go_on_from_epoch": translate(
        "window",
        "Forget what the run did after the epoch shown: it goes on from there, and counts on",
    ),
    "run_until_converged": translate(
        "window", "Run until the weights stop changing, however many epochs that takes"
    ),
    "type_loss": loss_texts.FORMULA_TIP,
    "ask_optimiser": optimiser_texts.ASK_TIP,
    "take_remedy": translate("window", "Do what the line at the bottom of the window offers"),
    "keep_run": translate("window", "Keep the run that is shown, and draw it beside later ones"),
    "sweep": translate(
        "window", "Run with many values of η, h or β at once, and compare their losses"
    ),
    "slower": translate("window", "Run more slowly: about ten times at each press"),
    "faster": translate("window", "Run faster: about ten times at each press"),
    "export_weights": translate("window", "Write the start and the fitted weights to a file"),
    "export_statistics": translate(
        "window", "Write the fitted weights, the optimum and its standard errors to a file"
    ),
    "export_report": translate(
        "window", "Write the run as a page to read, to print and to sign: HTML or PDF"
    ),
    "export_history": translate("window", "Write the loss of every epoch to a file"),
    "export_predictions": translate(
        "window", "Write Y, the predictions Ŷ and the residuals to a file"
    ),
    "print_view": translate(
        "window", "Print the pictures of the view that is shown, with what they show"
    ),
    "export_runs": translate("window", "Write the table of the runs to a file"),
    "export_plot": translate("window", "Write the plot of the loss as a picture"),
    "export_prediction_plot": translate("window", "Write the plot of the predictions as a picture"),
    "export_microscope": translate("window", "Write the microscope of The limit as a picture"),
    "export_digits": translate("window", "Write the digits of The limit as a picture"),
    "export_error": translate("window", "Write the error of the quotients as a picture"),
    "export_surface": translate("window", "Write the surface of the loss as a picture"),
    "export_gap": translate("window", "Write the gap by direction as a picture"),
    "export_residuals": translate("window", "Write the residuals of the fit as a picture"),
    "export_quantiles": translate(
        "window", "Write the residuals beside a normal distribution as a picture"
    ),
    "export_influence": translate("window", "Write the influence of the rows as a picture"),
    "export_line": translate(
        "window", "Write Y against a column, with the fitted line and its bands, as a picture"
    ),
    "export_agreement": translate("window", "Write Ŷ of the optimum against Y as a picture"),
    "export_runs_plot": translate("window", "Write the losses of the runs as a picture"),
    "export_sweep": translate("window", "Write the sweep as a picture"),
    "split": translate(
        "window", "Divide the height in the next way: balanced, the table tall, the table hidden"
    ),
    "new_rows": translate(
        "window", "Predict Y of rows that the table does not have, with intervals, in the view Fit"
    ),
    "show_all": translate("window", "Show everything in the plots again, after a zoom"),
    "full_screen": translate("window", "Use the whole screen, or no longer"),
    "less_motion": translate(
        "window", "Play h → 0 in steps of a decade, and the first run at once, without motion"
    ),
    "next_region": translate(
        "window", "Go to the next part of the window: bar, view, timeline, tables, message"
    ),
    "previous_region": translate(
        "window", "Go to the part of the window before: message, tables, timeline, view, bar"
    ),
    "quit": translate("window", "Close the window; unsaved changes are asked about"),
    "first_steps": translate("window", "What to do first, in six steps"),
    "what_is_this": translate(
        "window", "Click on any part of the window to see what it is; Esc gives up"
    ),
    "explain_focus": translate("window", "See what it is that the keyboard has reached"),
    "keyboard": translate("window", "All keys, in one list"),
    "rule": translate("window", "The definition of the derivative that every step is made of"),
    "about": translate("window", "Version and licence"),
    **MENU_TIPS,
}

VIEW_TEXTS = {
    translate("window", "&Descent"): DESCENT,
    translate("window", "The Li&mit"): THE_LIMIT,
    translate("window", "S&urface"): SURFACE,
    translate("window", "F&it"): FIT,
    translate("window", "Ru&ns"): RUNS,
}
"""What the View menu calls the views, in the order of their tabs."""
VIEW_KEYS = {
    DESCENT: "Ctrl+1",
    THE_LIMIT: "Ctrl+2",
    SURFACE: "Ctrl+3",
    FIT: "Ctrl+4",
    RUNS: "Ctrl+5",
}
VIEW_NAMES = {
    DESCENT: "view_descent",
    THE_LIMIT: "view_the_limit",
    SURFACE: "view_surface",
    FIT: "view_fit",
    RUNS: "view_runs",
}
"""What their actions are called in the code, in every language."""
PICTURE_TEXTS = {
    THE_LIMIT: {
        "export_microscope": translate("window", "&Microscope as Picture…"),
        "export_digits": translate("window", "&Digits as Picture…"),
        "export_error": translate("window", "&Error Plot as Picture…"),
    },
    SURFACE: {
        "export_surface": translate("window", "S&urface as Picture…"),
        "export_gap": translate("window", "&Gap Plot as Picture…"),
    },
    FIT: {
        "export_residuals": translate("window", "Residu&als as Picture…"),
        "export_quantiles": translate("window", "Normal &Quantiles as Picture…"),
        "export_influence": translate("window", "In&fluence as Picture…"),
        "export_line": translate("window", "Fitted Line with &Bands as Picture…"),
        "export_agreement": translate("window", "Ŷ against &Y as Picture…"),
    },
    RUNS: {
        "export_runs_plot": translate("window", "Runs Plot as P&icture…"),
        "export_sweep": translate("window", "Sweep as Pi&cture…"),
    },
}
"""What the Export menu calls the pictures of all views but Descent, by their actions."""
VIEW_TIPS = {
    DESCENT: translate("window", "Show the loss and the predictions of the run"),
    THE_LIMIT: translate(
        "window", "Show what a quotient is made of, and how wrong it is at each h"
    ),
    SURFACE: translate(
        "window", "Show the loss from above, the path of the run, and what is left of the gap"
    ),
    FIT: translate("window", "Show how good the optimum is, and how sure each weight is"),
    RUNS: translate("window", "Show all runs side by side, and sweeps of η, h or β"),
}

SPLIT_TEXTS = {
    Split.BALANCED: translate("window", "&Balanced"),
    Split.TALL: translate("window", "&Tall"),
    Split.HIDDEN: translate("window", "&Hidden"),
}
SPLIT_TIPS = {
    "balanced": translate(
        "window", "Give the plots the larger part of the height, and the table the rest"
    ),
    "tall": translate("window", "Give the table as much of the height as the plots can spare"),
    "hidden": translate("window", "Leave all of the height to the plots"),
}

CARD_TEXTS = {
    "step_card": translate("window", "This &Step"),
    "fit_card": translate("window", "Fit &Card"),
}
CARD_TIPS = {
    "step_card": translate(
        "window", "Show the card This step beside the sheet, if there is room for it"
    ),
    "fit_card": translate("window", "Show the card Fit beside the sheet, if there is room for it"),
}

WEIGHT_ROW_TEXTS = {
    WeightRow.NOW: translate("window", "&now"),
    WeightRow.GRADIENT: "δ&W",
    WeightRow.EXACT: translate("window", "e&xact δW"),
    WeightRow.OPTIMUM: translate("window", "&optimum"),
    WeightRow.ERROR: "± &s.e.",
    WeightRow.T: "&t",
    WeightRow.P: "&p",
    WeightRow.LOWER: translate("window", "95 % &from"),
    WeightRow.UPPER: translate("window", "9&5 % to"),
}
WEIGHT_ROW_TIP = translate("window", "Show the row {row} if there is room for it. {meaning}")
NO_ROOM_TIP = translate(
    "window", "There is no room for the row {row} now: F7 makes the table tall. {meaning}"
)

METHOD_TEXTS = {
    Method.AUTOMATIC: translate("window", "&Automatic"),
    Method.MODES: translate("window", "&Jump by Formula, Checked"),
    Method.LITERAL: translate("window", "Every Epoch, Every &Row"),
    Method.TRIANGLE: translate("window", "Every Epoch, &Table Reduced"),
}

DIFFERENCE_TEXTS = {
    Difference.CENTRAL: translate("window", "&Central"),
    Difference.FORWARD: translate("window", "&Forward"),
    Difference.BACKWARD: translate("window", "&Backward"),
}

LOSS_TEXTS = {
    ReadyLoss.MEAN_SQUARE: translate("window", "Mean &Square"),
    ReadyLoss.MEAN_ABSOLUTE: translate("window", "Mean &Absolute"),
    ReadyLoss.HUBER: translate("window", "&Huber"),
    ReadyLoss.LOG_COSH: translate("window", "&Log-Cosh"),
    ReadyLoss.QUANTILE: translate("window", "&Quantile"),
}
LOSS_TIPS = loss_texts.TIPS

OPTIMISER_TEXTS = {
    Optimiser.PLAIN: translate("window", "&Plain"),
    Optimiser.HEAVY_BALL: translate("window", "&Heavy Ball"),
    Optimiser.NESTEROV: translate("window", "&Nesterov"),
    Optimiser.RMSPROP: translate("window", "&RMSProp"),
    Optimiser.ADAM: translate("window", "&Adam"),
    Optimiser.ADAMW: translate("window", "Adam&W"),
    Optimiser.ADAGRAD: translate("window", "Ada&grad"),
}
OPTIMISER_TIPS = {each: optimiser_texts.tip_of(each) for each in Optimiser}

COLUMNS_TEXTS = {
    False: translate("window", "&As They Are"),
    True: translate("window", "&Scaled during Descent"),
}
COLUMNS_TIPS = {
    False: translate("window", "Descend on the columns of A as they are in the table"),
    True: (
        translate(
            "window",
            "Descend as if every column of A had length 1; the table stays as it is, and the "
            "weights shown are those of your columns",
        )
    ),
}

PRECISION_TIPS = {
    Precision.DOUBLE: translate("window", "Double precision: about 16 digits"),
    Precision.SINGLE: translate("window", "Single precision: about 7 digits"),
}

NO_TOLERANCE = translate("window", "&Off")
TOLERANCE = translate("window", "|δW| ≤ {length}")
NO_TOLERANCE_TIP = translate("window", "Run all epochs, however short the gradient becomes")
TOLERANCE_TIP = translate(
    "window", "Stop as soon as the length of the gradient is at most {length}"
)

DIGITS_TEXTS = {Digits.SIX: "&6", Digits.NINE: "&9", Digits.ALL: translate("window", "&All")}
DIGITS_TIPS = {
    "6": translate("window", "Write W, Ŷ and the residuals with six digits or fewer"),
    "9": translate("window", "Write W, Ŷ and the residuals with three digits more"),
    "all": translate(
        "window", "Write W, Ŷ and the residuals with every digit, as they would be copied"
    ),
}

APPEARANCE_TEXTS = {
    Appearance.SYSTEM: translate("window", "&System"),
    Appearance.LIGHT: translate("window", "&Light"),
    Appearance.DARK: translate("window", "&Dark"),
}
APPEARANCE_TIP = translate("window", "Colours of the window: {appearance}")
TOPIC_TEXTS = {
    Topic.DATA: translate("window", "The &data"),
    Topic.RATE: translate("window", "The &rate η"),
    Topic.STEP: translate("window", "The &step h"),
}
EXAMPLE_STEP = translate("window", "Example “{name}”")
