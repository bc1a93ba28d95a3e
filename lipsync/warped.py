"""The renderer that warps the presenter's own face and draws the inside of the mouth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from herald.progress import Progress
from lipsync import planes, shape
from lipsync.arrays import open_arrays, save_arrays
from lipsync.articulation import TypicalFace
from lipsync.calibration import Calibration
from lipsync.denture import EDGE_BELOW_LINE_IOD, Row, completed, drawn_row, places, seen_row
from lipsync.engine import Painting, PresenterRenderer
from lipsync.face import iod_px
from lipsync.inside import Inside, InsideJob, paint_inside
from lipsync.liplines import LipLines
from lipsync.mesh import INNER_LOWER, INNER_UPPER, LIP_RINGS, with_ring
from lipsync.path_morph import PathPictures
from lipsync.pixels import moved_box
from lipsync.pose import Pose, fit_pose
from lipsync.presenter import Presenter
from lipsync.smile import sharpen_lips, soften_folds, taken_back
from lipsync.tints import Tints
from lipsync.track import FaceTrack
from lipsync.warp import Box, Raster, doubled, pixel_places, sampled

Array = NDArray[np.float32]

FACE = "face"
INSIDE = "inside"

OPEN_MOUTH_IOD = 0.02
"""Lips further apart than this show something between them."""

_TEXELS_PER_PX = 1.6
_TEETH_BEHIND_LIPS_IOD = 0.05
_INSETS_IOD, _INSETS = (0.0, OPEN_MOUTH_IOD, 0.08), (0.15, 0.9, 1.5)
"""How far the lips' inner edges are drawn into the red, in steps from ring to ring, by the opening: the
edge of a wide smile is wet and bright."""


def learn(
    folder: Path,
    frames: Iterable[Frame],
    track: FaceTrack,
    calibration: Calibration,
    at_rest: bool,
    progress: Progress | None = None,
) -> None:
    """Make everything of a presenter who does not talk in the footage that the renderer needs.

    Args:
        folder: the presenter's; `face/` and `inside/` are made in it.
        frames: all pictures of the working copy, in order.
        track: the face in them.
        calibration: what is usable, and the person's units.
        at_rest: see `TypicalFace.of`.
        progress: advanced by one for each frame; the caller begins and ends the stage.
    """
    face = TypicalFace.of(track, calibration, at_rest)
    quiet, shown = _frames_to_look_at(track, calibration)
    looked: dict[int, Frame] = {}
    for i, frame in enumerate(frames):
        if i in (quiet, shown):
            looked[i] = frame
        if progress is not None:
            progress.advance()
    inside = _inside(track, calibration, face, looked, quiet, shown)
    if not at_rest:
        face = face.with_lips_over(float(inside.edge[1]) - EDGE_BELOW_LINE_IOD)
    for name, record in ((FACE, face), (INSIDE, inside)):
        (folder / name).mkdir(exist_ok=True)
        save_arrays(record, folder / name)


@dataclass(frozen=True)
class Loaded:
    """What painting needs of a presenter.

    Attributes:
        face: how their face moves.
        inside: what is seen between their lips.
        calibration: the person's units.
    """

    face: TypicalFace
    inside: Inside
    calibration: Calibration


class MeshRenderer(PresenterRenderer[Loaded]):
    """Warps the face of the footage to the wanted mouth and draws what is seen between the lips."""

    name = "mesh"

    def load(self, presenter: Presenter) -> Loaded:
        """Read the presenter's face, mouth and calibration."""
        folder = presenter.folder
        return Loaded(
            open_arrays(TypicalFace, folder / FACE),
            open_arrays(Inside, folder / INSIDE),
            Calibration.load(presenter.calibration),
        )

    def paint(self, painting: Painting[Loaded]) -> Iterator[Frame]:
        """Yield the pictures; see `engine.Renderer.render`."""
        loaded, mouth, base = painting.loaded, painting.mouth, painting.base
        landmarks = base.mix(painting.track.landmarks)
        pose = fit_pose(landmarks, loaded.calibration.template)
        own = loaded.calibration.units(landmarks, base.mix(painting.track.pucker))
        target = loaded.face.targets(mouth, landmarks, own, pose)
        wanted = pose.canonical(target)
        gap = shape.gap(wanted)
        # Footage shows how the person rests, smiling or not; a photograph need not.
        smile = np.zeros(len(wanted), np.float32)
        if painting.presenter.kind == "still":
            smile = taken_back(pose.canonical(landmarks), wanted)
        speaking = 1 - mouth.rest
        with PathPictures(painting.presenter, painting.track) as pictures:
            for t, frame in enumerate(pictures.frames(base)):
                filmed = planes.rgb(frame)
                painted = warp_face(filmed, landmarks[t], target[t])
                soften_folds(painted, target[t], float(smile[t]))
                sharpen_lips(painted, target[t], filmed, landmarks[t], float(smile[t]))
                job = InsideJob(
                    points=target[t, :, :2],
                    scale_px=float(pose.scale[t]),
                    rotation=pose.rotation[t],
                    shift=pose.shift[t],
                    gap_iod=float(gap[t]),
                    pucker=float(np.clip(mouth.shape[t, 2], 0, 1) * speaking[t]),
                    tongue=float(mouth.inner[t, 0] * speaking[t]),
                    together=float(mouth.inner[t, 2] * speaking[t]),
                )
                paint_inside(painted, loaded.inside, job)
                planes.put_changed(frame, filmed, painted)
                yield frame


