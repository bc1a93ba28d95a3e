from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
from filming import Talk, film

from herald.errors import StageFailed
from herald.media import Frame
from lipsync.landmarks import FaceLandmarker
from lipsync.mesh import MASK, NOSE_TIP
from lipsync.mouth import MouthTrack
from lipsync.presenter import Presenter
from lipsync.quality import SeenMouth, compare, measure_mouth
from lipsync.quality_marks import MARKS, shortfalls
from lipsync.track import Chosen, FaceTrack
from lipsync.wanted import Wanted
from lipsync.whose import presenter_in
from lipsync.yardstick import Yardstick, yardstick_of

FPS = Fraction(25)
REST = np.array([0.05, 0.0, 0.0], np.float32)


def wanted_of(
    aperture: np.ndarray,
    rest: np.ndarray | None = None,
    closures: Sequence[int] = (),
    pauses: Sequence[tuple[int, int]] = (),
) -> Wanted:
    shape = np.zeros((len(aperture), 3), np.float32)
    shape[:, 0] = aperture
    still = np.zeros(len(aperture), np.float32)
    mouth = MouthTrack(FPS, shape, still if rest is None else rest.astype(np.float32), still)
    return Wanted(mouth, tuple(closures), tuple(pauses))


def seen_of(aperture: np.ndarray) -> SeenMouth:
    shape = np.zeros((len(aperture), 3), np.float32)
    shape[:, 0] = aperture
    return SeenMouth(FPS, shape, REST, np.ones((len(aperture), 4), np.float32))


@pytest.fixture(scope="module")
def aperture() -> np.ndarray:
    """Two seconds of syllables, a pause of 0.8 s, and a second of syllables."""
    syllables = 0.5 + 0.4 * np.sin(np.arange(95) * 0.9) * np.cos(np.arange(95) * 0.13)
    syllables[50:70] = 0.05
    return syllables


@pytest.fixture(scope="module")
def landmarker(landmark_model: Path) -> Iterator[FaceLandmarker]:
    with FaceLandmarker(landmark_model) as opened:
        yield opened


@pytest.fixture(scope="module")
def yardstick(ada: Presenter, landmarker: FaceLandmarker) -> Yardstick:
    return yardstick_of(ada, landmarker)


@pytest.fixture(scope="module")
def seen(
    talk: Talk, yardstick: Yardstick, landmarker: FaceLandmarker, tmp_path_factory: pytest.TempPathFactory
) -> SeenMouth:
    """The mouth of a finished video, encoded as a publication is."""
    video = film(tmp_path_factory.mktemp("quality") / "finished.mp4", talk.frames, crf=20)
    return measure_mouth(video, landmarker, yardstick)


def test_the_finished_video_is_measured_in_the_presenters_units(talk: Talk, seen: SeenMouth) -> None:
    assert seen.found.all() and len(seen.shape) == 150
    measures = compare(wanted_of(talk.mouth[:, 0]), seen)
    assert measures["face_share"] == 1
    assert measures["best_lag_frames"] == 0
    assert measures["opening_correlation"] is not None and measures["opening_correlation"] > 0.97


def test_the_footage_looks_as_the_footage_does(talk: Talk, seen: SeenMouth) -> None:
    measures = compare(wanted_of(talk.mouth[:, 0]), seen)
    for name in ("sharpness_ratio", "flicker_ratio", "seam_ratio"):
        assert measures[name] == pytest.approx(1, abs=0.2), name
    assert measures["identity_ratio"] is not None and measures["identity_ratio"] < 1.2
    assert shortfalls(measures) == []


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda face, i: cv2.GaussianBlur(face, (0, 0), 2.0), "sharpness_ratio"),
        (lambda face, i: np.clip(face.astype(np.int16) + 10, 0, 255).astype(np.uint8), "seam_ratio"),
        (lambda face, i: np.roll(face, 5 * (i % 3 - 1), axis=1), "flicker_ratio"),
        (lambda face, i: face[:, ::-1], "identity_ratio"),
    ],
    ids=["blurred", "lighter", "restless", "another"],
)
def test_what_is_painted_badly_is_told(
    spoil: Callable[[Frame, int], Frame],
    name: str,
    talk: Talk,
    ada: Presenter,
    yardstick: Yardstick,
    landmarker: FaceLandmarker,
    tmp_path: Path,
) -> None:
    """The work region of 24 pictures is spoilt, as a renderer of bad quality would."""
    track = FaceTrack.load(ada.track)
    pictures = []
    for i in range(60, 84):
        frame = talk.frames[i].copy()
        region = np.zeros(frame.shape[:2], np.float32)
        hull = cv2.convexHull(track.landmarks[i][list(MASK), :2]).round().astype(np.int32)
        cv2.fillConvexPoly(region, hull, 1)
        inner = round(0.14 * float(track.iod_px[i])) | 1
        alpha = cv2.GaussianBlur(cv2.erode(region, np.ones((inner, inner))), (0, 0), 1.5)[..., None]
        x, y, w, h = cv2.boundingRect(hull)
        spoilt = frame.copy()
        spoilt[y : y + h, x : x + w] = spoil(frame[y : y + h, x : x + w], i)
        pictures.append((frame * (1 - alpha) + spoilt * alpha).astype(np.uint8))
    part = measure_mouth(film(tmp_path / "spoilt.mp4", pictures), landmarker, yardstick)
    measures = compare(wanted_of(talk.mouth[60:84, 0]), part)
    mark, value = MARKS[name], measures[name]
    assert value is not None and mark.shortfall(value), measures


