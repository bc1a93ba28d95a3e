"""Ada's footage: half a minute of her talking, drawn once and enrolled like anybody's recording."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from herald.ada.figure import SIZE_PX
from herald.files import written_beside
from herald.media import Frame, Mark, Speech, Waveform
from herald.progress import Progress, Silent
from herald.timing import MASTER_RATE_HZ, frame_count, sample_at_frame, samples_of_ms

if TYPE_CHECKING:
    from herald.ada.performance import Performance
    from herald.studio import Studio

FPS = Fraction(25)
VOICE = "af_heart"
LANGUAGE = "en-us"
LEAD_MS, GAP_MS, TAIL_MS = 1400, 620, 1600
"""Silence before her first word, between sentences, and after her last word."""

WARM_UP = (
    "Good evening, I'm Ada, and this is how I warm up my voice before the bulletin.",
    "Five brave boys moved three huge boxes of plums, peaches and pears past the old bath house.",
    "Who would measure a garage, when you could watch the whole blue moon rise slowly over the water?",
    "She thinks that both of these things are rather easy: we see, we hear, and each of us joins the choir.",
    "My mother made a map of the far harbour, and Papa put up a bright new lamp by the barn.",
    "Thank you for your patience. That is all from me for now; keep well, and goodbye.",
)
"""Every phone of English at least twice, wide vowels, and many lips that close."""


def warm_up(studio: Studio) -> tuple[Speech, ...]:
    """Return the warm-up passage as spoken by Ada's voice, sentence by sentence; kept in the store."""
    from herald.speaking import Speaker
    from tts.voices import find_voice

    with Speaker(studio, find_voice(VOICE, LANGUAGE), LANGUAGE, 1.0) as speaker:
        return tuple(speaker.say(sentence) for sentence in WARM_UP)


def film_ada(
    target: Path,
    speech: Speech | Sequence[Speech],
    *,
    size_px: tuple[int, int] = SIZE_PX,
    fps: Fraction = FPS,
    seed: int = 1,
    background: Frame | None = None,
    progress: Progress | None = None,
) -> Performance:
    """Film Ada saying something.

    Args:
        target: the MP4 file to make, picture and sound.
        speech: what she says; several are said one after another with a pause between.
        size_px: (width, height), both even.
        fps: frame rate.
        seed: of her head motion, blinks and glances.
        background: picture of that size to draw her before, such as a green screen; the studio if None.
        progress: told of every frame.

    Returns:
        the pose of every frame, from which the truth about her geometry can be had.
    """
    from herald.ada.painter import Painter
    from herald.ada.performance import perform
    from herald.ffmpeg import VideoWriter, mux
    from herald.sound import write_wav
    from lipsync.mouth import mouth_track

    progress = progress or Silent()
    take = staged([speech] if isinstance(speech, Speech) else speech, fps)
    n_frames = frame_count(take.waveform.n_samples, take.waveform.rate_hz, fps)
    performance = perform(take, mouth_track(take.sounds, take.waveform.rate_hz, fps, n_frames), seed)
    painter = Painter(size_px, background)
    progress.begin("draw", n_frames, "frames")
    with tempfile.TemporaryDirectory(prefix="herald-") as folder:
        silent, sound = Path(folder) / "silent.mp4", Path(folder) / "sound.wav"
        with VideoWriter(silent, size_px, fps, crf=14) as writer:
            for pose in performance.poses:
                writer.write(painter.draw(pose))
                progress.advance()
        write_wav(sound, take.waveform)
        mux(silent, sound, target, title="Ada", language=LANGUAGE)
    progress.end()
    return performance


def staged(speeches: Sequence[Speech], fps: Fraction) -> Speech:
    """Return speeches as one on the master clock, with silence round them, whole frames long."""
    from herald.sound import resampled_speech
    from herald.timeline import join

    rate_hz = speeches[0].waveform.rate_hz
    gaps_ms = [0, *[GAP_MS] * (len(speeches) - 1), 0, 0]
    parts = [_silence(LEAD_MS, rate_hz), *speeches, _silence(TAIL_MS, rate_hz)]
    joined = resampled_speech(join(parts, gaps_ms))
    n_samples = joined.waveform.n_samples
    n_whole = sample_at_frame(frame_count(n_samples, MASTER_RATE_HZ, fps), MASTER_RATE_HZ, fps)
    samples = np.concatenate([joined.waveform.samples, np.zeros(n_whole - n_samples, np.float32)])
    sounds = list(joined.sounds)
    sounds[-1] = Mark("pause", "", sounds[-1].start, n_whole)
    return Speech(joined.text, Waveform(samples, MASTER_RATE_HZ), (*sounds, *joined.words))


def _silence(length_ms: int, rate_hz: int) -> Speech:
    n_samples = samples_of_ms(length_ms, rate_hz)
    return Speech("", Waveform(np.zeros(n_samples, np.float32), rate_hz), (Mark("pause", "", 0, n_samples),))


def write_poster(target: Path, size_px: tuple[int, int] = SIZE_PX) -> None:
    """Write a still of Ada, about to speak, as a PNG or JPEG file."""
    import cv2

    from herald.ada.figure import Pose
    from herald.ada.painter import Painter

    frame = Painter(size_px).draw(
        Pose(yaw_deg=-2.5, roll_deg=0.8, gaze_deg=(2.2, 0.0), aperture=0.14, width=0.85)
    )
    with written_beside(target) as part:
        _, data = cv2.imencode(target.suffix, cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        part.write_bytes(data.tobytes())
