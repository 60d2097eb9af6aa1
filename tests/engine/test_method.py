import pytest

from engine import Method, Settings
from engine.errors import BadSetting


@pytest.mark.parametrize("name", ["automatic", "literal", "triangle", "modes"])
def test_method_by_name(name: str) -> None:
    assert Method(name) == name
    assert Settings(method=name).method is Method(name)


@pytest.mark.parametrize("name", ["", "Modes", "newton", "literal "])
def test_unknown_method_lists_names(name: str) -> None:
    with pytest.raises(BadSetting, match="it must be automatic, literal, triangle or modes") as no:
        Method(name)
    assert (no.value.setting, no.value.value) == ("method", name)
