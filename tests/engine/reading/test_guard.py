import logging
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Cancelled, import_table, preview, read_archive, read_table
from engine.errors import BadExperiment, BadTable, EngineError
from engine.reading import opening
from engine.reading.guard import guarded
from engine.reading.options import ReadOptions
from engine.reading.text.text_tables import TextTable

TEXT = "x,y\n1,2\n3,4\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("told"), KeyError(3), RecursionError(), UserWarning()]
)
def test_unexpected_error_is_a_logged_sentence(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(BadTable, match=r"^t.csv: it could not be read, .*\.$"), guarded("t.csv"):
        raise error
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_lack_of_memory_is_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(BadTable, match="not enough memory to read it"), guarded("t.csv"):
        raise MemoryError
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "error", [BadTable("t", "no."), EngineError("no."), Cancelled(), KeyboardInterrupt()]
)
def test_expected_errors_pass(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(type(error)) as raised, guarded("t.csv"):
        raise error
    assert raised.value is error
    assert caplog.records == []


@pytest.mark.parametrize("read", [read_table, import_table, preview])
def test_doors_are_guarded(
    path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., object]
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(opening, "read_text_table", fail)
        with pytest.raises(BadTable, match=r"^t.csv: it could not be read"):
            read(path)
    monkeypatch.setattr(TextTable, "rows", fail)
    monkeypatch.setattr(TextTable, "first", fail)
    with pytest.raises(BadTable, match=r"^t.csv: it could not be read"):
        read(path)


def test_errors_of_a_caller_are_its_own(path: Path) -> None:
    def fail(fraction: float) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        import_table(path, progress=fail)


def test_impossible_name_is_a_sentence() -> None:
    with pytest.raises(BadTable, match="could not be read"):
        read_table("a\0b.csv")
    with pytest.raises(BadExperiment, match="could not be read"):
        read_archive("a\0b.secant")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-32-be", "hz"])
@pytest.mark.parametrize("read", [read_table, import_table, preview])
def test_unfitting_encoding_is_a_sentence(
    tmp_path: Path, read: Callable[..., object], encoding: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("größe,y\n1,2\n3,4\n~+{,5\n".encode())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BadTable, match=r"^t.csv.*this is not [-A-Z0-9]+ text\.|NUL byte"):
            read(path, encoding=encoding) if read is read_table else read(
                path, ReadOptions(encoding=encoding)
            )
    assert caplog.records == []
