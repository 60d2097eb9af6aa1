import pytest

from engine import Method, Settings
from engine.errors import BadSetting


@pytest.mark.parametrize("name", ["automatic", "literal", "triangle", "modes"])
def test_a_method_is_known_by_its_name(name: str) -> None:
    assert Method(name) == name
    assert Settings(method=name).method is Method(name)


@pytest.mark.parametrize("name", ["", "Modes", "newton", "literal "])
def test_another_name_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(BadSetting, match="it must be automatic, literal, triangle or modes") as no:
        Method(name)
    assert (no.value.setting, no.value.value) == ("method", name)
