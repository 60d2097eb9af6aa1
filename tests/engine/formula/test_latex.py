import pytest
from hypothesis import given

from engine.formula.latex import latex_of
from engine.formula.parser import parse
from engine.formula.tree import Node

from .losses import trees


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (
            "mean(|Y−P|^1.5) + 0.1·sum(W²)",
            r"\operatorname{mean}\left(\left|Y - \hat{Y}\right|^{1.5}\right) "
            r"+ 0.1 \cdot \operatorname{sum}\left(W^{2}\right)",
        ),
        (
            "where(N < 2, 1/N, √N)",
            r"\begin{cases} \frac{1}{N} & \text{if } N < 2 \\ "
            r"\sqrt{N} & \text{otherwise} \end{cases}",
        ),
        ("(1/N)²", r"\left(\frac{1}{N}\right)^{2}"),
        ("2·(1/N)", r"2 \cdot \frac{1}{N}"),
        ("1e-7²", r"\left(1 \cdot 10^{-7}\right)^{2}"),
        ("−(N + 1)", r"-\left(N + 1\right)"),
        ("1 − (−N)", r"1 - \left(-N\right)"),
        ("1 − (−N + 2)", r"1 - \left(-N + 2\right)"),
        ("max(1, 2, N)", r"\max\left(1, 2, N\right)"),
        ("log(N)", r"\log\left(N\right)"),
        (
            "where(N ≥ 2, 1, 0)",
            r"\begin{cases} 1 & \text{if } N \ge 2 \\ 0 & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_latex_of_a_formula(text: str, latex: str) -> None:
    assert latex_of(parse(text)) == latex


@given(trees())
def test_brackets_of_latex_match(node: Node) -> None:
    latex = latex_of(node)
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
