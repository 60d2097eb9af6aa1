import pytest

from engine.reading.error_values import is_error_value


@pytest.mark.parametrize(
    "cell",
    [
        *("#N/A", "#NV", "#N/D", "#I/T", "#Н/Д", "#YOK"),
        *("#DIV/0!", "#REF!", "#NAME?", "#WERT!", "#BÖL/0!", "#¡VALOR!", "#¿NOMBRE?", "#ИМЯ?"),
    ],
)
def test_error_values_of_any_language(cell: str) -> None:
    assert is_error_value(cell)


@pytest.mark.parametrize("cell", ["", "#", "#1", "#ID", "#N", "#hot!", "#HOT! 3", "N/A", "DIV/0!"])
def test_names_and_comments_are_not_errors(cell: str) -> None:
    assert not is_error_value(cell)
