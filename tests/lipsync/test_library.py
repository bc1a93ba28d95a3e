from pathlib import Path

import numpy as np
import pytest
from filming import Talk
from numpy.typing import NDArray

from herald.errors import StageFailed, UserError
from lipsync import appearance, library, softness
from lipsync.calibration import Calibration
from lipsync.footage import LIBRARY
from lipsync.library import Library, build_library
from lipsync.mesh import MASK
from lipsync.presenter import Presenter
from lipsync.reel import Reel
from lipsync.track import FaceTrack

Array = NDArray[np.float32]


@pytest.fixture(scope="module")
def mouths(ada: Presenter) -> Library:
    return Library.open(ada.folder / LIBRARY)


def rebuilt(ada: Presenter, folder: Path) -> Library:
    calibration, track = Calibration.load(ada.calibration), FaceTrack.load(ada.track)
    with Reel(ada.footage) as reel:
        frames = reel.frames(range(reel.n_frames))
        return build_library(
            folder, frames, track.landmarks, calibration.usable, calibration.template, track.size_px
        )


def test_every_usable_frame_is_a_row_and_shows_its_own_pixels(mouths: Library, ada: Presenter) -> None:
    usable = np.flatnonzero(Calibration.load(ada.calibration).usable)
    assert mouths.frames.tolist() == usable.tolist()
    with Reel(ada.footage) as reel:
        for row in (0, len(mouths) // 2, len(mouths) - 1):
            left, top = mouths.origins[row]
            height, width = mouths.crops.shape[1:3]
            frame = reel.frame(int(mouths.frames[row]))
            assert np.array_equal(mouths.crops[row], frame[top : top + height, left : left + width])


def test_crops_hold_the_whole_mask(mouths: Library) -> None:
    height, width = mouths.crops.shape[1:3]
    for row in range(0, len(mouths), 7):
        hull = mouths.points(row)[list(MASK)]
        assert hull.min() > 0 and hull[:, 0].max() < width and hull[:, 1].max() < height


def test_the_crops_stay_on_disk(mouths: Library) -> None:
    assert isinstance(mouths.crops, np.memmap)
    assert not isinstance(mouths.landmarks, np.memmap)


def test_rows_are_followed_by_the_next_frame_of_the_footage(mouths: Library) -> None:
    successor = mouths.successor
    joined = successor >= 0
    assert (mouths.frames[successor[joined]] == mouths.frames[joined] + 1).all()
    assert joined.sum() >= len(mouths) // 2 and successor[-1] == -1


def test_building_again_gives_the_same_bytes(mouths: Library, ada: Presenter, tmp_path: Path) -> None:
    rebuilt(ada, tmp_path / "library")
    for path in sorted((ada.folder / LIBRARY).iterdir()):
        assert path.read_bytes() == (tmp_path / "library" / path.name).read_bytes(), path.name


def test_long_footage_is_thinned_to_stretches(
    monkeypatch: pytest.MonkeyPatch, ada: Presenter, tmp_path: Path
) -> None:
    monkeypatch.setattr(library, "MAX_ROWS", 40)
    monkeypatch.setattr(library, "_STRETCH", 10)
    short = rebuilt(ada, tmp_path / "library")
    assert 30 <= len(short) <= 40
    assert (short.successor >= 0).mean() >= 0.85


def test_a_damaged_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crops.npy").write_bytes(b"no array")
    with pytest.raises(UserError, match="herald presenter add"):
        Library.open(tmp_path)
    (tmp_path / "template.npy").write_bytes(b"no array")
    with pytest.raises(StageFailed, match="enrol the presenter again"):
        Library.open(tmp_path)


def test_an_open_mouth_looks_different_from_a_closed_one(mouths: Library, talk: Talk) -> None:
    aperture = talk.mouth[mouths.frames, 0]
    texture = mouths.looks_texture
    is_open, is_closed = aperture > 0.7, aperture < 0.1
    apart = np.linalg.norm(texture[is_open].mean(axis=0) - texture[is_closed].mean(axis=0))
    assert apart > 1
    assert np.sqrt(np.square(texture).sum(axis=1).mean()) == pytest.approx(1, abs=0.01)


def test_the_predictor_beats_the_mean_on_mouths_it_has_not_seen(mouths: Library) -> None:
    inputs = appearance.windows(mouths.looks_shape, mouths.looks_pose)
    half = len(mouths) // 2
    predictor = appearance.Predictor.fit(inputs[:half], mouths.looks_texture[:half])
    truth = mouths.looks_texture[half:]
    error = np.square(predictor(inputs[half:]) - truth).sum()
    assert error < 0.7 * np.square(mouths.looks_texture[:half].mean(axis=0) - truth).sum()


def test_a_sharp_mouth_is_softened_on_a_soft_face_and_only_there(talk: Talk, mouths: Library) -> None:
    import cv2

    frame, points = talk.frames[int(mouths.frames[0])], mouths.landmarks[0]
    detail = softness.detail(frame, points)
    assert (np.diff(detail) < 0).all()
    soft = softness.detail(np.asarray(cv2.GaussianBlur(frame, (0, 0), 1.4), np.uint8), points)
    bases = np.array([detail[0], soft[0], soft[0], soft[0], soft[0]], np.float32)
    blurs = softness.blurs_px(bases, np.stack([detail] * 5))
    assert blurs[0] == 0
    assert (np.diff(blurs) > 0).all()
    assert blurs[4] == pytest.approx(1.4 * 0.7, abs=0.1)
    assert (softness.blurs_px(detail[:1] + 1, detail[None]) == 0).all()


def test_a_mouth_is_softened_no_more_than_the_edges_of_the_face_are_softer(mouths: Library) -> None:
    """Skin whose detail the light or the encoder took is no motion blur: the lips' edges stay."""
    detail = np.stack([mouths.detail[0]] * 3)
    plain = softness.blurs_px(detail[:, 4], detail)
    assert (plain > 0).all()
    apart = softness.blur_between(np.array([1.5, 1.7, 9.0], np.float32), np.full(3, 1.5, np.float32))
    assert apart[0] == 0 and apart[1] == pytest.approx(0.8)
    blurs = softness.blurs_px(detail[:, 4], detail, apart)
    assert blurs[0] == 0 and 0 < blurs[1] < plain[1]
    assert softness.blur_between(np.ones(1, np.float32), np.full(1, 2, np.float32)) == 0


def test_every_frame_of_the_footage_has_its_detail(mouths: Library, ada: Presenter) -> None:
    assert mouths.footage_detail.shape == (ada.n_frames,)
    assert np.array_equal(mouths.footage_detail[mouths.frames], mouths.detail[:, 0])
    assert np.isfinite(mouths.footage_detail).all()
