"""What every renderer must do, whatever it paints with."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from weights import random_setup

from herald.errors import UserError
from herald.media import Frame, Waveform
from herald.studio import Studio
from lipsync import planes
from lipsync.calibration import Calibration
from lipsync.engine import HEARD_HZ, Renderer, Setup, entry, names, renderer
from lipsync.landmarks import FaceLandmarker
from lipsync.mesh import NOSE_TIP
from lipsync.mouth import MouthTrack
from lipsync.path import FramePath, path
from lipsync.path_morph import PathPictures
from lipsync.presenter import Presenter, load
from lipsync.stills import Stills, stills_of
from lipsync.track import FaceTrack

N = 24


@pytest.fixture(scope="module", params=names())
def name(request: pytest.FixtureRequest) -> str:
    """Every renderer of the table."""
    return str(request.param)


@pytest.fixture(scope="module")
def setup(name: str, tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """Weights that nobody trained, for renderers that need some."""
    return random_setup(name, tmp_path_factory.mktemp("weights"))


@pytest.fixture
def presenter(name: str, studio: Studio, silent_ada: Presenter) -> Presenter:
    """One whom the renderer is made for."""
    ada = load(studio.workspace.presenters / "ada")
    return next(person for person in (ada, silent_ada) if person.kind in entry(name).kinds)


@pytest.fixture
def engine(name: str, setup: Setup) -> Iterator[Renderer]:
    opened = renderer(name, setup)
    yield opened
    opened.close()


@pytest.fixture
def n(name: str) -> int:
    """Frames to paint: networks take a tenth of a second to most of one for each on a processor."""
    known = entry(name)
    return 2 if known.hears else N // 3 if known.own_weights else N


@pytest.fixture
def follows_the_mouth(name: str) -> None:
    """Skip renderers that are driven by the sound: with random weights their mouths mean nothing."""
    if entry(name).hears:
        pytest.skip("it follows the sound, and only with trained weights")


def said(n_frames: int) -> Waveform:
    """Something to hear, as long as the pictures."""
    seconds = np.arange(n_frames * HEARD_HZ // 25) / HEARD_HZ
    return Waveform((0.1 * np.sin(2 * np.pi * 220 * seconds)).astype(np.float32), HEARD_HZ)


def mouth(
    aperture: NDArray[np.floating] | float, n: int = N, rest: float = 0, closed: float = 0
) -> MouthTrack:
    shape = np.zeros((n, 3), np.float32)
    shape[:, 0] = aperture
    return MouthTrack(Fraction(25), shape, np.full(n, rest, np.float32), np.full(n, closed, np.float32))


def talking(n: int = N) -> MouthTrack:
    return mouth(0.5 - 0.5 * np.cos(np.arange(n) / 3), n)


def plain(n: int, presenter: Presenter) -> FramePath:
    return FramePath.plain(np.arange(n) % presenter.n_frames)


def footage(presenter: Presenter, base: FramePath) -> list[Frame]:
    with Stills(stills_of(presenter)) as stills:
        return [stills.frame(int(i)) for i in base.a]


def differs(a: Frame, b: Frame) -> NDArray[np.bool_]:
    """Say for each pixel whether its brightness or its colour is another, bool `[h, w]`."""
    bright = planes.luma(a) != planes.luma(b)
    colour = (planes.chroma(a) != planes.chroma(b)).any(axis=2)
    return np.asarray(bright | colour.repeat(2, axis=0).repeat(2, axis=1))


def rendered(engine: Renderer, presenter: Presenter, base: FramePath) -> Iterator[Frame]:
    """Pictures of planes, whatever the renderer gives."""
    return map(planes.of_rgb, engine.render(presenter, talking(len(base)), base, said(len(base))))


def digest(frames: Iterator[Frame]) -> str:
    whole = hashlib.sha256()
    for frame in frames:
        whole.update(frame.tobytes())
    return whole.hexdigest()


def test_there_is_one_frame_for_each_of_the_mouth(engine: Renderer, presenter: Presenter, n: int) -> None:
    frames = list(engine.render(presenter, talking(n), plain(n, presenter), said(n)))
    assert len(frames) == n
    assert {(planes.size_of(frame), frame.dtype) for frame in frames} == {
        (presenter.size_px, np.dtype("uint8"))
    }


def test_nothing_in_gives_nothing_out(engine: Renderer, presenter: Presenter) -> None:
    assert list(engine.render(presenter, talking(0), plain(0, presenter), said(0))) == []


def test_pictures_outside_the_face_are_the_footages_own(
    engine: Renderer, presenter: Presenter, n: int
) -> None:
    base = plain(n, presenter)
    landmarks = base.mix(FaceTrack.load(presenter.track).landmarks)
    frames = zip(footage(presenter, base), rendered(engine, presenter, base), landmarks, strict=True)
    n_changed = 0
    for own, painted, points in frames:
        changed = np.argwhere(differs(own, painted))
        n_changed += len(changed)
        left, right = points[:, 0].min(), points[:, 0].max()
        beside = (right - left) / 4
        assert changed[:, 1].min() > left - beside and changed[:, 1].max() < right + beside
        # The eyes, and all above them, are never touched.
        assert changed[:, 0].min() > points[[33, 133, 362, 263], 1].max()
        assert changed[:, 0].max() < points[152, 1] + (points[152, 1] - points[NOSE_TIP, 1])
    assert n_changed > 100 * n


def test_the_same_arguments_give_the_same_bytes(
    presenter: Presenter, engine: Renderer, setup: Setup, n: int
) -> None:
    base = plain(n, presenter)
    first = digest(engine.render(presenter, talking(n), base, said(n)))
    again = digest(engine.render(presenter, talking(n), base, said(n)))
    other = renderer(engine.name, setup)
    fresh = digest(other.render(presenter, talking(n), base, said(n)))
    other.close()
    assert first == again == fresh
    silence = Waveform(np.zeros_like(said(n).samples), HEARD_HZ)
    assert first != digest(engine.render(presenter, mouth(0.2, n), base, silence))


@pytest.mark.usefixtures("follows_the_mouth")
def test_the_mouth_follows(engine: Renderer, presenter: Presenter, landmark_model: Path) -> None:
    base = plain(N, presenter)
    wanted = talking()
    seen = measured(engine, presenter, wanted, base, landmark_model)
    assert np.corrcoef(seen[:, 0], wanted.shape[:, 0])[0, 1] > 0.9
    assert np.polyfit(wanted.shape[:, 0], seen[:, 0], 1)[0] == pytest.approx(1, abs=0.25)


@pytest.mark.usefixtures("follows_the_mouth")
def test_closed_lips_close_and_rest_is_the_persons_rest(
    engine: Renderer, presenter: Presenter, landmark_model: Path
) -> None:
    base = plain(N, presenter)
    n = N // 2
    track = mouth(0.5, N, closed=1.0)
    track.closed[n:] = 0
    track.rest[n:] = 1
    seen = measured(engine, presenter, track, base, landmark_model)
    assert seen[:n, 0].max() < 0.15
    rest = Calibration.load(presenter.calibration).rest
    assert np.abs(seen[n:, 0] - rest[0]).max() < 0.15


def measured(
    engine: Renderer, presenter: Presenter, track: MouthTrack, base: FramePath, landmark_model: Path
) -> NDArray[np.float32]:
    """Aperture, width and pucker as they are seen in the rendered frames, `[n, 3]`."""
    own = base.mix(FaceTrack.load(presenter.track).landmarks)
    with FaceLandmarker(landmark_model) as landmarker:
        faces = []
        for i, frame in enumerate(engine.render(presenter, track, base)):
            face = landmarker.detect_on_crop(planes.rgb(frame), own[i])
            assert face is not None
            faces.append(face)
    landmarks = np.stack([face.landmarks for face in faces])
    pucker = np.array([face.pucker for face in faces], np.float32)
    return Calibration.load(presenter.calibration).units(landmarks, pucker)


def test_a_render_can_be_left_early(engine: Renderer, presenter: Presenter, n: int) -> None:
    base = plain(n, presenter)
    frames = engine.render(presenter, talking(n), base, said(n))
    kept = [next(frames), next(frames)]
    frames.close()
    assert [digest(iter(kept))] == [
        digest(iter(list(engine.render(presenter, talking(n), base, said(n)))[:2]))
    ]


def test_frames_are_not_kept(engine: Renderer, presenter: Presenter, n: int) -> None:
    """Four times the frames take no more memory than a few frames' worth."""

    def peak(n: int) -> int:
        tracemalloc.start()
        for _ in engine.render(presenter, talking(n), plain(n, presenter), said(n)):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(2)
    frame_bytes = 3 * presenter.size_px[0] * presenter.size_px[1]
    assert peak(4 * n) - peak(n) < 12 * frame_bytes


