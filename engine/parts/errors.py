"""Why the parts of a table cannot be reduced together."""

from collections.abc import Sequence

from ..errors import BadTable, EngineError
from ..language.lists import and_more
from ..language.plurals import plural
from ..language.sentence import marked
from ..shortening import elide_middle, fitted, grouped

_LONGEST_NAME = 40
_MOST_NAMED = 6
_STALLED = plural(
    "engine",
    "{n} parts did not finish: {names}. Nothing was heard of them for {seconds} s, "
    "twice. Look whether their workers can read them.",
    "{n} part did not finish: {names}. Nothing was heard of it for {seconds} s, "
    "twice. Look whether its worker can read it.",
    1,
)
_LOST = plural(
    "engine",
    "{n} parts ended the processes that read them: {names}. They may need more memory.",
    "{n} part ended the processes that read it: {names}. It may need more memory.",
    1,
)


class PartsDisagree(EngineError):
    """Two parts have different numbers of columns."""

    def __init__(self, width: int, other_width: int) -> None:
        self.width, self.other_width = width, other_width
        super().__init__(
            marked(
                "engine",
                "The parts are not of one table: their numbers of columns are {one} and {other}.",
            ).format(one=grouped(width), other=grouped(other_width))
        )
        self.short = marked("engine", "The parts are not of one table: their columns differ.")


class OtherColumns(BadTable):
    """A file has other columns than the first file of its table."""

    def __init__(self, name: str, model: str, own: Sequence[str], wanted: Sequence[str]) -> None:
        super().__init__(
            name,
            marked(
                "engine",
                "its columns are {own}, but those of {model} are {wanted}. All files of a "
                "table need the same columns and, if one has a header, a header.",
            ).format(model=model, own=_named(own), wanted=_named(wanted)),
        )
        form = marked("engine", "{name} has other columns than {model}.")
        self.short = fitted(form, names={"name": name, "model": model})


class NotForManyFiles(EngineError):
    """Something was asked for that cannot be done with rows that are reduced file by file."""


class NoFiles(EngineError):
    """A pattern matches no file."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        form = marked("engine", "No file matches {pattern}.")
        super().__init__(form.format(pattern=pattern))
        self.short = fitted(form, names={"pattern": pattern})


class ClusterMissing(EngineError):
    """What the cluster needs is not installed."""

    def __init__(self) -> None:
        super().__init__(
            marked(
                "engine",
                "A cluster needs the extra {extra}. Add it: python3 main.py --add cluster",
            ).format(extra="cluster")
        )
        self.short = self.sentence


class NoCluster(EngineError):
    """A cluster cannot be reached, or cannot do the work."""

    def __init__(self, address: str, problem: str) -> None:
        self.address, self.problem = address, problem
        form = marked("engine", "The cluster {address} cannot be used: {problem}.")
        super().__init__(form.format(address=address, problem=problem))
        self.short = fitted(form, names={"address": address}, problem=problem)


class PartsStalled(EngineError):
    """Parts did not finish, and starting them anew did not help."""

    def __init__(self, names: Sequence[str], seconds: float) -> None:
        self.names, self.seconds = tuple(names), seconds
        shown = and_more(self.names, _MOST_NAMED)
        super().__init__(_STALLED(len(names), names=shown, seconds=f"{seconds:g}"))
        self.short = marked("engine", "Parts did not finish, the first of them {name}.").format(
            name=elide_middle(names[0], 20)
        )


class PartsLost(EngineError):
    """Parts took every process that read them with them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(_LOST(len(names), names=and_more(self.names, _MOST_NAMED)))
        self.short = marked("engine", "{name} ended the processes that read it.").format(
            name=elide_middle(names[0], 24)
        )


def _named(names: Sequence[str]) -> str:
    if not names:
        return marked("engine", "without names")
    return and_more([elide_middle(name, _LONGEST_NAME) for name in names], _MOST_NAMED)
