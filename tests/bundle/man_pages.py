"""The manual pages of the two programs, in the form that ``man`` reads."""

from engine.program.version import VERSION

_SECANT = """\
.TH SECANT 1 "" "Secant {version}" "User Commands"
.SH NAME
secant \\- watch a linear model learn by gradient descent
.SH SYNOPSIS
.B secant
.RI [ FILE ]
.RB [ \\-\\-debug ]
.br
.B secant \\-\\-install\\-launcher
.SH DESCRIPTION
Opens a window with a table, and fits a linear model to it by gradient descent whose gradient is
taken from difference quotients alone. FILE is an experiment
.RI ( .secant )
or a table: text, a workbook
.RI ( .xlsx ,\\  .xlsb ,\\  .xls ,\\  .ods )
or NumPy arrays
.RI ( .npy ,\\  .npz ).
.SH OPTIONS
.TP
.B \\-\\-debug
Log to the terminal what the program does.
.TP
.B \\-\\-install\\-launcher
Put Secant into the application menu of this user, and exit.
.TP
.BR \\-h ", " \\-\\-help
Show the usage, and exit.
.SH ENVIRONMENT
.TP
.B SECANT_LOG
With the value debug or info, the same as \\-\\-debug.
.TP
.B QT_QPA_PLATFORM
The platform of Qt, xcb or wayland; by default the first that answers.
.SH EXIT STATUS
0 after the window was closed, 2 if it could not be opened, 130 after Ctrl\\-C.
.SH SEE ALSO
.BR secant\\-fit (1)
"""
_FIT = """\
.TH SECANT\\-FIT 1 "" "Secant {version}" "User Commands"
.SH NAME
secant\\-fit \\- fit a linear model by gradient descent, without a window
.SH SYNOPSIS
.B secant\\-fit
.RI [ TABLE ]
.RI [ OPTIONS ]
.SH DESCRIPTION
Runs the published example, or fits a table whose last column is Y. The table may be larger than
memory; its format is guessed, and options override each guess. The last line says whether the
optimum was reached.
.SH OPTIONS
.TP
.B \\-\\-until\\-converged
Run until the weights stop changing.
.TP
.B \\-\\-scale\\-columns
Scale columns to length 1 during the run.
.TP
.BR \\-\\-learning\\-rate " \\fIη\\fR, " \\-\\-h " \\fIh\\fR, " \\-\\-epochs " \\fIN\\fR"
The rate, the step of the quotient, and how many epochs to run.
.TP
.B \\-\\-statistics
Print standard errors, t, p and intervals of the optimum.
.TP
.BR \\-h ", " \\-\\-help
Show all options, and exit.
.TP
.B \\-\\-version
Show the version, and exit.
.SH EXIT STATUS
0 if all epochs have run or the run converged, 1 if it did not reach the optimum, 2 if something
could not be read or written, 130 after Ctrl\\-C.
.SH EXAMPLES
.B secant\\-fit table.csv \\-\\-until\\-converged \\-\\-learning\\-rate safe
.SH SEE ALSO
.BR secant (1)
"""
MAN_PAGES = {
    "secant.1": _SECANT.format(version=VERSION),
    "secant-fit.1": _FIT.format(version=VERSION),
}
"""The text of each page, by its file."""
