from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from lipsync import shape
from lipsync.calibration import Calibration
from lipsync.geometry import Geometry
from lipsync.mesh import INNER_GAPS, RIGID
from lipsync.mouth import MouthTrack
from lipsync.pose import fit_pose
from lipsync.presenter import Presenter
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
N = 50


@pytest.fixture(scope="module")
def calibration(ada: Presenter) -> Calibration:
    return Calibration.load(ada.calibration)


@pytest.fixture(scope="module")
def track(ada: Presenter) -> FaceTrack:
    return FaceTrack.load(ada.track)


@pytest.fixture(scope="module")
def geometry(track: FaceTrack, calibration: Calibration) -> Geometry:
    return Geometry.fit(track, calibration)


def asked(aperture: Array, width: float = 0.0, closed: float = 0.0, rest: float = 0.0) -> MouthTrack:
    n = len(aperture)
    shapes = np.stack([aperture, np.full(n, width), np.zeros(n)], axis=1).astype(np.float32)
    return MouthTrack(Fraction(25), shapes, np.full(n, rest, np.float32), np.full(n, closed, np.float32))


def test_the_opening_is_what_was_asked_for(geometry: Geometry, calibration: Calibration) -> None:
    wanted = np.linspace(0, 1, N).astype(np.float32)
    faces = geometry.exact_faces(asked(wanted).shape, np.zeros(N, np.float32))
    low, high = calibration.gap_iod
    assert np.abs((shape.gap(faces) - low) / (high - low) - wanted).max() < 0.03


def test_the_width_is_what_was_asked_for(geometry: Geometry, calibration: Calibration) -> None:
    wanted = np.linspace(-0.8, 0.8, N).astype(np.float32)
    mouth = np.stack([np.full(N, 0.4), wanted, np.zeros(N)], axis=1).astype(np.float32)
    faces = geometry.exact_faces(mouth, np.zeros(N, np.float32))
    narrow, middle, wide = calibration.width_iod
    assert np.abs(2 * (shape.width(faces) - middle) / (wide - narrow) - wanted).max() < 0.05


def test_closed_lips_touch(geometry: Geometry) -> None:
    faces = geometry.wanted(asked(np.full(N, 0.3, np.float32), closed=1.0))
    gaps = [np.linalg.norm(faces[:, low, :2] - faces[:, up, :2], axis=1) for up, low in INNER_GAPS]
    assert np.max(gaps) < 1e-4


def test_a_closure_of_one_frame_is_not_smoothed_away(geometry: Geometry) -> None:
    track = asked(np.full(N, 0.6, np.float32))
    track.closed[20] = 1
    gap = shape.gap(geometry.wanted(track))
    assert gap[20] < 1e-3 and gap[19] > 0.01


def test_rest_is_the_persons_own(geometry: Geometry, track: FaceTrack, calibration: Calibration) -> None:
    faces = geometry.wanted(asked(np.full(N, 0.8, np.float32), rest=1.0))
    assert np.allclose(faces, geometry.rest, atol=1e-5)
    own = calibration.units(track.landmarks[calibration.resting], track.pucker[calibration.resting])
    low, high = calibration.gap_iod
    assert abs((shape.gap(geometry.rest[None])[0] - low) / (high - low) - own[:, 0].mean()) < 0.05


def test_nothing_that_is_asked_for_breaks_the_face(geometry: Geometry) -> None:
    wild = np.random.default_rng(0).uniform(-3, 3, (N, 3)).astype(np.float32)
    track = MouthTrack(Fraction(25), wild, np.zeros(N, np.float32), np.zeros(N, np.float32))
    faces = geometry.wanted(track)
    assert np.isfinite(faces).all()
    assert np.abs(faces - geometry.rest).max() < 0.6


def test_targets_keep_the_skull_and_forget_the_bases_mouth(
    geometry: Geometry, track: FaceTrack, calibration: Calibration
) -> None:
    base = track.landmarks[calibration.usable][:N]
    own = calibration.units(base, track.pucker[calibration.usable][:N])
    pose = fit_pose(base, calibration.template)
    target = geometry.targets(asked(np.full(N, 0.5, np.float32)), base, own, pose)
    assert np.array_equal(target[:, RIGID], base[:, RIGID])
    left = calibration.units(target, np.zeros(N, np.float32))[:, 0]
    assert np.ptp(own[:, 0]) > 0.5
    assert np.ptp(left) < 0.05


def test_lips_part_with_the_opening_that_is_asked_for_and_not_a_frame_later(
    geometry: Geometry, calibration: Calibration
) -> None:
    """A track's opening has come down with the closure already, so that closure must not do it again."""
    aperture = np.full(N, 0.5, np.float32)
    aperture[20:22], aperture[22] = (0, 0.3)
    track = asked(aperture)
    track.closed[20:22], track.closed[22] = (1, 0.4)
    low, high = calibration.gap_iod
    seen = (shape.gap(geometry.wanted(track)) - low) / (high - low)
    assert seen[20] < 0.02
    assert seen[22] > 0.25
