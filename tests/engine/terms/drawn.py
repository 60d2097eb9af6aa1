"""Terms drawn at random, of a few columns."""

from hypothesis import strategies as st

from engine.formula.tree import Node, Operator, operation
from engine.terms import (
    CategoryTerm,
    ComputedTerm,
    FormulaTerm,
    LogarithmTerm,
    PowerTerm,
    ProductTerm,
)
from engine.terms.grammar import column_node, columns_in, number_node

NAMES = ("age", "body mass", "x", "log", "a = b", "größe", "2nd", "x²")
names = st.sampled_from(NAMES)
numbers = st.floats(-1e6, 1e6).filter(lambda x: x not in (0, 1))
_LEVELS = st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=5, unique=True)

_leaves = st.one_of(names.map(column_node), st.floats(0, 1e6).map(lambda value: number_node(value)))


def _of_two(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    two = (Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE, Operator.POWER)
    one = (Operator.LOG, Operator.LOG10, Operator.LOG2, Operator.ABS, Operator.NEGATE)
    return st.one_of(
        st.builds(lambda sign, a, b: operation(sign, (a, b)), st.sampled_from(two), part, part),
        st.builds(lambda sign, a: operation(sign, (a,)), st.sampled_from(one), part),
        st.builds(lambda a, b: operation(Operator.LARGER, (a, b)), part, part),
    )


trees: st.SearchStrategy[Node] = st.recursive(_leaves, _of_two, max_leaves=8).filter(
    lambda node: bool(columns_in(node))
)
computed: st.SearchStrategy[ComputedTerm] = st.one_of(
    st.builds(PowerTerm, names, numbers),
    st.builds(ProductTerm, st.lists(names, min_size=2, max_size=8).map(tuple)),
    st.builds(LogarithmTerm, names, st.sampled_from((2.0, 10.0, 2.718281828459045, 3.0, 0.5))),
    st.builds(FormulaTerm, trees),
)


@st.composite
def categories(draw: st.DrawFn) -> CategoryTerm:
    levels = tuple(draw(_LEVELS))
    first, second = draw(st.permutations(levels))[:2]
    return CategoryTerm(draw(st.text(min_size=1, max_size=9)), first, levels, second)
