import numpy as np

from engine import Problem, Settings, predict
from gui.document import Document
from gui.prediction_feed import PredictionFeed


def test_few_rows_are_all_sampled() -> None:
    problem = Problem([[1, 2], [3, 4]], [5, 6], [0.5, 0.25])
    feed = PredictionFeed(Document(problem, Settings(), "Test"))
    assert feed.rows.tolist() == [0, 1]
    assert feed.observed.tolist() == [5, 6]
    predicted = feed.predicted(problem.W)
    assert predicted is not None
    assert predicted.tolist() == predict(problem.A, problem.W).ravel().tolist()


def test_many_rows_are_sampled_alike() -> None:
    A = np.arange(200_000.0).reshape(100_000, 2)
    feed = PredictionFeed(Document(Problem(A, A[:, :1]), Settings(), "Test"))
    assert len(feed.rows) <= 4000
    predicted = feed.predicted(np.array([[1.0], [0.0]]))
    assert predicted is not None
    assert predicted.tolist() == feed.observed.tolist() == A[feed.rows, 0].tolist()


def test_unusable_weights_predict_nothing() -> None:
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    feed = PredictionFeed(document)
    assert feed.predicted(None) is None
    assert feed.predicted(np.zeros((3, 1))) is None
    document.insert_columns(0, 1)
    feed.refresh()
    assert feed.predicted(np.zeros((3, 1))) is not None
