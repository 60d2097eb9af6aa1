import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, predict
from gui.document import Document
from gui.run.prediction_sample import MOST_CELLS_SAMPLED, PredictionFeed, sampled_rows

pytestmark = pytest.mark.usefixtures("qapp")  # a document starts timers


def test_few_rows_are_all_sampled() -> None:
    assert sampled_rows(3).tolist() == [0, 1, 2]
    assert sampled_rows(2000).tolist() == list(range(2000))


def test_empty_table_gives_no_rows() -> None:
    assert sampled_rows(0).tolist() == []


@given(st.integers(1, 10**9), st.integers(2, 500))
def test_many_rows_are_sampled_evenly(total: int, most: int) -> None:
    rows = sampled_rows(total, most)
    assert len(rows) == min(total, most)
    assert (rows[0], rows[-1]) == (0, total - 1)
    gaps = rows[1:] - rows[:-1]
    if len(gaps):
        assert gaps.min() >= 1
        assert gaps.max() - gaps.min() <= 1 + 1


def test_small_table_is_shown_whole() -> None:
    problem = Problem([[1, 2], [3, 4]], [5, 6], [0.5, 0.25])
    feed = PredictionFeed(Document(problem, Settings(), "Test"))
    assert feed.rows.tolist() == [0, 1]
    assert feed.observed.tolist() == [5, 6]
    predicted = feed.predicted(problem.W)
    assert predicted is not None
    assert predicted.tolist() == predict(problem.A, problem.W).ravel().tolist()


def test_both_series_use_the_same_sample() -> None:
    A = np.arange(200_000.0).reshape(100_000, 2)
    feed = PredictionFeed(Document(Problem(A, A[:, :1]), Settings(), "Test"))
    assert len(feed.rows) <= 4000
    predicted = feed.predicted(np.array([[1.0], [0.0]]))
    assert predicted is not None
    assert predicted.tolist() == feed.observed.tolist() == A[feed.rows, 0].tolist()


def test_wide_table_gives_fewer_rows() -> None:
    A = np.ones((1200, 1000))
    feed = PredictionFeed(Document(Problem(A, A[:, :1]), Settings(), "Test"))
    assert len(feed.rows) * 1000 <= MOST_CELLS_SAMPLED
    assert (feed.rows[0], feed.rows[-1]) == (0, 1199)


def test_unusable_weights_predict_nothing() -> None:
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    feed = PredictionFeed(document)
    assert feed.predicted(None) is None
    assert feed.predicted(np.zeros((3, 1))) is None
    document.insert_columns(0, 1)
    feed.refresh()
    assert feed.predicted(np.zeros((3, 1))) is not None


def test_rows_left_out_are_not_sampled() -> None:
    document = Document(Problem([[1.0], [2.0], [3.0]], [1.0, 2.0, 3.0]), Settings(), "three")
    document.leave_out([1])
    feed = PredictionFeed(document)
    assert (feed.rows.tolist(), feed.observed.tolist()) == ([0, 2], [1, 3])
