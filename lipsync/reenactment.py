"""How good the renderer is at a person: it paints frames it has never seen, and the truth is known.

The first part of a clip is enrolled. Frames of the rest serve as base with their own mouth as target, so
the picture that should come out is the frame itself.
"""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.errors import BadFootage
from herald.ffmpeg import probe, read_frames, read_sound
from herald.media import Frame, Waveform
from herald.progress import Progress, Silent
from lipsync import blend, retrieval, shape, softness
from lipsync.calibrate import calibrate, late_s
from lipsync.calibration import measure_mouths
from lipsync.device import CPU
from lipsync.enrol import Hear
from lipsync.face import iod_px
from lipsync.footage import paint_track
from lipsync.heard import heard_around
from lipsync.landmarks import FaceLandmarker
from lipsync.library import Library, build_library
from lipsync.mesh import MASK
from lipsync.pixels import Pixels, for_device
from lipsync.pose import fit_pose, template_of
from lipsync.scores import Scores
from lipsync.track import FaceTrack, track_faces
from lipsync.voice import RATE_HZ
from lipsync.warp import Box

Array = NDArray[np.float32]

ENROL_SHARE = 0.65
MAX_TEST_FRAMES = 100
LEAST_ENROLLED = 25
LEAST_TESTED = 10


def reenact(
    video: Path,
    landmark_model: Path,
    progress: Progress | None = None,
    hear: Hear | None = None,
    device: str = CPU,
) -> dict[str, Any]:
    """Enrol the first 65 % of a clip, make up to 100 frames of the rest again, and compare with the truth.

    Nothing of the rest is seen by what is enrolled: not by the pose template, nor by the mouth library, nor
    by the models over it.

    Args:
        video: any talking clip.
        landmark_model: the file `face_landmarker.task`.
        progress: told what is being done.
        hear: listens to the sound, so that teeth and tongue can be chosen by what is said.
        device: where the pixel work is done, as torch calls it.

    Returns:
        the figures of `Scores`; `naive_mouth_psnr_db`, the same for the mouth of nearest shape that is only
        moved, turned and scaled; `cpu_ms_per_frame`, processor time of choosing and painting, without
        decoding; `iod_px`, `n_enrolled`, `n_tested`, `n_lost` (painted frames in which no face was found).

    Raises:
        UserError: the video cannot be read.
        BadFootage: it shows a face in too few frames.
    """
    progress = progress or Silent()
    facts = probe(video)
    with (
        FaceLandmarker(landmark_model) as landmarker,
        tempfile.TemporaryDirectory(prefix="herald-") as scratch,
    ):
        progress.begin("following the face", facts.n_frames, "frames")
        frames = read_frames(video, fps=facts.fps)
        track = track_faces(frames, facts.fps, facts.size_px, landmarker, progress)
        progress.end()
        enrolled, tested = _split(track, video)
        progress.begin("collecting mouths", int(enrolled.sum()), "frames")
        stop = int(np.flatnonzero(enrolled)[-1]) + 1
        frames = read_frames(video, fps=facts.fps, n_frames=stop)
        template = template_of(track.landmarks[enrolled])
        heard = _heard(video, track, int(enrolled.sum()), hear) if hear and facts.has_audio else None
        library = build_library(
            Path(scratch) / "library",
            frames,
            track.landmarks,
            enrolled,
            template,
            facts.size_px,
            progress,
            heard,
        )
        progress.end()
        progress.begin("making frames again", len(tested), "frames")
        painted, naive, cpu_ms = _compare(video, track, library, tested, landmarker, device, progress, heard)
        progress.end()
    figures: dict[str, Any] = {name: round(value, 4) for name, value in painted.figures.items()}
    figures["naive_mouth_psnr_db"] = round(naive.figures["mouth_psnr_db"], 4)
    figures["cpu_ms_per_frame"] = round(cpu_ms, 2)
    figures["iod_px"] = round(float(iod_px(track.landmarks[tested]).mean()), 1)
    return figures | {"n_enrolled": int(enrolled.sum()), "n_tested": len(tested), "n_lost": painted.n_lost}


