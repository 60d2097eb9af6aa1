from engine.examples import published

from .problems import published_problem


def test_the_published_example_is_the_published_problem() -> None:
    example, known = published(), published_problem()
    assert example.problem.A.tolist() == known.A.tolist()
    assert example.problem.Y.tolist() == known.Y.tolist()
    assert example.problem.W.tolist() == known.W.tolist()


def test_its_settings_are_those_of_the_published_run_and_the_note_says_why() -> None:
    example = published()
    settings = example.settings
    assert (settings.epochs, settings.learning_rate, settings.h) == (1000, 0.01, 0.1)
    assert "h² = 0.01" in example.note
