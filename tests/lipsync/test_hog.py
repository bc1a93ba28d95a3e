"""Histograms of oriented gradients, against what can be worked out by hand."""

import numpy as np
import pytest

from lipsync.hog import N_BINS, histograms


def blocks(grey: np.ndarray) -> np.ndarray:
    """Histograms as `[block column, block row, cell, bin]`; cells lie column by column."""
    height, width = (n // 8 - 1 for n in grey.shape)
    return histograms(grey).reshape(width, height, 4, N_BINS)


def test_a_plain_picture_has_no_edges() -> None:
    assert not histograms(np.full((48, 64), 90, np.uint8)).any()


def test_an_upright_edge_is_one_direction_in_the_cells_that_it_crosses() -> None:
    grey = np.full((48, 64), 60, np.uint8)
    grey[:, 20:] = 180
    found = blocks(grey)
    assert found.shape == (7, 5, 4, N_BINS)
    # Its gradient lies along the row, between the first bin and the last one, and so counts for both.
    assert found[1, 2, :, 1:-1] == pytest.approx(np.zeros((4, N_BINS - 2)))
    assert found[1, 2, :, 0] == pytest.approx(found[1, 2, :, -1])
    assert (found[1, 2].sum(axis=1) > 0).all()
    assert not found[4:].any(), "nothing of it is in the blocks on the right"


def test_edges_that_lie_fill_the_middle_bin_and_slant_ones_their_own() -> None:
    y, x = np.mgrid[:48, :64]
    lying = blocks(np.where(y < 20, 60, 180).astype(np.uint8)).sum(axis=(0, 1, 2))
    assert lying.argmax() == N_BINS // 2 and lying[N_BINS // 2] > 0.9 * lying.sum()
    slant = blocks(np.clip(3 * (x + y), 0, 255).astype(np.uint8)).sum(axis=(0, 1, 2))
    assert slant.argmax() == 2, "45 degrees lie in the bin from 40 to 60"


def test_light_and_dark_may_change_places_and_contrast_may_grow() -> None:
    y, x = np.mgrid[:48, :64]
    grey = (125 + 60 * np.sin(x / 3 + y / 9) * np.cos(y / 7)).astype(np.uint8)
    from_light = histograms(grey)
    norm = np.linalg.norm(from_light.reshape(-1, 36), axis=1)
    assert norm == pytest.approx(np.ones(len(norm)), abs=0.01)
    near = histograms((255 - grey.astype(int)).astype(np.uint8)) @ from_light / len(norm)
    other = histograms(grey[::-1]) @ from_light / len(norm)
    assert near > 0.9 > other