def warp_face(picture: Frame, base: Array, target: Array) -> Frame:
    """Return the picture with the face moved; what lay between the lips is drawn out to nothing.

    Args:
        picture: uint8 `[h, w, 3]`.
        base, target: float32 `[478, 3]` px, the face as it is and as it shall be.
    """
    painted = picture.copy()
    source, wanted = with_ring(_without_inside(base)), with_ring(target, ring_of=base)
    box = moved_box(source, wanted, (picture.shape[1], picture.shape[0]))
    if box is not None:
        where = pixel_places(box) + doubled(Raster.of(wanted, box).shift_to(source))
        if _gap_iod(base) > OPEN_MOUTH_IOD / 2:
            _keep_out_of_mouth(where, box, LipLines.of(source), LipLines.of(wanted))
        painted[box.window] = sampled(picture, where, cv2.INTER_CUBIC)
    return painted


def _keep_out_of_mouth(where: Array, box: Box, source: LipLines, wanted: LipLines) -> None:
    """Move what a map takes from between the lips to the edge of the nearer lip, in place.

    A smooth map cannot jump from one lip to the other where they touch; without this it shows the teeth of
    an open mouth in the middle of a closed one.
    """
    along, under, over = source.at(where)
    between = (under > 0) & (over > 0) & (np.abs(along) < 1)
    _, below_upper, above_lower = wanted.at(pixel_places(box)[between])
    to_upper = below_upper < above_lower
    push = np.where(to_upper, -under[between], over[between])
    where[between] += (push[:, None] * source.down).astype(np.float32)


def _without_inside(base: Array) -> Array:
    """Draw the inner edges of the lips a little into the red: no tooth and no dark is taken for skin."""
    moved = base.copy()
    edge, beside, middle = (base[list(ring)] for ring in LIP_RINGS)
    inset = float(np.interp(_gap_iod(base), _INSETS_IOD, _INSETS))
    moved[list(LIP_RINGS[0])] = edge + inset * (beside - edge)
    moved[list(LIP_RINGS[1])] = beside + 0.5 * inset * (middle - beside)
    return moved


def _gap_iod(landmarks: Array) -> float:
    return float(np.hypot(*(landmarks[14, :2] - landmarks[13, :2])) / iod_px(landmarks))