def naive_track(library: Library, frames: Iterable[Frame], base: Array) -> Iterator[Frame]:
    """Paint the mouth of nearest shape, moved, turned and scaled only: what the renderer must beat.

    Args:
        library: the recorded mouths.
        frames: the pictures to paint on.
        base: float32 `[n, 478, 3]` px, their faces; also the wanted ones.
    """
    pose = fit_pose(base, library.template)
    wanted = shape.features(pose.canonical(base))
    rows = retrieval.distances(wanted, library.looks_shape).argmin(axis=1)
    hull = list(MASK)
    for t, frame in enumerate(frames):
        row = int(rows[t])
        box = Box.around(base[t, hull, :2], 4, (frame.shape[1], frame.shape[0]))
        source = library.landmarks[row, hull, :2] - library.origins[row]
        matrix = _similarity(source, base[t, hull, :2] - box.origin)
        patch = cv2.warpAffine(
            library.crops[row],
            matrix,
            (box.width, box.height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        mask = blend.mask_of(base[t, :, :2], float(pose.scale[t]), box)[..., None]
        painted = frame.copy()
        painted[box.window] = np.rint(patch * mask + frame[box.window] * (1 - mask)).astype(np.uint8)
        yield painted


def _split(track: FaceTrack, video: Path) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Which frames are enrolled, bool `[n]`, and which are made again, int32 `[m]`."""
    n_first = int(ENROL_SHARE * track.n_frames)
    enrolled = track.found & (np.arange(track.n_frames) < n_first)
    rest = np.arange(n_first, min(track.n_frames, n_first + MAX_TEST_FRAMES), dtype=np.int32)
    tested = rest[track.found[rest]]
    if enrolled.sum() < LEAST_ENROLLED or len(tested) < LEAST_TESTED:
        raise BadFootage(
            f"{video} shows a face in {int(track.found.sum())} of its {track.n_frames} frames; at least "
            f"{LEAST_ENROLLED} in its first two thirds and {LEAST_TESTED} in the rest are needed."
        )
    return enrolled, tested


def _heard(video: Path, track: FaceTrack, n_enrolled: int, hear: Hear) -> Array:
    """What is heard around each frame. The lag of the picture is found in the part that is enrolled alone."""
    sound = read_sound(video, RATE_HZ)
    first = track[:n_enrolled]
    part = Waveform(sound.samples[: round(n_enrolled / track.fps * RATE_HZ)], RATE_HZ)
    _, offset = calibrate(first, measure_mouths(first), first.found, "talking", part)
    moments = (np.arange(track.n_frames) + 0.5) / float(track.fps) - late_s(offset)
    return heard_around(hear(sound), RATE_HZ, moments)


def _compare(
    video: Path,
    track: FaceTrack,
    library: Library,
    tested: NDArray[np.int32],
    landmarker: FaceLandmarker,
    device: str,
    progress: Progress,
    heard: Array | None,
) -> tuple[Scores, Scores, float]:
    painted, naive = Scores(landmarker), Scores()
    clock, pixels = Clock(), for_device(device, progress.note)
    for number, true, made in repainted(video, track, library, tested, pixels, clock, heard):
        face = track.landmarks[number]
        painted.add(true, made, face, number)
        plain = next(naive_track(library, [true], face[None]))
        naive.add(true, plain, face, number)
        progress.advance()
    return painted, naive, 1000 * clock.seconds / len(tested)


def repainted(
    video: Path,
    track: FaceTrack,
    library: Library,
    numbers: NDArray[np.int32],
    pixels: Pixels,
    clock: Clock | None = None,
    heard: Array | None = None,
) -> Iterator[tuple[int, Frame, Frame]]:
    """Yield frames that a library has not seen, made again from their own mouth shapes.

    Args:
        video: the clip.
        track: the face in it.
        library: of other frames of the clip.
        numbers: int32 `[n]`, rising, of frames with a face.
        pixels: what does the pixel work.
        clock: counts the processor's time of choosing and painting.
        heard: float32 `[n_frames, heard.SIZE]`, what is heard around all frames; None for nothing.

    Returns:
        number, the frame itself, and what was painted.
    """
    clock = clock or Clock()
    base = track.landmarks[numbers]
    truth: deque[Frame] = deque()

    def supply() -> Iterator[Frame]:
        for frame in picked(video, track, numbers):
            truth.append(frame.copy())
            yield frame

    frames = zip(picked(video, track, numbers), base, strict=True)
    detail = np.array([softness.detail(frame, face, (0.0,))[0] for frame, face in frames], np.float32)
    around = None if heard is None else heard[numbers]
    blur_px = track.blur_px[numbers], track.blur_px
    made = paint_track(library, clock.untimed(supply()), base, detail, base, pixels, around, blur_px)
    for number, painted in zip(numbers.tolist(), clock.timed(made), strict=True):
        yield number, truth.popleft(), painted


def picked(video: Path, track: FaceTrack, numbers: NDArray[np.int32]) -> Iterator[Frame]:
    """Read frames of rising numbers."""
    start, stop = int(numbers[0]), int(numbers[-1]) + 1
    wanted = set(numbers.tolist())
    frames = read_frames(video, fps=track.fps, start_frame=start, n_frames=stop - start)
    yield from (frame for i, frame in enumerate(frames, start) if i in wanted)


class Clock:
    """Processor time spent inside one generator, without the one that feeds it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Pass frames on and count the time that making them takes."""
        while True:
            started = time.process_time()
            frame = next(frames, None)
            self.seconds += time.process_time() - started
            if frame is None:
                return
            yield frame

    def untimed(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Pass frames on and take the time that making them takes off again."""
        while True:
            started = time.process_time()
            frame = next(frames, None)
            self.seconds -= time.process_time() - started
            if frame is None:
                return
            yield frame


def _similarity(source: Array, target: Array) -> Array:
    """The 2x3 matrix that moves, turns and scales points `[n, 2]` onto others best."""
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    za, zb = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
    turn = (np.conj(za) * zb).sum() / np.square(np.abs(za)).sum()
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    shift = target.mean(axis=0) - linear @ source.mean(axis=0)
    return np.concatenate([linear, shift[:, None]], axis=1).astype(np.float32)
