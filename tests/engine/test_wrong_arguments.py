"""Wrong arguments of the public functions: one sentence each, whatever was given."""

import inspect
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

import engine
from engine import EngineError, Problem, Settings, fit
from engine.errors import BadSetting, MaskedCell, NotANumber, NotATable, ShapesDisagree

PROBLEM = Problem([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]], [1.0, 2.0, 3.0])
MASKED = np.ma.MaskedArray([[1.0, 2.0], [9.97e36, 4.0]], [[False, False], [True, True]])


class Tensor:
    """An object that refuses to become an array, as a tensor with a gradient does."""

    def __array__(self, *_: object, **__: object) -> None:
        raise RuntimeError("Can't call numpy() on a Tensor that requires grad.")


class Sparse:
    """What a sparse matrix offers, without its library."""

    shape, nnz, ndim = (3, 2), 2, 2

    def toarray(self) -> object:
        return np.eye(3)


@pytest.mark.parametrize(
    ("A", "says"),
    [
        (np.array([[1, 2]], "m8[ns]"), "time differences (timedelta64[ns])"),
        (np.array([[1, 2]], "m8[s]"), "time differences (timedelta64[s])"),
        (np.array([[1, 2]], "m8[D]"), "time differences (timedelta64[D])"),
        (np.array([[1, 2]], "m8[Y]"), "divide them by a unit"),
        (np.array([[1, 2]], "M8[D]"), "dates (datetime64[D])"),
        (np.array([[1, 2]], "M8[ns]"), "subtract the first one"),
        (np.zeros(2, [("a", "f8")]), "structured array"),
        (Sparse(), "give its toarray()"),
        (Tensor(), "which gives no array: Can't call numpy()"),
        ({"a": 1}, "it is a dict"),
        ({1.0, 2.0}, "it is a set"),
        (None, "it is None"),
        ("1,2", "it is text"),
        ((i for i in range(3)), "it is a generator"),
        (np.zeros((2, 2, 2)), "2×2×2"),
        (object(), "it is an object"),
    ],
)
def test_what_is_no_table_is_named(A: object, says: str) -> None:
    for given in ((A, [1.0]), ([[1.0, 2.0]], A), ([[1.0]], [1.0], A)):
        if given[-1] is None:
            continue
        with pytest.raises((NotATable, ShapesDisagree)) as refused:
            Problem(*given)
        if isinstance(refused.value, NotATable):
            assert says in str(refused.value)
            assert str(refused.value).endswith(".")


@pytest.mark.parametrize("unit", ["ns", "s", "D", "Y"])
def test_time_difference_is_no_number(unit: str) -> None:
    one = np.timedelta64(1, unit)  # type: ignore[call-overload]
    with pytest.raises(NotANumber, match="row 1, column 2"):
        Problem([[1.0, one]], [1.0])
    with pytest.raises(NotANumber):
        Problem(np.array([[one]], dtype=object), [1.0])
    for wrong in ({"h": one}, {"learning_rate": one}, {"epochs": one}, {"tolerance": one}):
        with pytest.raises(BadSetting):
            Settings(**wrong)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ((MASKED, [1.0, 2.0]), "A, row 2, column 1 is masked"),
        (([[1.0], [2.0]], MASKED[:, 1]), "Y, row 2, column 1 is masked"),
        (([[1.0], [2.0]], MASKED[:, 1:]), "Y, row 2, column 1 is masked"),
        (([[1.0, 2.0]], [1.0], MASKED[:, 0]), "W, row 2, column 1 is masked"),
        ((np.ma.masked_all((2, 2)), [1.0, 2.0]), "A, row 1, column 1 is masked"),
        ((np.ma.masked_invalid([[1.0], [np.nan]]), [1.0, 2.0]), "A, row 2, column 1 is masked"),
        ((MASKED.astype(object), [1.0, 2.0]), "A, row 2, column 1 is masked"),
        (
            (np.ma.MaskedArray([[1], [2]], [[False], [True]]), [1.0, 2.0]),
            "A, row 2, column 1 is masked",
        ),
    ],
)
def test_first_masked_cell_is_named(arguments: tuple[object, ...], place: str) -> None:
    with pytest.raises(MaskedCell) as refused:
        Problem(*arguments)  # type: ignore[arg-type]
    assert str(refused.value).startswith(place)


