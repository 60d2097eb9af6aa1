import pytest

from engine.formula.errors import BadFormula
from engine.formula.formula import Formula
from engine.formula.from_latex import from_latex
from engine.formula.parser import parse

from .losses import LOSSES, UNUSUAL


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_latex_as_written_comes_back(name: str) -> None:
    formula = Formula.of((LOSSES | UNUSUAL)[name])
    assert parse(from_latex(formula.latex)) == formula.root


@pytest.mark.parametrize(
    ("latex", "offer"),
    [
        (r"\frac{1}{N}\sum_{i=1}^{N} (y_i - \hat{y}_i)^2", "1/N·sum((Y − P)²)"),
        (r"$$L = \frac1n \sum_{i=1}^n \left|y_i-\hat y_i\right|^{1.5}$$", "1/N·sum(|Y − P|^1.5)"),
        (
            r"\mathcal{L}(w) = \frac12\|y - Xw\|_2^2 + 0.1\|w\|_1",
            "1/2·sum((Y − P)²) + 0.1·sum(|W|)",
        ),
        (r"\[\lVert \mathbf{Y} - \mathbf{A}\mathbf{W} \rVert / N\]", "sqrt(sum((Y − P)²))/N"),
        (r"\mathbb{E}\left[\log\left(1+(Y-\hat{Y})^2\right)\right]", "mean(log(1 + (Y − P)²))"),
        (r"\sum_{j} w_j^2 + \sum_{i\in I} |y_i-\hat{y}_i|", "sum(W²) + sum(|Y − P|)"),
        (r"2\max\{|Y-P|\} \times 3^{-2}", "2·max(|Y − P|)·3^(−2)"),
    ],
)
def test_latex_of_papers_is_offered(latex: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(latex)
    assert refused.value.offer.replace("√", "sqrt") == offer
    Formula.of(refused.value.offer)


@pytest.mark.parametrize(
    "latex",
    [
        r"\lambda \sum_j w_j^2",  # λ is no number
        r"\sum_i (y_i - \beta x_i)^2",
        r"\hat{W}",
        r"\log y",
        r"\sqrt[3]{\sum (Y-P)^2}",
        r"\|Y - P\|_\infty",
        r"\sum_{i} (y_{i-1} - \hat{y}_i)^2",  # of the row before
        r"\frac{1}{N",
        r"\begin{cases} 1 \end{cases}",
        r"\frac{1}{N}\sum",
        "\\" * 300,
        "{" * 3000,
    ],
)
def test_uncertain_latex_is_not_offered(latex: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(latex)
    assert refused.value.offer == ""
