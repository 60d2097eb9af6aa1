"""Names of columns of A for sentences, and the check that columns still exist."""

from collections.abc import Sequence

from engine.shortening import in_quotes
from engine.verdict.wording import numbered_name

from ..document import Experiment
from ..text.names import all_of
from ..text.translation import plural, translated
from .errors import NoSuchColumn

# The message strip has two lines: more than three names would push the warning out of it.
MOST_NAMED = 3
# Long enough to recognise a name; three of them still leave a line for the warning.
LONGEST_NAME = 24
_COLUMNS = plural("transforms", "{n} columns", "{n} column", 1)


def named_columns(experiment: Experiment, columns: Sequence[int]) -> str:
    """Name a few columns, as in ``x2 and “size”``, or count many: ``12 columns``."""
    if len(columns) > MOST_NAMED:
        return _COLUMNS(len(columns))
    return all_of([_quoted(experiment, k) for k in columns], MOST_NAMED)


def check_columns(experiment: Experiment, columns: Sequence[int]) -> None:
    """Raise NoSuchColumn for the first column that does not exist."""
    for k in columns:
        if k >= experiment.columns:
            raise NoSuchColumn(k + 1)


def _quoted(experiment: Experiment, column: int) -> str:
    """Return the name of a column, in quotes if a person gave it."""
    name = experiment.column_name(column)
    is_given = name == experiment.inputs[column].name
    quoted = in_quotes(name, LONGEST_NAME) if is_given else name
    is_distinct = experiment.distinct_names[column] == name
    return translated(quoted if is_distinct else numbered_name(quoted, column))