def test_unmasked_arrays_are_plain_numbers() -> None:
    whole = np.ma.MaskedArray([[1.0, 2.0], [3.0, 4.0]])
    problem = Problem(whole, np.ma.MaskedArray([1.0, 2.0], [False, False]))
    assert type(problem.A) is np.ndarray
    assert problem.A.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert problem.Y.tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((PROBLEM.A, PROBLEM.Y), "write fit(Problem(A, Y))"),
        (([[1.0]], [1.0]), "write fit(Problem(A, Y))"),
        ((PROBLEM.A,), "give a Problem, made by Problem(A, Y)"),
        ((PROBLEM, {"epochs": 3}), "settings is a dict; write Settings(**settings)"),
        ((PROBLEM, {}), "settings is a dict"),
        ((Settings(), PROBLEM), "problem is a Settings"),
        ((PROBLEM, PROBLEM), "give Settings"),
        ((PROBLEM, 1000), "settings is an int"),
        ((PROBLEM, PROBLEM.Y), "A and Y make one argument"),
        ((PROBLEM, "central"), "settings is a str"),
        ((None, None), "problem is None"),
    ],
)
def test_wrong_call_of_fit_says_the_right_one(arguments: tuple[object, ...], says: str) -> None:
    with pytest.raises(EngineError, match=r"^fit: ") as refused:
        fit(*arguments)  # type: ignore[arg-type]
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_converged": "no"},
        {"scale_columns": np.ones(3)},
        {"learning_rate": np.ones(3)},
        {"h": [0.1]},
        {"difference": np.ones(2)},
        {"difference": ["central"]},
        {"precision": np.float64},
        {"method": None},
        {"epochs": "1000"},
        {"epochs": np.array([1, 2])},
    ],
)
def test_setting_of_another_kind_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadSetting):
        Settings(**wrong)  # type: ignore[arg-type]


def test_output_is_never_stretched_along_rows() -> None:
    """numpy makes N×N numbers of a column minus a row, whose mean is no loss."""
    A, W, Y = PROBLEM.A, np.array([[1.0], [2.0]]), PROBLEM.Y[:, 0]
    loss = engine.mean_squared_error(A, W, Y)
    assert loss == engine.mean_squared_error(A, W, PROBLEM.Y)
    with pytest.raises(ShapesDisagree):
        engine.mean_squared_error(A, W, Y[:1])
    with pytest.raises(ShapesDisagree):
        engine.predict(A, W[:1])
    with pytest.raises(ShapesDisagree):
        engine.residual(PROBLEM.Y, Y[:2])


WRONG = [None, 5, "x", {"a": 1}, [1, 2], np.eye(2), Settings(), Tensor(), Sparse(), {1, 2}, MASKED]
OF_PROBLEMS = [
    *("descend", "exact_gradient", "fit", "gradient", "learning_rate_limit", "on_unit_columns"),
    *("optimum", "suggest_h", "triangle_of", "judge"),
]
OF_OTHERS = ["archived", "history_csv", "numpy_code", "read_archive", "read_table", "preview"]
OF_NUMBERS = ["predict", "residual", "mean_squared_error", "predictions_csv", "rescaled"]


def consumed(name: str, wrong: object) -> None:
    """Give a function the same for all that it needs, and take what it makes when it is asked."""
    function = getattr(engine, name)
    parameters = inspect.signature(function).parameters.values()
    needed = [
        each
        for each in parameters
        if each.default is each.empty and each.kind < each.VAR_POSITIONAL
    ]
    result = function(*[wrong] * len(needed))
    if isinstance(result, Iterator):
        list(islice(result, 3))


@pytest.mark.parametrize("name", [*OF_PROBLEMS, *OF_OTHERS])
@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: type(each).__name__)
def test_each_function_refuses_by_a_sentence(
    name: str, wrong: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineError) as refused:
        consumed(name, wrong)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", OF_NUMBERS)
@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: type(each).__name__)
def test_numbers_are_taken_or_refused_by_a_sentence(name: str, wrong: object) -> None:
    is_usable = isinstance(wrong, (int, list)) or type(wrong) is np.ndarray
    raised: EngineError | None = None
    try:
        consumed(name, wrong)
    except EngineError as error:
        raised = error
    assert is_usable or raised is not None
    assert raised is None or str(raised).endswith(".")