def test_what_is_drawn_late_is_seen_late(talk: Talk, seen: SeenMouth) -> None:
    early = np.roll(talk.mouth[:, 0], -2)
    assert compare(wanted_of(early), seen)["best_lag_frames"] == 2


def test_the_drawn_pause_is_seen(talk: Talk, seen: SeenMouth) -> None:
    still = np.flatnonzero(np.abs(talk.mouth).sum(axis=1) < 0.02)
    pause = (int(still[0]), int(still[-1]) + 1)
    shut = [int(i) for i in np.flatnonzero(talk.mouth[:, 0] < 0.01)]
    wide = [int(i) for i in np.flatnonzero(talk.mouth[1:-1, 0] > 0.6) + 1]
    measures = compare(wanted_of(talk.mouth[:, 0], closures=shut, pauses=[pause]), seen)
    assert measures["rest_share"] == 1
    assert measures["closure_share"] is not None and measures["closure_share"] > 0.95
    assert compare(wanted_of(talk.mouth[:, 0], closures=wide), seen)["closure_share"] == 0


def test_a_part_of_a_video_at_another_size(
    talk: Talk, yardstick: Yardstick, seen: SeenMouth, landmarker: FaceLandmarker, tmp_path: Path
) -> None:
    frames = [frame.repeat(2, axis=0).repeat(2, axis=1) for frame in talk.frames[:40]]
    part = measure_mouth(
        film(tmp_path / "large.mp4", frames), landmarker, yardstick, start_frame=20, n_frames=15
    )
    assert len(part.shape) == 15
    assert np.abs(part.shape[:, 0] - seen.shape[20:35, 0]).mean() < 0.06
    assert np.isnan(part.looks[:, 0]).all(), "sharpness is not judged at another size"
    assert np.isfinite(part.looks[:, 2:]).all()


