import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from filming import Talk

from herald.errors import StageFailed
from lipsync.landmarks import FaceLandmarker
from lipsync.track import FaceTrack, track_faces

SIZE_PX = (640, 360)


@pytest.fixture(scope="module")
def track(talk: Talk, landmarker: FaceLandmarker) -> FaceTrack:
    """Twenty frames; in four of them the picture is black, and in the last ten there is a second face."""
    frames = [frame.copy() for frame in talk.frames[:20]]
    for frame in frames[5:9]:
        frame[:] = 0
    for frame in frames[10:]:
        frame[:, :220] = talk.frames[0][:, 210:430]
    return track_faces(frames, Fraction(10), SIZE_PX, landmarker)


def test_lost_frames_are_marked_and_the_face_is_found_again(track: FaceTrack) -> None:
    assert track.found.tolist() == [True] * 5 + [False] * 4 + [True] * 11
    assert np.isnan(track.landmarks[5:9]).all() and np.isnan(track.iod_px[5:9]).all()
    assert np.isfinite(track.landmarks[track.found]).all()
    assert np.isfinite(track.blur_px).tolist() == track.found.tolist()


def test_faces_are_counted_once_a_second(track: FaceTrack) -> None:
    assert track.n_faces[:5].tolist() == [1] * 5
    assert track.n_faces[10:].tolist() == [2] * 10


def test_the_first_face_is_followed(track: FaceTrack) -> None:
    nose = track.landmarks[track.found, 4, 0]
    assert (np.abs(nose - 320) < 40).all(), "the other face sits at 110"


def test_result_is_a_function_of_the_frames(talk: Talk, landmarker: FaceLandmarker) -> None:
    first, second = (
        track_faces(itertools.islice(talk.frames, 4), Fraction(25), SIZE_PX, landmarker) for _ in range(2)
    )
    assert np.array_equal(first.landmarks, second.landmarks)


def test_the_mean_of_three_crops_is_steadier_than_one(talk: Talk, landmarker: FaceLandmarker) -> None:
    """The same picture, moved by parts of a crop, must give the same points."""
    from lipsync.track import CROP_SIDES_IOD, Follower

    frame = talk.frames[0]
    spread = []
    for sides in ((3.2,), CROP_SIDES_IOD):
        follower = Follower(landmarker, (SIZE_PX[0] - 40, SIZE_PX[1]), sides)
        points = []
        for shift in range(0, 40, 4):
            face = follower.next(np.ascontiguousarray(frame[:, shift : shift + SIZE_PX[0] - 40]))
            assert face is not None
            points.append(face.landmarks[:, :2] + (shift, 0))
        spread.append(np.std(points, axis=0).mean())
    assert spread[1] < spread[0]


def test_saved_and_loaded(track: FaceTrack, tmp_path: Path) -> None:
    track.save(tmp_path / "one.npz")
    track.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    loaded = FaceTrack.load(tmp_path / "one.npz")
    assert (loaded.fps, loaded.size_px, loaded.n_frames) == (Fraction(10), SIZE_PX, 20)
    assert np.array_equal(loaded.landmarks, track.landmarks, equal_nan=True)
    assert np.array_equal(loaded.n_faces, track.n_faces)


def test_damaged_files_are_told(track: FaceTrack, tmp_path: Path) -> None:
    path = tmp_path / "track.npz"
    track.save(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StageFailed, match="cannot be read"):
        FaceTrack.load(path)


def test_arrays_must_belong_together(track: FaceTrack) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        FaceTrack(
            track.fps,
            track.size_px,
            track.landmarks[:3],
            track.found,
            track.pucker,
            track.blink,
            track.blur_px,
            track.brightness,
            track.n_faces,
        )


def test_no_frames_give_an_empty_track(landmarker: FaceLandmarker) -> None:
    assert track_faces([], Fraction(25), SIZE_PX, landmarker).n_frames == 0
