"""What keeps a painted mouth from being seen as open as it was asked for is measured, and taken back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lipsync.footage import FootageRenderer
from lipsync.landmarks import FaceLandmarker
from lipsync.mouth import MouthTrack
from lipsync.path import FramePath
from lipsync.planes import rgb
from lipsync.presenter import Presenter
from lipsync.rehearsal import rehearse, response_of
from lipsync.response import Rehearsed, Response

N_FOOTAGE, N_LOOKS = 200, 800


def planted(noise: float = 0.02) -> tuple[Rehearsed, np.ndarray]:
    """Looks at mouths that are off by the head's turn, by their own, and by the picture's."""
    random = np.random.default_rng(0)
    angles = random.uniform(-0.2, 0.2, (N_LOOKS, 3)).astype(np.float32)
    recorded, under = random.integers(0, N_FOOTAGE, (2, N_LOOKS))
    of_mouth, of_picture = random.normal(0, 0.03, (2, N_FOOTAGE))
    asked = random.uniform(0, 1, N_LOOKS).astype(np.float32)
    off = 0.2 * angles[:, 0] - 0.5 * angles[:, 1] ** 2 + of_mouth[recorded] + of_picture[under]
    seen = asked + off + random.normal(0, noise, N_LOOKS)
    seen[::50] = np.nan
    return Rehearsed(angles, recorded, under, asked, seen.astype(np.float32)), off


def test_what_is_added_is_learned() -> None:
    looks, off = planted()
    response = Response.of(looks, N_FOOTAGE)
    added = response.added(looks.angles, looks.asked, looks.recorded, looks.under)
    assert np.corrcoef(added, off)[0, 1] > 0.85
    assert np.std(off - added) < 0.6 * np.std(off)


def test_noise_alone_is_hardly_answered() -> None:
    looks, _ = planted()
    random = np.random.default_rng(1)
    seen = looks.asked + random.normal(0, 0.05, N_LOOKS).astype(np.float32)
    response = Response.of(replace(looks, seen=seen), N_FOOTAGE)
    assert np.std(response.recorded) < 0.025 and np.std(response.under) < 0.025


def test_a_mouth_that_was_seen_badly_does_not_count_for_much() -> None:
    looks, _ = planted()
    seen = looks.seen.copy()
    seen[7] = 9.0
    response = Response.of(replace(looks, seen=seen), N_FOOTAGE)
    added = response.added(looks.angles, looks.asked, looks.recorded, looks.under)
    assert np.abs(added).max() <= 0.1201


def test_closed_and_resting_lips_are_left_alone() -> None:
    shape = np.full((3, 3), 0.4, np.float32)
    rest, closed = np.array([0, 1, 0], np.float32), np.array([0, 0, 1], np.float32)
    opened = MouthTrack(Fraction(25), shape, rest, closed).opened(np.full(3, 0.1, np.float32))
    assert opened.shape[:, 0] == pytest.approx([0.5, 0.4, 0.4])
    assert (opened.shape[:, 1:] == shape[:, 1:]).all() and (shape == np.float32(0.4)).all()


def test_a_presenter_is_measured_when_enrolled_and_other_looks_agree(
    ada: Presenter, landmarker: FaceLandmarker
) -> None:
    assert (ada.response / "version.npy").is_file()
    # From the folder: the model is not looked for.
    response = response_of(ada, ada.folder / "no such model")
    other = rehearse(ada, landmarker, n_looks=80, seed=7)
    off = other.seen - other.asked
    added = response.added(other.angles, other.asked, other.recorded, other.under)
    assert np.nanstd(off - added) < 0.9 * np.nanstd(off)


def test_the_same_looks_give_the_same_response(ada: Presenter, landmarker: FaceLandmarker) -> None:
    first, second = (rehearse(ada, landmarker, n_looks=6) for _ in range(2))
    assert np.array_equal(first.seen, second.seen) and np.array_equal(first.recorded, second.recorded)
    one, two = (Response.of(looks, ada.n_frames) for looks in (first, second))
    assert np.array_equal(one.recorded, two.recorded) and np.array_equal(one.turned, two.turned)


def test_pictures_show_what_was_missing(
    ada: Presenter, landmarker: FaceLandmarker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mouth that is known to be seen more closed by a tenth of its range is painted wider open."""
    shape = np.full((2, 3), 0.4, np.float32)
    shape[:, 1:] = 0
    mouth = MouthTrack(Fraction(25), shape, np.zeros(2, np.float32), np.zeros(2, np.float32))
    gaps = []
    for missing in (0.0, -0.1):
        added = np.full(2, missing, np.float32)
        monkeypatch.setattr(Response, "added", lambda *told, added=added: added)
        picture = next(FootageRenderer().render(ada, mouth, FramePath.plain([5, 6])))
        face = landmarker.detect(rgb(picture))[0]
        gaps.append(float(face.landmarks[14, 1] - face.landmarks[13, 1]) / face.iod_px)
    assert gaps[1] > gaps[0] + 0.003
