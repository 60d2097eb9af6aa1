"""What the parts of the window are that have no tool tip for it, by the names of the widgets."""

from engine import Difference

from ..text.setting_texts import BEST_H_FORMULAE, QUOTIENT_FORMULAE
from ..text.translation import translate

EXPLANATIONS = {
    "difference": translate("help", "The quotient that every slope is made of"),
    "view_tabs": translate("help", "Views of the same run: each shows it in another way"),
    "readout": (
        translate(
            "help",
            "The loss at the epoch shown, beside the least possible one; R² is the share of Y "
            "that the model explains. Amber means: not at the optimum yet.",
        )
    ),
    "lesson": translate("help", "What this example teaches, or what was imported"),
    "loss_plot": (
        translate(
            "help",
            "The loss at each epoch. The dashed line is the least possible. Drag to move, turn the "
            "wheel to zoom, double-click to show everything again.",
        )
    ),
    "prediction_plot": (
        translate(
            "help",
            "Each row’s Y and its prediction Ŷ at the epoch shown: a good fit lies on the line.",
        )
    ),
    "view_sentence": translate(
        "help",
        "What the view has found: in The limit what this h is worth, in Surface what is left of "
        "the gap, in Fit whose figures these are",
    ),
    "limit": translate("help", "What a quotient is made of, and how wrong it is at each h"),
    "limit_controls": translate(
        "help", "The weight and the h that are looked at, and what is drawn of them"
    ),
    "microscope": (
        translate(
            "help",
            "The loss beside one weight, through a window of ±1.7 h. Drag a point, or turn the "
            "wheel: a curve becomes a line, and the line a staircase of the numbers that the "
            "computer has.",
        )
    ),
    "digits_panel": translate(
        "help", "The two losses, digit below digit: what they share cancels in the quotient"
    ),
    "error_plot": (
        translate(
            "help",
            "How many digits of the slope each quotient has right at each h, which falls to the "
            "right. Points are measured, dashed lines are theory. Drag the line, or turn the "
            "wheel.",
        )
    ),
    "surface": translate(
        "help", "The loss from above, with the path of the run, and what is left of the gap"
    ),
    "surface_controls": translate("help", "Which two directions or weights are drawn"),
    "surface_plot": (
        translate(
            "help",
            "Contours of the loss, each four times as far above the least loss as the next inner "
            "one. Circle: start; dots: epochs 1, 10, 100 …; cross: optimum. Click to start the "
            "next run there; drag, or turn the wheel, and double-click to show everything again.",
        )
    ),
    "gap_plot": (
        translate(
            "help",
            "The loss above the least one, as far as the run has come and, dashed, as it goes on; "
            "and what each direction of W has of it. The slowest direction decides how long the "
            "run takes.",
        )
    ),
    "fit": translate(
        "help", "How good the optimum is, how sure each weight is, and what is odd in the rows"
    ),
    "goodness": translate(
        "help", "What is asked first of a fit: grey while the run is not at the optimum"
    ),
    "fit_weights": translate(
        "help", "The weights and how sure they are. Click a name to sort; Ctrl+C copies all."
    ),
    "fit_controls": translate("help", "Which picture of the rows is shown, and against what"),
    "residual_plot": (
        translate(
            "help",
            "What the fit leaves of each row. A bend or a funnel says that the model lacks "
            "something; beyond the dashed lines lies one row in twenty. Click a point to select "
            "its row.",
        )
    ),
    "quantile_plot": (
        translate(
            "help",
            "The residuals beside those of a normal distribution: near the line the intervals and "
            "p hold, ends that leave it are outliers.",
        )
    ),
    "influence_plot": (
        translate(
            "help",
            "How far each row is from the others (leverage), and how badly it is fitted. Beyond "
            "the lines of Cook’s distance, a row decides the fit alone.",
        )
    ),
    "line_plot": (
        translate(
            "help",
            "Y against one column, with the fit for the others at their means. In the inner band "
            "lies the mean of Y, in the outer one a new Y, each in 95 of 100 cases.",
        )
    ),
    "agreement_plot": translate(
        "help", "Ŷ of the optimum against Y of each row: a good fit lies on the line"
    ),
    "timeline": translate("help", "Which epoch of the run all parts of the window show"),
    "A": translate("help", "The inputs: a row for each observation, a column for each weight"),
    "Y": translate(
        "help", "The outputs Y, what W predicts for them, and what is left: the residual"
    ),
    "W": translate("help", "The weights: each stands over its column of A"),
    "W_margin": translate("help", "The number that belongs to each row of W"),
    "step_card": translate(
        "help", "The next epoch of one weight, written out with its real numbers"
    ),
    "fit_card": translate("help", "How well W fits now, and how well it can fit"),
    "diagnosis": (
        translate(
            "help",
            "How the run is doing, and what would help. Alt+Enter takes the remedy that is "
            "offered.",
        )
    ),
    "run_bar": translate(
        "help", "What a run does: press Run (F5), or change a setting before or during it"
    ),
    "qt_splithandle_": translate(
        "help", "Drag it to divide the height otherwise; F7 divides it in three usual ways"
    ),
    "qt_splithandle_prediction_plot": translate(
        "help", "Drag it to divide the width between the plots"
    ),
    "columns_bar": translate("help", "Scrolls the columns of A and W; Y stays"),
    "rows_bar": translate("help", "Scrolls the rows of A and Y; W stays"),
}

FORMULAE = {
    "learning_rate": "W ← W − η·δW",
    "h": QUOTIENT_FORMULAE[Difference.CENTRAL],
    "readout": translate("help", "loss(W) = (1/N) Σ (Y − A·W)²"),
    "loss_plot": translate("help", "loss(W) = (1/N) Σ (Y − A·W)²"),
    "prediction_plot": "Ŷ = A·W",
    "limit": QUOTIENT_FORMULAE[Difference.CENTRAL],
    "error_plot": BEST_H_FORMULAE[Difference.CENTRAL],
    "residual_plot": translate("help", "residual = Y − Ŷ"),
    "Y": translate("help", "Ŷ = A·W, residual = Y − Ŷ"),
    "step_card": translate("help", "w next = w − η·δw"),
}
"""The formulae of those that have one; a part may have another one for each quotient."""
