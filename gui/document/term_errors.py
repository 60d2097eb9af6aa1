"""Why a change is refused that computed columns would not survive."""

from engine.shortening import fitted

from ..errors import GuiError
from ..text.translation import translate


class SourceRemoved(GuiError):
    """A column would be gone that another is computed from."""

    def __init__(self, source: str, name: str) -> None:
        super().__init__(
            translate(
                "document",
                "{name} is computed from {source}. Remove {name} too, or make it a plain column "
                "first.",
            ).format(name=name, source=source)
        )
        self.short = fitted(
            translate("document", "{source} must stay: {name} is computed from it."),
            names={"name": name, "source": source},
        )


class SourceUnnamed(GuiError):
    """A column would lose the name by which another is computed from it, or get none that can be.

    A backquote quotes names in formulas.
    """

    def __init__(self, source: str, name: str) -> None:
        super().__init__(
            translate(
                "document",
                "{name} is computed from {source}, which needs a name without a backquote.",
            ).format(name=name, source=source)
        )
        self.short = fitted(
            translate("document", "{source} needs a name: {name} is computed from it."),
            names={"name": name, "source": source},
        )


class NameTaken(GuiError):
    """Two columns would have the name of a source."""

    def __init__(self, source: str, name: str) -> None:
        super().__init__(
            translate(
                "document",
                "{name} is computed from {source}, so only one column can have that name. Choose "
                "another.",
            ).format(name=name, source=source)
        )
        self.short = fitted(
            translate("document", "Only one column can be {source}: {name} is computed from it."),
            names={"name": name, "source": source},
        )


class IsComputed(GuiError):
    """A cell of a computed column was written."""

    def __init__(self, name: str, term: str) -> None:
        super().__init__(
            translate(
                "document",
                "{name} is computed: {term}. Edit what it is computed from, or make it a plain "
                "column.",
            ).format(name=name, term=term)
        )
        self.short = fitted(
            translate("document", "{name} is computed: {term}."),
            names={"name": name, "term": term},
        )
