"""The tables of tests/data/reports, read whole, in blocks, and past their faults."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.blocks import read_blocks
from engine.reading.faults import NeedsChoice
from engine.reading.options import AnyOption, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import Table, import_table, read_table

from .reports import CHOICES, EXPECTED, PRICED, REPORTS, Report, reports, same

Options = Mapping[str, AnyOption]


def whole(report: Report, options: Options) -> Table:
    return read_table(report.path, **options)


def imported(report: Report, options: Options) -> Table:
    return import_table(report.path, ReadOptions(**options))


def by_blocks(report: Report, options: Options) -> Table:
    """Read a table in blocks of one line each."""
    blocks = read_blocks(report.path, ReadOptions(**options), size=1)
    values = np.concatenate([block.values for block in blocks])
    return Table(blocks.names, values, blocks.skipped, blocks.notes)


READERS: tuple[Callable[[Report, Options], Table], ...] = (whole, imported, by_blocks)


@pytest.mark.parametrize("report", reports())
def test_report_meets_expectation(report: Report) -> None:
    for read in READERS:
        try:
            table = read(report, report.options)
        except BadTable as error:
            if read is by_blocks and report.name in PRICED:  # which has not seen the end
                assert report.verdict == "ASK"
            else:
                report.check_refusal(str(error))
            if report.name in CHOICES and read is whole:
                check_choices(report, error)
            continue
        report.check_table(table)
        assert same(table.values, whole(report, report.options).values)
        assert table.names == whole(report, report.options).names
        assert preview(report.path, ReadOptions(**report.options)).notes == table.notes


def check_choices(report: Report, error: BadTable) -> None:
    """Check that each choice reads the table, and that those which the error offers are such."""
    for choice, names, rows in CHOICES[report.name]:
        for read in READERS:
            table = read(report, choice)
            assert table.names == tuple(names)
            assert table.values.tolist() == rows
    if isinstance(error, NeedsChoice):
        assert error.option in {option for choice, *_ in CHOICES[report.name] for option in choice}
        for value in error.values:
            assert str(value) in str(error) or isinstance(value, bool)
        offered = [read_or_none(report, {error.option: value}) for value in error.values]
        assert not offered or any(offered)


def read_or_none(report: Report, options: Options) -> Table | None:
    try:
        return whole(report, options)
    except NeedsChoice:
        raise
    except BadTable:
        return None


def test_every_report_is_listed() -> None:
    known = {report.name for report in EXPECTED} | {"EXPECT.tsv", "README.md"}
    assert {path.name for path in REPORTS.iterdir()} == known
    assert set(CHOICES) <= {report.name for report in EXPECTED if report.verdict == "ASK"}