def test_a_base_that_does_not_fit_is_refused(engine: Renderer, presenter: Presenter) -> None:
    with pytest.raises(ValueError, match="do not go with"):
        list(engine.render(presenter, talking(5), plain(4, presenter), said(5)))


def test_a_frame_without_a_face_is_refused(engine: Renderer, presenter: Presenter, tmp_path: Path) -> None:
    """Paths avoid such frames; a renderer must not paint where it does not know what."""
    folder = tmp_path / presenter.name
    folder.mkdir()
    for file in presenter.folder.iterdir():
        if file != presenter.track:
            (folder / file.name).symlink_to(file)
    track = FaceTrack.load(presenter.track)
    found = track.found.copy()
    found[1] = False
    replace(track, found=found).save(folder / presenter.track.name)
    with pytest.raises(ValueError, match="shows no face"):
        engine.render(replace(presenter, folder=folder), talking(2), plain(2, presenter), said(2))


def test_whom_a_renderer_is_not_made_for(
    name: str, engine: Renderer, studio: Studio, silent_ada: Presenter
) -> None:
    for person in (load(studio.workspace.presenters / "ada"), silent_ada):
        if person.kind not in entry(name).kinds:
            with pytest.raises(UserError, match=person.name):
                engine.render(person, talking(2), plain(2, person), said(2))


def test_a_renderer_that_hears_needs_the_sound(name: str, engine: Renderer, presenter: Presenter) -> None:
    if entry(name).hears:
        with pytest.raises(ValueError, match="works from the sound"):
            engine.render(presenter, talking(2), plain(2, presenter))


def test_jumps_are_painted_like_everything_else(engine: Renderer, presenter: Presenter, n: int) -> None:
    """A path that morphs between runs: the pictures are the path's own outside the face."""
    whole = path(presenter, 40, "a sentence", presenter.fps)
    assert (whole.weight > 0).any()
    first = min(int(np.flatnonzero(whole.weight > 0)[0]), 40 - n)
    part = slice(first, first + n)
    base = FramePath(whole.a[part], whole.b[part], whole.weight[part])
    assert (base.weight > 0).any()
    with PathPictures(presenter, FaceTrack.load(presenter.track)) as pictures:
        own = list(pictures.frames(base))
    for below, painted in zip(own, rendered(engine, presenter, base), strict=True):
        assert below.shape == painted.shape
        assert np.array_equal(below[:60], painted[:60]) and not np.array_equal(below, painted)


def test_an_unknown_renderer_is_an_error_of_the_users() -> None:
    with pytest.raises(UserError, match="Did you mean 'footage'"):
        renderer("fotage")
