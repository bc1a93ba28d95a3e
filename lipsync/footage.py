"""The renderer that paints with the presenter's own recorded mouths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.media import Frame
from herald.progress import Progress
from lipsync import appearance, planes, retrieval, shape, softness
from lipsync.arrays import open_arrays, save_arrays
from lipsync.calibration import Calibration
from lipsync.geometry import Geometry
from lipsync.library import Library, build_library
from lipsync.mesh import with_ring
from lipsync.mouth import MouthTrack
from lipsync.path import FramePath
from lipsync.path_morph import PathPictures
from lipsync.pixels import OpenCV, PaintJob, Pixels, Source
from lipsync.pose import fit_pose
from lipsync.presenter import CALIBRATION, Presenter
from lipsync.track import FaceTrack
from lipsync.versions import RENDERERS

Array = NDArray[np.float32]

LIBRARY = "library"
GEOMETRY = "geometry"
TRACK = "track.npz"


def learn(
    folder: Path,
    frames: Iterable[Frame],
    track: FaceTrack,
    calibration: Calibration,
    progress: Progress | None = None,
    heard: Array | None = None,
) -> None:
    """Make everything of a talking presenter that the renderer needs: mouth library and geometry.

    Args:
        folder: the presenter's; `library/` and `geometry/` are made in it.
        frames: all pictures of the working copy, in order.
        track: the face in them.
        calibration: what is usable, and the person's units.
        progress: advanced by one for each frame; the caller begins and ends the stage.
        heard: float32 `[n, heard.SIZE]`, what is heard around all frames; None where that is not known.
    """
    build_library(
        folder / LIBRARY,
        frames,
        track.landmarks,
        calibration.usable,
        calibration.template,
        track.size_px,
        progress,
        heard,
    )
    (folder / GEOMETRY).mkdir(exist_ok=True)
    save_arrays(Geometry.fit(track, calibration), folder / GEOMETRY)


@dataclass(frozen=True)
class _Loaded:
    folder: Path
    library: Library
    geometry: Geometry
    calibration: Calibration
    track: FaceTrack


class FootageRenderer:
    """Paints recorded mouths, warped to the wanted shape, over footage whose own jaw is warped first."""

    name = "footage"
    version = RENDERERS["footage"]

    def __init__(self, pixels: Pixels | None = None) -> None:
        self._pixels = pixels or OpenCV()
        self._loaded: _Loaded | None = None

    def render(self, presenter: Presenter, mouth: MouthTrack, base: FramePath) -> Iterator[Frame]:
        """Yield one picture per frame of `mouth`; see `engine.Renderer`.

        Raises:
            ValueError: `mouth` and `base` are not of one length, or a base frame shows no face.
            UserError: the presenter has no recorded mouths.
            StageFailed: the presenter's folder is incomplete.
        """
        if presenter.kind != "talking":
            raise UserError(
                f"'{presenter.name}' does not talk in the footage, so there are no mouths to paint with. "
                "Enrol footage in which the person speaks."
            )
        if len(base) != mouth.n_frames:
            raise ValueError(f"{mouth.n_frames} frames of mouth do not go with {len(base)} of footage")
        loaded = self._load(presenter)
        track = loaded.track
        if not (track.found[base.a].all() and track.found[base.b].all()):
            raise ValueError("a frame of the base shows no face")
        return self._render(presenter, loaded, mouth, base)

    def close(self) -> None:
        """Let go of the presenter."""
        self._loaded = None

    def _render(
        self, presenter: Presenter, loaded: _Loaded, mouth: MouthTrack, base: FramePath
    ) -> Iterator[Frame]:
        if not len(base):
            return
        landmarks = base.mix(loaded.track.landmarks)
        pose = fit_pose(landmarks, loaded.library.template)
        own = loaded.calibration.units(landmarks, base.mix(loaded.track.pucker))
        target = loaded.geometry.targets(mouth, landmarks, own, pose)
        with PathPictures(presenter) as pictures:
            frames = pictures.frames(base)
            detail = base.mix(loaded.library.footage_detail)
            yield from paint_track(
                loaded.library, frames, landmarks, detail, target, self._pixels, mouth.heard
            )

    def _load(self, presenter: Presenter) -> _Loaded:
        if self._loaded is None or self._loaded.folder != presenter.folder:
            folder = presenter.folder
            self._loaded = _Loaded(
                folder,
                Library.open(folder / LIBRARY),
                open_arrays(Geometry, folder / GEOMETRY),
                Calibration.load(folder / CALIBRATION),
                FaceTrack.load(folder / TRACK),
            )
        return self._loaded


def paint_track(
    library: Library,
    frames: Iterable[Frame],
    base: Array,
    base_detail: Array,
    target: Array,
    pixels: Pixels,
    heard: Array | None = None,
) -> Iterator[Frame]:
    """Paint wanted mouths over pictures, one after the other.

    Args:
        library: the recorded mouths.
        frames: the pictures to paint on, `n` of them, RGB or planes; they are changed.
        base: float32 `[n, 478, 3]` px, the face as it is in them.
        base_detail: float32 `[n]`, their unblurred detail, see `softness.detail`.
        target: float32 `[n, 478, 3]` px, the face as it shall be; the head's pose is the base's.
        pixels: what does the work.
        heard: float32 `[n, heard.SIZE]`, what is heard around them; None where that is not known.
    """
    pose = fit_pose(base, library.template)
    canonical = pose.canonical(target)
    wanted_shape = shape.features(canonical)
    wanted_pose = shape.pose_features(pose.angles)
    texture = library.predictor(appearance.windows(wanted_shape, wanted_pose), heard)
    wanted = retrieval.Looks(wanted_shape, wanted_pose, texture, base_detail)
    choice = retrieval.choose(wanted, library.looks, library.successor)
    blurs_px = softness.blurs_px(base_detail, library.detail[choice.first])
    basis = library.basis
    for t, frame in enumerate(frames):
        first = int(choice.first[t])
        others = choice.others[t]
        share = 1 - sum(part for _, part in others)
        job = PaintJob(
            base_points=with_ring(base[t]),
            target_points=with_ring(target[t], ring_of=base[t]),
            iod_px=float(pose.scale[t]),
            sources=tuple(
                Source(library.crops[row], library.points(row), part)
                for row, part in ((first, share), *others)
            ),
            expected=basis.picture(texture[t]),
            expected_points=library.mouth_points,
            soften_px=float(blurs_px[t]),
        )
        yield _painted(frame, job, pixels)


def _painted(frame: Frame, job: PaintJob, pixels: Pixels) -> Frame:
    """Do a job on a picture, in place; only the region of the job is converted."""
    region = job.region(planes.size_of(frame))
    own = planes.rgb(frame, region)
    made = pixels.paint(own, job.within(region))
    if planes.is_planes(frame):
        planes.add_change(frame, region, made.astype(np.float32) - own)
    else:
        frame[region.window] = made
    return frame
