from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import ffmpeg
from filming import Talk, drawn, film, speech_like, voice_of

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from herald.errors import StageFailed, UserError
from herald.files import sha256_of
from herald.sound import read_wav
from lipsync.calibrate import calibrate
from lipsync.calibration import Calibration, measure_mouths
from lipsync.enrol import enrol
from lipsync.presenter import Presenter, load
from lipsync.reel import Reel
from lipsync.report import load_report
from lipsync.selection import usable_frames
from lipsync.track import FaceTrack


def enrolled(video: Path, root: Path, model: Path, name: str = "ada") -> Presenter:
    folder = root / name
    folder.mkdir(parents=True)
    return enrol(name, video, folder, model)


def test_the_folder_is_complete(ada: Presenter, talk: Talk) -> None:
    assert sha256_of(ada.folder / "source.mp4") == sha256_of(talk.video)
    assert (ada.kind, ada.size_px, ada.fps, ada.n_frames) == ("talking", (640, 360), 25, 150)
    with Reel(ada.footage) as reel:
        assert (reel.size_px, reel.fps, reel.n_frames) == (ada.size_px, ada.fps, ada.n_frames)
    assert FaceTrack.load(ada.track).n_frames == 150
    assert len(Calibration.load(ada.calibration).usable) == 150
    sound = read_wav(ada.sound)
    assert sound.rate_hz == 16000 and float(sound.seconds) == pytest.approx(6, abs=0.1)


def test_a_presenter_is_found_again(ada: Presenter) -> None:
    assert load(ada.folder) == ada


def test_the_working_copy_is_the_footage(ada: Presenter, talk: Talk) -> None:
    with Reel(ada.footage) as reel:
        for index in (0, 77, 149):
            error = reel.frame(index).astype(float) - talk.frames[index]
            assert 10 * np.log10(255**2 / np.square(error).mean()) > 33


def test_the_report_tells_what_was_filmed(ada: Presenter) -> None:
    report = load_report(ada.folder)
    assert report.kind == "talking" and report.has_sound
    assert report.seconds == 6 and report.talking_s == pytest.approx(5.2, abs=0.8)
    assert report.found_share == report.usable_share == 1
    assert report.n_blinks == 3
    assert report.iod_px == pytest.approx(64, abs=5)
    assert 2 < report.yaw_degrees[1] - report.yaw_degrees[0] < 12
    assert report.light_change < 0.1
    assert report.offset_confidence >= 0.5 and abs(report.offset_ms) <= 20


def test_silent_footage_without_sound(painter: Painter, tmp_path: Path, landmark_model: Path) -> None:
    frames = [painter.draw(Pose(yaw_deg=3 * np.sin(i / 9), aperture=0.02)) for i in range(56)]
    presenter = enrolled(film(tmp_path / "silent.mp4", frames), tmp_path, landmark_model)
    assert presenter.kind == "silent"
    assert not presenter.sound.exists()
    assert not (presenter.folder / "library").exists()
    calibration = Calibration.load(presenter.calibration)
    assert calibration.gap_iod[1] - calibration.gap_iod[0] > 0.15, "a range to speak with"
    assert abs(calibration.rest[0]) < 0.1
    assert any("Talk in the footage" in line for line in load_report(presenter.folder).lines())


def test_moments_without_a_face_are_accepted_and_marked(
    talk: Talk, tmp_path: Path, landmark_model: Path
) -> None:
    frames = list(talk.frames[:70])
    for i in (*range(20, 24), *range(60, 63)):
        frames[i] = np.full_like(frames[i], 60)
    presenter = enrolled(film(tmp_path / "away.mp4", frames), tmp_path, landmark_model)
    track, calibration = FaceTrack.load(presenter.track), Calibration.load(presenter.calibration)
    assert np.flatnonzero(~track.found).tolist() == [20, 21, 22, 23, 60, 61, 62]
    lost = [19, 20, 21, 22, 23, 24, 59, 60, 61, 62, 63]
    assert np.flatnonzero(~calibration.usable).tolist() == lost
    assert not calibration.resting[lost].any()
    report = load_report(presenter.folder)
    assert report.found_share == pytest.approx(0.9) and report.usable_share == pytest.approx(
        59 / 70, abs=1e-4
    )


