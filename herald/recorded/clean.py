"""Recordings made fit to be published: without noise, at one loudness, without silence at their ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np

from herald.errors import StageFailed, UserError
from herald.ffmpeg import probe, read_sound_blocks
from herald.ffmpeg.tool import arguments, run_ffmpeg, source
from herald.media import Samples
from herald.recorded.examine import LEAST_LEVEL_DBFS, Condition, examine
from herald.sound import in_chunks, write_wav_blocks
from herald.timing import MASTER_RATE_HZ, samples_of_ms

MOST_REDUCTION_DB = 14
"""More would leave the voice hollow; less noise than this would be is left alone."""

QUIET_DBFS = -65.0
"""Noise that is softer is not heard, and nothing is done about it."""

KEPT_MS = 400
"""Silence that stays before the first and after the last sound."""

SPEECH_DB = 28.0
"""What is this far under the loud moments is silence, where the noise is not louder."""

TARGET_LUFS, RANGE_LU, PEAK_DBTP = -16, 11, -2
"""The loudness; how far soft and loud passages may be apart before they are brought together; the peak."""

_AFFTDN_DELAY = MASTER_RATE_HZ // 40
"""Samples by which ffmpeg's afftdn gives the sound late without saying so; a test measures it."""

_HOP_MS = 10
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Cleaning:
    """Which steps are wanted.

    Attributes:
        denoise: take steady noise and what lies below any voice away.
        loudness: bring it to one loudness.
        trim: cut silence off at both ends.
    """

    denoise: bool = True
    loudness: bool = True
    trim: bool = True


@dataclass(frozen=True)
class Cleaned:
    """A recording on the master clock, and what was done to it.

    Attributes:
        n_samples: its length at MASTER_RATE_HZ.
        done: a sentence for each step, done or not.
        condition: the recording as it came.
    """

    n_samples: int
    done: tuple[str, ...]
    condition: Condition


def clean(audio: Path, target: Path, wanted: Cleaning) -> Cleaned:
    """Write a recording as a mono WAV at MASTER_RATE_HZ, cleaned. Memory hardly grows with its length.

    Args:
        audio: any file that ffmpeg reads.
        target: the WAV file to write.
        wanted: the steps.

    Raises:
        UserError: the file cannot be read, has no sound, or nothing is heard in it.
    """
    if not probe(audio).has_audio:
        raise UserError(f"{audio} has no sound.")
    work = target.with_name(f"{target.stem}.work.wav")
    write_wav_blocks(target, read_sound_blocks(audio, MASTER_RATE_HZ), MASTER_RATE_HZ)
    condition = examine(_blocks(target))
    if condition.level_dbfs < LEAST_LEVEL_DBFS:
        raise UserError(
            f"{audio}: {condition.warnings()[0]}. Is this the right file, and the right track of it?"
        )
    done = []
    for step, is_wanted in (
        (_denoise, wanted.denoise),
        (_level, wanted.loudness),
        (_trim, wanted.trim),
    ):
        name = step.__name__.removeprefix("_")
        if not is_wanted:
            done.append(f"{name}: turned off")
            continue
        did = step(target, work, condition)
        done.append(f"{name}: {did}")
        if work.exists():
            work.replace(target)
    return Cleaned(sum(len(block) for block in _blocks(target)), tuple(done), condition)


def _denoise(path: Path, work: Path, condition: Condition) -> str:
    if condition.noise_dbfs < QUIET_DBFS and not condition.hum_hz:
        return f"nothing to do, noise at {condition.noise_dbfs:.0f} dBFS"
    by_db = round(min(MOST_REDUCTION_DB, max(3.0, condition.noise_dbfs - QUIET_DBFS + 3)))
    floor_db = round(min(-20.0, max(-80.0, condition.noise_dbfs)))
    # tn follows noise that changes; a low cut takes rumble and the ground of a hum.
    filters = f"highpass=f=70:poles=2,afftdn=nr={by_db}:nf={floor_db}:tn=1,{_hum_notches(condition)}"
    _filtered(path, work, filters, _AFFTDN_DELAY)
    return f"noise at {condition.noise_dbfs:.0f} dBFS taken down by up to {by_db} dB"


def _hum_notches(condition: Condition) -> str:
    if not condition.hum_hz:
        return "anull"
    lines = [condition.hum_hz * k for k in range(1, 7)]
    return ",".join(f"bandreject=f={hz}:width_type=h:width=4" for hz in lines)


