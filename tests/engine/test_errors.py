import pytest

from engine import errors


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            errors.NotANumber("A", 2, 3, "x"),
            "A, row 2, column 3: “x” is not a number. Put a number there, such as 0.5 or 1e-3.",
        ),
        (
            errors.NotFinite("Y", 4, 1, float("nan")),
            "Y, row 4, column 1 is nan. Every cell must be a finite number.",
        ),
        (
            errors.EmptyTable("A", (0, 3)),
            "A is empty (0×3). It needs at least one row and one column.",
        ),
        (
            errors.ShapesDisagree("A", (3, 2), "Y", (4, 1)),
            "A is 3×2 but Y is 4×1. Y needs one column and as many rows as A has rows.",
        ),
        (
            errors.ShapesDisagree("A", (3, 2), "W", (3, 1)),
            "A is 3×2 but W is 3×1. W needs one column and as many rows as A has columns.",
        ),
        (errors.BadSetting("h", -1, "more than zero"), "h is -1; it must be more than zero."),
        (errors.BadTable("a.csv", "no."), "a.csv: no."),
        (errors.BadTable("a.csv", "no.", line=3), "a.csv, line 3: no."),
        (
            errors.CannotWrite("a.csv", "the disk is full"),
            "a.csv could not be written: the disk is full. "
            "Nothing was changed; choose another place.",
        ),
    ],
)
def test_error_sentences(error: errors.EngineError, sentence: str) -> None:
    assert str(error) == sentence


def test_vanishing_step_names_weight_and_h() -> None:
    error = errors.StepVanishes(2, 1e9, 1e-16)
    assert "h = 1e-16" in str(error)
    assert "column 2, w = 1000000000.0" in str(error)
    assert (error.weight, error.value, error.h) == (2, 1e9, 1e-16)


@pytest.mark.parametrize(
    ("shape", "shown"), [((), "a single number"), ((3,), "3"), ((3, 2), "3×2")]
)
def test_shapes_are_readable(shape: errors.Shape, shown: str) -> None:
    assert errors.shown_shape(shape) == shown


def test_cannot_write_names_path_on_one_line() -> None:
    error = errors.CannotWrite("/folder/a\n\0b.csv", "it is a folder")
    assert str(error).startswith("/folder/a b.csv could not be written: it is a folder.")