def test_the_presenter_is_measured_and_not_who_stands_beside_them(
    talk: Talk,
    ada: Presenter,
    yardstick: Yardstick,
    seen: SeenMouth,
    landmarker: FaceLandmarker,
    tmp_path: Path,
) -> None:
    height = talk.frames[0].shape[0]
    other = cv2.resize(skimage.data.astronaut()[: height // 2, 100 : 100 + height // 2], (height, height))
    frames = [np.hstack([frame, other]) for frame in talk.frames[20:32]]
    video = film(tmp_path / "two.mp4", frames)
    largest = landmarker.search(frames[0], 2)[0]
    assert largest.landmarks[NOSE_TIP, 0] > talk.frames[0].shape[1], "the other one is nearer"
    there = Chosen(FaceTrack.load(ada.track).landmarks[20])
    for chosen in (there, presenter_in(video, landmarker, yardstick)):
        part = measure_mouth(video, landmarker, yardstick, chosen=chosen)
        assert np.abs(part.shape[:, 0] - seen.shape[20:32, 0]).mean() < 0.06
    unknown = presenter_in(video, landmarker, replace(yardstick, looks=None))
    assert unknown is not None and unknown.near(largest, largest.landmarks)
    assert unknown.apart_iod(largest, unknown.landmarks) < 0.1


def test_frames_without_a_face_count_as_such(
    talk: Talk, yardstick: Yardstick, landmarker: FaceLandmarker, tmp_path: Path
) -> None:
    frames = [frame if i < 6 else np.full_like(frame, 60) for i, frame in enumerate(talk.frames[:10])]
    part = measure_mouth(film(tmp_path / "lost.mp4", frames), landmarker, yardstick)
    assert part.found.tolist() == [True] * 6 + [False] * 4
    assert compare(wanted_of(talk.mouth[:10, 0], closures=[8]), part)["face_share"] == pytest.approx(0.6)


def test_the_same_mouth_is_perfect(aperture: np.ndarray) -> None:
    measures = compare(wanted_of(aperture, closures=[60], pauses=[(50, 70)]), seen_of(aperture))
    assert measures == {
        "face_share": 1,
        "best_lag_frames": 0,
        "opening_correlation": pytest.approx(1),
        "closure_share": 1,
        "rest_share": 1,
        "sharpness_ratio": 1,
        "flicker_ratio": 1,
        "seam_ratio": 1,
        "identity_ratio": 1,
    }
    assert shortfalls(measures) == []


@pytest.mark.parametrize("lag", [-4, -1, 3])
def test_lags_have_a_sign(aperture: np.ndarray, lag: int) -> None:
    assert compare(wanted_of(aperture), seen_of(np.roll(aperture, lag)))["best_lag_frames"] == lag


def test_closures_may_miss_by_a_frame(aperture: np.ndarray) -> None:
    seen = aperture.copy()
    seen[[11, 30]] = 0.1
    seen[44] = 0.2
    assert compare(wanted_of(aperture, closures=[10, 30, 44]), seen_of(seen))[
        "closure_share"
    ] == pytest.approx(2 / 3)


def test_a_mouth_that_hangs_open_is_not_at_rest(aperture: np.ndarray) -> None:
    seen = aperture.copy()
    seen[50:54] = 0.5  # On its way to rest, as it may.
    assert compare(wanted_of(aperture, pauses=[(50, 70)]), seen_of(seen))["rest_share"] == 1
    seen[50:62] = 0.5
    share = compare(wanted_of(aperture, pauses=[(50, 70)]), seen_of(seen))["rest_share"]
    assert share == pytest.approx(4 / 12)
    assert compare(wanted_of(aperture, pauses=[(50, 58)]), seen_of(seen))["rest_share"] is None, "too short"


def test_rest_is_part_of_what_is_wanted(aperture: np.ndarray) -> None:
    """In long pauses the renderer goes to the presenter's rest, whatever the visemes say."""
    rest = np.zeros(95)
    rest[50:70] = 1
    half_open = np.where(rest > 0, 0.9, aperture)
    measures = compare(wanted_of(half_open, rest), seen_of(aperture))
    assert measures["opening_correlation"] == pytest.approx(1, abs=1e-6)


def test_nothing_to_measure_is_none() -> None:
    still = compare(wanted_of(np.zeros(20)), seen_of(np.zeros(20)))
    assert still["opening_correlation"] is None and still["best_lag_frames"] is None
    nobody = SeenMouth(FPS, np.full((20, 3), np.nan, np.float32), REST, np.full((20, 4), np.nan, np.float32))
    lost = compare(wanted_of(np.linspace(0, 1, 20), closures=[5], pauses=[(0, 20)]), nobody)
    assert lost["face_share"] == lost["closure_share"] == lost["rest_share"] == 0
    assert lost["opening_correlation"] is None
    nothing = compare(wanted_of(np.zeros(0)), seen_of(np.zeros(0)))
    assert set(nothing.values()) == {None}


def test_shortfalls_are_told(aperture: np.ndarray) -> None:
    bad = compare(wanted_of(aperture, closures=[60], pauses=[(50, 70)]), seen_of(np.roll(1 - aperture, 3)))
    said = "\n".join(shortfalls(bad))
    assert "r = " in said and "p, b and m" in said and "pauses" in said and "frames" in said


def test_lengths_are_checked(aperture: np.ndarray) -> None:
    with pytest.raises(ValueError, match="95 frames were wanted, 94 are seen"):
        compare(wanted_of(aperture), seen_of(aperture[:-1]))


def test_saved_loaded_and_joined(aperture: np.ndarray, tmp_path: Path) -> None:
    seen_of(aperture).save(tmp_path / "seen.npz")
    loaded = SeenMouth.load(tmp_path / "seen.npz")
    assert loaded.fps == FPS and np.array_equal(loaded.shape, seen_of(aperture).shape)
    both = SeenMouth.joined([loaded, loaded])
    assert len(both.shape) == 190 and np.array_equal(both.rest, REST)
    (tmp_path / "seen.npz").write_bytes(b"PK damaged")
    with pytest.raises(StageFailed, match="cannot be read"):
        SeenMouth.load(tmp_path / "seen.npz")