def test_a_phones_film(painter: Painter, tmp_path: Path, landmark_model: Path) -> None:
    """23.976 frames a second, stored on its side, sound in six channels, in a Matroska file."""
    fps = Fraction(24000, 1001)
    mouth = speech_like(2.4, fps)
    plain = film(tmp_path / "plain.mp4", drawn(painter, mouth, fps), voice_of(mouth, fps), fps)
    lying = tmp_path / "lying.mp4"
    ffmpeg("-i", plain, "-vf", "transpose=1", "-c:v", "libx264", "-preset", "ultrafast", "-ac", "6", lying)
    video = tmp_path / "phone film.mkv"
    ffmpeg("-display_rotation", "90", "-i", lying, "-map", "0", "-c", "copy", video)
    presenter = enrolled(video, tmp_path, landmark_model)
    assert (presenter.size_px, presenter.fps, presenter.n_frames) == ((640, 360), fps, len(mouth))
    assert (presenter.folder / "source.mkv").exists()
    track = FaceTrack.load(presenter.track)
    assert track.found.all()
    units = Calibration.load(presenter.calibration).units(track.landmarks, track.pucker)
    assert np.corrcoef(units[:, 0], mouth[:, 0])[0, 1] > 0.95


def test_the_same_footage_gives_the_same_presenter(talk: Talk, tmp_path: Path, landmark_model: Path) -> None:
    short = film(tmp_path / "short.mp4", talk.frames[:52])
    one, two = (enrolled(short, tmp_path / place, landmark_model) for place in ("one", "two"))
    assert one.identity == two.identity
    for path in sorted(p.relative_to(one.folder) for p in one.folder.rglob("*") if p.is_file()):
        assert sha256_of(one.folder / path) == sha256_of(two.folder / path), path


def test_an_offset_is_found_and_taken_into_account(ada: Presenter, talk: Talk) -> None:
    """The pause that is heard lies elsewhere than the one that is seen; rest is what is seen."""
    track = FaceTrack.load(ada.track)
    mouths = measure_mouths(track)
    sound = voice_of(talk.mouth, shift_ms=-200)
    calibration, offset = calibrate(track, mouths, usable_frames(track, mouths), "talking", sound)
    assert offset is not None and offset.is_reliable
    assert float(calibration.offset_ms) == offset.ms == pytest.approx(200, abs=20)
    pause = np.flatnonzero(np.abs(talk.mouth).sum(axis=1) < 0.02)
    resting = np.flatnonzero(calibration.resting)
    assert len(resting) >= 5 and np.isin(resting, pause).all()


def test_an_offset_that_is_not_sure_is_not_used(ada: Presenter) -> None:
    track = FaceTrack.load(ada.track)
    mouths = measure_mouths(track)
    stranger = voice_of(speech_like(6, seed=50))
    calibration, offset = calibrate(track, mouths, usable_frames(track, mouths), "talking", stranger)
    assert offset is not None and not offset.is_reliable
    assert float(calibration.offset_ms) == 0
    assert float(calibration.offset_confidence) == pytest.approx(offset.confidence)


def test_presenters_of_another_version_are_told_apart(ada: Presenter, tmp_path: Path) -> None:
    text = (ada.folder / "presenter.toml").read_text(encoding="utf-8")
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "presenter.toml").write_text(text.replace("format = 1", "format = 0"), encoding="utf-8")
    with pytest.raises(UserError, match="Enrol again"):
        load(folder)
    (folder / "presenter.toml").write_text(text.replace("identity", "other"), encoding="utf-8")
    with pytest.raises(StageFailed, match="identity"):
        load(folder)
    (folder / "presenter.toml").write_text("[", encoding="utf-8")
    with pytest.raises(StageFailed, match="cannot be read"):
        load(folder)
