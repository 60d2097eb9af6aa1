"""The terms of a file: those that its columns do not hold are left out, and cost nothing else."""

import logging
from dataclasses import replace

import numpy as np

from ..matrix import Matrix
from ..terms.rows import TermColumn, sound_terms
from .experiment import SavedExperiment

logger = logging.getLogger(__name__)


def with_sound_terms(saved: SavedExperiment) -> SavedExperiment:
    """Return an experiment with the terms alone that its columns hold.

    Parameters
    ----------
    saved : SavedExperiment
        As its file has it, which may be hostile.

    Returns
    -------
    SavedExperiment
        The same one if all are held; else its terms are ``lost_terms``.
    """
    terms = sound_terms(columns_of(saved), _with_gaps(saved))
    if terms == saved.terms:
        return saved
    logger.info("a term is left out: its column holds something else")
    return replace(saved, terms=terms, lost_terms=True)


def columns_of(saved: SavedExperiment) -> list[TermColumn]:
    """Return the columns of A as terms know them."""
    columns = zip(saved.names, saved.terms, saved.shift, saved.scale, strict=True)
    return [TermColumn(*column) for column in columns]


def _with_gaps(saved: SavedExperiment) -> Matrix:
    """Return A with NaN where a cell is still to be filled."""
    if not saved.gaps:
        return saved.A
    A = saved.A.copy()
    for column, first, end in saved.gaps:
        if column < A.shape[1]:
            A[first:end, column] = np.nan
    return A
