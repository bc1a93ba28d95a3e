from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filming import Talk

from herald.errors import StageFailed, UserError
from lipsync.calibration import RELAXED_WIDTH_IOD, TYPICAL_GAP_IOD, Calibration, measure_mouths, ranges
from lipsync.presenter import Presenter
from lipsync.track import FaceTrack


@pytest.fixture(scope="module")
def track(ada: Presenter) -> FaceTrack:
    return FaceTrack.load(ada.track)


@pytest.fixture(scope="module")
def calibration(ada: Presenter) -> Calibration:
    return Calibration.load(ada.calibration)


def test_units_follow_what_was_drawn(talk: Talk, track: FaceTrack, calibration: Calibration) -> None:
    units = calibration.units(track.landmarks, track.pucker)
    assert np.corrcoef(units[:, 0], talk.mouth[:, 0])[0, 1] > 0.97
    assert np.corrcoef(units[:, 1], talk.mouth[:, 1] - talk.mouth[:, 2])[0, 1] > 0.9
    assert np.corrcoef(units[:, 2], talk.mouth[:, 2])[0, 1] > 0.6


def test_the_range_is_that_of_the_percentiles(track: FaceTrack, calibration: Calibration) -> None:
    units = calibration.units(track.landmarks, track.pucker)[calibration.usable]
    assert np.percentile(units[:, 0], [3, 97]) == pytest.approx([0, 1], abs=1e-3)
    low, middle, high = np.percentile(units[:, 1], [3, 50, 97])
    assert middle == pytest.approx(0, abs=1e-3)
    assert high - low == pytest.approx(2, abs=1e-3)


def test_heads_may_turn(talk: Talk, track: FaceTrack, calibration: Calibration) -> None:
    """The mouth of a turned head is the mouth: what is left over does not go with the turn."""
    units = calibration.units(track.landmarks, track.pucker)
    slope, level = np.polyfit(talk.mouth[:, 0], units[:, 0], 1)
    left_over = units[:, 0] - slope * talk.mouth[:, 0] - level
    yaw = measure_mouths(track).angles[:, 0]
    assert abs(np.corrcoef(left_over, yaw)[0, 1]) < 0.4
    assert left_over.std() < 0.1


def test_size_does_not_matter(track: FaceTrack, calibration: Calibration) -> None:
    half = calibration.units(track.landmarks / 2 + 50, track.pucker)
    assert np.allclose(half, calibration.units(track.landmarks, track.pucker), atol=1e-3)


def test_lost_frames_stay_lost(track: FaceTrack, calibration: Calibration) -> None:
    landmarks = track.landmarks[:4].copy()
    landmarks[1] = np.nan
    units = calibration.units(landmarks, track.pucker[:4])
    assert np.isnan(units[1]).all() and np.isfinite(units[[0, 2, 3]]).all()
    assert np.isnan(calibration.units(landmarks[1:2], track.pucker[:1])).all()


def test_pucker_that_says_nothing_is_left_out(track: FaceTrack, calibration: Calibration) -> None:
    without = replace(calibration, has_pucker=np.array(False))
    assert (without.units(track.landmarks, track.pucker)[:, 2] == 0).all()


def test_who_does_not_talk_gets_a_typical_range(track: FaceTrack, calibration: Calibration) -> None:
    mouths = measure_mouths(track)
    quiet = calibration.resting
    gap, width, _ = ranges(mouths, quiet, kind="silent")
    size = np.clip(np.median(mouths.width_iod[quiet]) / RELAXED_WIDTH_IOD, 0.85, 1.15)
    assert gap[1] == pytest.approx(size * TYPICAL_GAP_IOD[1])
    assert width[0] < np.median(mouths.width_iod[quiet]) < width[2]


def test_saved_and_loaded(calibration: Calibration, tmp_path: Path) -> None:
    calibration.save(tmp_path / "calibration")
    loaded = Calibration.load(tmp_path / "calibration")
    assert np.array_equal(loaded.usable, calibration.usable) and bool(loaded.has_pucker)
    (tmp_path / "calibration" / "rest.npy").write_bytes(b"no array")
    with pytest.raises(StageFailed, match="enrol the presenter again"):
        Calibration.load(tmp_path / "calibration")
    # What another version of Herald wrote lacks files, and that is the user's to mend.
    (tmp_path / "calibration" / "rest.npy").unlink()
    with pytest.raises(UserError, match=r"lacks rest\.npy.*herald presenter add"):
        Calibration.load(tmp_path / "calibration")
