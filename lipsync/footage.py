"""The renderer that paints with the presenter's own recorded mouths."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from herald.progress import Progress
from lipsync import appearance, planes, retrieval, shape, softness
from lipsync.arrays import open_arrays, save_arrays
from lipsync.calibration import Calibration
from lipsync.engine import Painting, PresenterRenderer, Setup
from lipsync.geometry import Geometry
from lipsync.library import Library, build_library
from lipsync.mesh import with_ring
from lipsync.path_morph import PathPictures
from lipsync.pixels import PaintJob, Pixels, Source, Work, for_device
from lipsync.pose import fit_pose
from lipsync.presenter import Presenter
from lipsync.response import Response
from lipsync.track import FaceTrack
from lipsync.warp import Box

Array = NDArray[np.float32]

LIBRARY = "library"
GEOMETRY = "geometry"


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
class Loaded:
    """What painting needs of a presenter.

    Attributes:
        library: the recorded mouths.
        geometry: from wanted numbers to points of the face.
        calibration: the person's units.
        response: how the mouths are seen when they are painted; None where that was never measured.
    """

    library: Library
    geometry: Geometry
    calibration: Calibration
    response: Response | None


class FootageRenderer(PresenterRenderer[Loaded]):
    """Paints recorded mouths, warped to the wanted shape, over footage whose own jaw is warped first.

    Args:
        setup: the device.
        pixels: what does the pixel work; by default what suits the device.
    """

    name = "footage"

    def __init__(self, setup: Setup | None = None, pixels: Pixels | None = None) -> None:
        super().__init__(setup)
        self._pixels = pixels or for_device(self.setup.device, self.setup.note)

    def load(self, presenter: Presenter) -> Loaded:
        """Open the presenter's mouth library, and read geometry, calibration and response."""
        folder = presenter.folder
        return Loaded(
            Library.open(folder / LIBRARY),
            open_arrays(Geometry, folder / GEOMETRY),
            Calibration.load(presenter.calibration),
            open_arrays(Response, presenter.response) if presenter.response.is_dir() else None,
        )

    def paint(self, painting: Painting[Loaded]) -> Iterator[Frame]:
        """Yield the pictures; see `engine.Renderer.render`."""
        loaded, base = painting.loaded, painting.base
        landmarks = base.mix(painting.track.landmarks)
        pose = fit_pose(landmarks, loaded.library.template)
        own = loaded.calibration.units(landmarks, base.mix(painting.track.pucker))
        library, mouth = loaded.library, painting.mouth
        move = loaded.geometry.mover(landmarks, own, pose)
        target = move(loaded.geometry.wanted(mouth))
        wanted = wanted_looks(library, landmarks, base.mix(library.footage_detail), target, mouth.heard)
        choice = retrieval.choose(wanted, library.looks, library.successor)
        if loaded.response is not None:
            recorded = library.frames[choice.first]
            added = loaded.response.added(pose.angles, mouth.shape[:, 0], recorded, base.nearer)
            target = move(loaded.geometry.wanted(mouth.opened(-added)))
        blur_px = base.mix(painting.track.blur_px), painting.track.blur_px
        with PathPictures(painting.presenter, painting.track) as pictures:
            jobs = paint_jobs(library, landmarks, target, wanted, choice, blur_px)
            yield from painted(pictures.frames(base), jobs, self._pixels)


def paint_track(
    library: Library,
    frames: Iterable[Frame],
    base: Array,
    base_detail: Array,
    target: Array,
    pixels: Pixels,
    heard: Array | None = None,
    blur_px: tuple[Array, Array] | None = None,
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
        blur_px: see `paint_jobs`.
    """
    wanted = wanted_looks(library, base, base_detail, target, heard)
    choice = retrieval.choose(wanted, library.looks, library.successor)
    yield from painted(frames, paint_jobs(library, base, target, wanted, choice, blur_px), pixels)


def painted(frames: Iterable[Frame], jobs: Iterable[PaintJob], pixels: Pixels) -> Iterator[Frame]:
    """Do jobs on pictures, in place; only the region of each job is converted to RGB.

    Args:
        frames: RGB or planes.
        jobs: what to do to each, in px of the picture.
        pixels: what does the work.
    """
    waiting: deque[tuple[Frame, Box, Frame]] = deque()

    def cut() -> Iterator[Work]:
        for frame, job in zip(frames, jobs, strict=True):
            region = job.region(planes.size_of(frame))
            own = planes.rgb(frame, region)
            waiting.append((frame, region, own))
            yield own, job.within(region)

    for made in pixels.paint_all(cut()):
        frame, region, own = waiting.popleft()
        planes.put(frame, region, own, made)
        yield frame


def wanted_looks(
    library: Library, base: Array, base_detail: Array, target: Array, heard: Array | None = None
) -> retrieval.Looks:
    """Return the mouths that recorded ones are compared with, `[n]`; arguments as for `paint_track`."""
    pose = fit_pose(base, library.template)
    wanted_shape = shape.features(pose.canonical(target))
    wanted_pose = shape.pose_features(pose.angles)
    texture = library.predictor(appearance.windows(wanted_shape, wanted_pose), heard)
    return retrieval.Looks(wanted_shape, wanted_pose, texture, base_detail)


def paint_jobs(
    library: Library,
    base: Array,
    target: Array,
    wanted: retrieval.Looks,
    choice: retrieval.Choice,
    blur_px: tuple[Array, Array] | None = None,
) -> Iterator[PaintJob]:
    """Yield what is to be done to each picture.

    Args:
        library: the recorded mouths.
        base, target: float32 `[n, 478, 3]` px, the face as it is and as it shall be.
        wanted: `[n]`, from `wanted_looks`.
        choice: `[n]`, which recorded mouths to paint with.
        blur_px: how far edges are blurred, see `FaceTrack.blur_px`: in the pictures, float32 `[n]`, and in
            all frames of the footage that the library is of; None where that is not known.
    """
    scale = fit_pose(base, library.template).scale
    apart_px = None
    if blur_px is not None:
        apart_px = softness.blur_between(blur_px[0], blur_px[1][library.frames[choice.first]])
    blurs_px = softness.blurs_px(wanted.detail, library.detail[choice.first], apart_px)
    basis = library.basis
    # The same few mouths stand beside the first for many frames.
    points = functools.cache(library.points)
    for t in range(len(base)):
        first = int(choice.first[t])
        others = choice.others[t]
        share = 1 - sum(part for _, part in others)
        yield PaintJob(
            base_points=with_ring(base[t]),
            target_points=with_ring(target[t], ring_of=base[t]),
            iod_px=float(scale[t]),
            sources=tuple(
                Source(library.crops[row], points(row), part, library.key(row))
                for row, part in ((first, share), *others)
            ),
            expected=basis.picture(wanted.texture[t]),
            expected_points=library.mouth_points,
            soften_px=float(blurs_px[t]),
        )