def _frames_to_look_at(track: FaceTrack, calibration: Calibration) -> tuple[int, int]:
    """A sharp frame at rest to take colours from, and the one that shows most between the lips."""
    usable = np.flatnonzero(calibration.usable)
    resting = np.flatnonzero(calibration.usable & calibration.resting)
    quiet = int(resting[np.argmin(track.blur_px[resting])])
    landmarks = track.landmarks[usable]
    gap = shape.gap(fit_pose(landmarks, calibration.template).canonical(landmarks))
    return quiet, int(usable[np.argmax(gap)])


def _inside(
    track: FaceTrack,
    calibration: Calibration,
    face: TypicalFace,
    looked: dict[int, Frame],
    quiet: int,
    shown: int,
) -> Inside:
    tints = Tints.of(looked[quiet], track.landmarks[quiet])
    landmarks = track.landmarks[[shown]]
    pose = fit_pose(landmarks, calibration.template)
    usual_px = float(np.nanmedian(track.iod_px))
    blur_iod = 0.8 * float(np.nanmedian(track.blur_px)) / usual_px
    px_per_iod = float(np.clip(_TEXELS_PER_PX * usual_px, 100, 700))
    upper, lower = (drawn_row(tints, px_per_iod, first).softened(blur_iod) for first in (True, False))
    line = (face.neutral[13] + face.neutral[14]) / 2
    edge = line + np.array([0, EDGE_BELOW_LINE_IOD, _TEETH_BEHIND_LIPS_IOD], np.float32)
    canonical = pose.canonical(landmarks)
    if shape.gap(canonical)[0] > OPEN_MOUTH_IOD:
        edge, upper = _with_seen_teeth(looked[shown], canonical[0], pose, edge, upper, tints)
    resting_gap = shape.gap(pose.canonical(track.landmarks[calibration.resting & calibration.usable]))
    return Inside(
        upper_pixels=upper.pixels,
        upper_cover=upper.cover,
        lower_pixels=lower.pixels,
        lower_cover=lower.cover,
        edge=edge.astype(np.float32),
        lip=tints.lip,
        blur_iod=np.array(blur_iod, np.float32),
        line=np.array(0.7 if np.median(resting_gap) > OPEN_MOUTH_IOD else 0.0, np.float32),
    )


def _with_seen_teeth(
    frame: Frame, canonical: Array, pose: Pose, edge: Array, drawn: Row, tints: Tints
) -> tuple[Array, Row]:
    """Take the teeth that a frame shows, and complete them with drawn ones that end where they do."""
    contours = [canonical[list(c), :2] for c in (INNER_UPPER, INNER_LOWER)]
    outline = np.concatenate([contours[0], contours[1][-2:0:-1]])

    def look(edge: Array) -> Row | None:
        flat = places(drawn, (float(edge[0]), float(edge[1])))
        deep = np.concatenate([flat, np.full((*flat.shape[:2], 1), edge[2], np.float32)], axis=2)
        where = pose.project(deep.reshape(1, -1, 3))[0, :, :2].reshape(flat.shape)
        texels = (outline - flat[0, 0]) * drawn.px_per_iod
        inside = np.zeros(drawn.cover.shape, np.uint8)
        cv2.fillPoly(inside, [np.round(texels * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
        shrunk = cv2.erode(
            inside, np.ones((3, 3), np.uint8), iterations=max(1, round(0.008 * drawn.px_per_iod))
        )
        return seen_row(frame, where.astype(np.float32), shrunk.astype(np.float32), tints)

    seen = look(edge)
    if seen is None:
        return edge, drawn
    # The lowest seen tooth of the middle is where the front teeth end.
    middle = seen.cover.shape[1] // 2
    reach = round(0.08 * seen.px_per_iod)
    ends = [np.flatnonzero(c > 0.5).max(initial=-1) for c in seen.cover[:, middle - reach : middle + reach].T]
    ends = [int(e) for e in ends if e >= 0]
    if ends:
        below = (np.median(ends) + 1) / seen.px_per_iod - seen.cover.shape[0] / seen.px_per_iod / 2
        edge = edge + np.array([0, below, 0], np.float32)
        seen = look(edge) or seen
    return edge, completed(seen, drawn)