def _level(path: Path, work: Path, condition: Condition) -> str:
    aim = f"loudnorm=I={TARGET_LUFS}:LRA={RANGE_LU}:TP={PEAK_DBTP}:dual_mono=true"
    found = _measured(path, aim)
    before = float(found["input_i"])
    if float(found["input_lra"]) <= RANGE_LU:
        # One gain for all, since one that follows the sound raises the noise in pauses. Where peaks are in
        # the way, the limiter of the master does the rest.
        gain_db = min(TARGET_LUFS - before, PEAK_DBTP - float(found["input_tp"]))
        _filtered(path, work, f"volume={gain_db:.2f}dB:precision=double")
        return f"from {before:.1f} to {before + gain_db:.1f} LUFS"
    measures = ("I", "LRA", "TP", "thresh")
    known = ":".join(f"measured_{name}={found[f'input_{name.lower()}']}" for name in measures)
    _filtered(path, work, f"{aim}:{known}:offset={found['target_offset']}")
    return f"soft and loud brought together, from {before:.1f} to {TARGET_LUFS} LUFS"


def _trim(path: Path, work: Path, condition: Condition) -> str:
    hop = samples_of_ms(_HOP_MS, MASTER_RATE_HZ)
    levels = np.concatenate([_levels_db(block, hop) for block in in_chunks(_blocks(path), hop << 8)])
    loud, quiet = np.percentile(levels, 95), np.percentile(levels, 10)
    heard = levels > max(loud - SPEECH_DB, min(quiet + 8, loud - 8))
    # A click is no speech: three frames of four must be heard.
    lasting = np.flatnonzero(np.convolve(heard, np.ones(4), "same") >= 3)
    if len(lasting) == 0:
        return "nothing to do"
    kept = samples_of_ms(KEPT_MS, MASTER_RATE_HZ)
    n_samples = sum(len(block) for block in _blocks(path))
    first = max(0, int(lasting[0]) * hop - kept)
    last = min(n_samples, (int(lasting[-1]) + 1) * hop + kept)
    if first == 0 and last == n_samples:
        return "nothing to do"
    write_wav_blocks(work, _span(_blocks(path), first, last), MASTER_RATE_HZ)
    before_s, after_s = first / MASTER_RATE_HZ, (n_samples - last) / MASTER_RATE_HZ
    return f"{before_s:.2f} s of silence cut off before and {after_s:.2f} s after"


def _levels_db(block: Samples, hop: int) -> np.ndarray:
    rows = np.pad(block, (0, -len(block) % hop)).reshape(-1, hop)
    return np.asarray(10 * np.log10(rows.var(axis=1) + 1e-12))


def _span(blocks: Iterator[Samples], first: int, last: int) -> Iterator[Samples]:
    position = 0
    for block in blocks:
        yield block[max(0, first - position) : max(0, last - position)]
        position += len(block)


def _blocks(path: Path) -> Iterator[Samples]:
    import soundfile

    with soundfile.SoundFile(path) as file:
        yield from file.blocks(_BLOCK, dtype="float32")


def _filtered(path: Path, target: Path, filters: str, delay: int = 0) -> None:
    """Filter a mono WAV at MASTER_RATE_HZ; the filters' delay is taken away, and the length stays."""
    cut = f"atrim=start_sample={delay}:end_sample={_length(path) + delay},asetpts=PTS-STARTPTS"
    with_length = f"apad=pad_len={delay},{filters},aresample={MASTER_RATE_HZ}:resampler=soxr,apad,{cut}"
    output = ffmpeg.input(source(path)).output(
        source(target),
        format="wav",
        acodec="pcm_s24le",
        ar=MASTER_RATE_HZ,
        af=with_length,
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )
    run_ffmpeg(arguments(output, strict=True))


def _length(path: Path) -> int:
    import soundfile

    return int(soundfile.info(path).frames)


def _measured(path: Path, aim: str) -> dict[str, Any]:
    output = ffmpeg.input(source(path)).output("-", af=f"{aim}:print_format=json", format="null")
    said = run_ffmpeg(arguments(output, strict=True, loglevel="info")).stderr
    found = re.search(r"\{[^{}]*\"input_i\"[^{}]*\}", said)
    if found is None:
        raise StageFailed(f"ffmpeg did not say how loud {path.name} is: {said[-300:]}")
    measured: dict[str, Any] = json.loads(found.group())
    return measured
