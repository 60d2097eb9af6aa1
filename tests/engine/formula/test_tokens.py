import pytest

from engine.formula.errors import BadFormula
from engine.formula.tokens import Token, TokenKind, tokens_of

NUMBER, NAME, SIGN = TokenKind.NUMBER, TokenKind.NAME, TokenKind.SIGN


def test_tokens_keep_their_places() -> None:
    assert tokens_of(" P**2 ") == [
        Token(NAME, "P", 1, 2),
        Token(SIGN, "^", 2, 4),
        Token(NUMBER, "2", 4, 5, 2.0),
        Token(TokenKind.END, "", 5, 5),
    ]


@pytest.mark.parametrize("signs", ["·*×⋅∙\u0387", "−-", "/÷∕"])
def test_signs_have_other_forms(signs: str) -> None:
    assert len({tokens_of(sign)[0].text for sign in signs}) == 1


def test_raised_digits_are_one_number() -> None:
    name, raised, _ = tokens_of("P²³")
    assert (name.text, raised.value, raised.kind) == ("P", 23, TokenKind.RAISED)
    assert tokens_of("x⁻²")[1].value == -2


@pytest.mark.parametrize("text", ["1,5", "1,234", "1,234.5", "0,5e3", "max(1,5, Y)"])
def test_comma_in_a_number_is_refused(text: str) -> None:
    with pytest.raises(BadFormula, match="could be one number, or two values"):
        tokens_of(text)


@pytest.mark.parametrize("text", ["1, 5", "1,2,3", "2,1.5", "1,N", "1,2,N"])
def test_comma_between_values_is_a_sign(text: str) -> None:
    assert any(token.text == "," for token in tokens_of(text))
