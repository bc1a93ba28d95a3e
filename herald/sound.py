"""Waveforms: read, written, resampled, faded.

Sound is kept as 24-bit PCM: float WAV files carry the time of writing, so equal sound would not give equal
files, and 16 bits are too few where the loudness is still to be raised.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from herald.errors import UserError
from herald.media import Samples, Speech, Waveform, rescaled
from herald.timing import MASTER_RATE_HZ, samples_of_ms

FADE_MS = 5
"""Long enough to be free of clicks, short enough to leave the first sound whole."""

_SUBTYPE = "PCM_24"

_LEAST_FREE_BYTES = 1 << 20
"""A disk with less than this counts as full after writing has failed."""


def read_wav(path: Path, start: int = 0, stop: int | None = None) -> Waveform:
    """Read the samples `[start, stop)` of a sound file, mixed down to mono.

    Args:
        path: WAV, FLAC or another format of libsndfile.
        start: first sample to read.
        stop: the sample after the last one to read; None reads to the end.

    Raises:
        UserError: the file cannot be read, or ends before `stop`.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            end = file.frames if stop is None else stop
            if not 0 <= start <= end <= file.frames:
                raise UserError(f"{path} has {file.frames} samples; {start} to {end} are not there.")
            file.seek(start)
            samples = file.read(end - start, dtype="float32", always_2d=True)
            rate_hz = file.samplerate
    except soundfile.LibsndfileError as error:
        raise UserError(f"{path} cannot be read as sound: {error}") from error
    return Waveform(samples.mean(axis=1, dtype=np.float32), rate_hz)


def write_wav(path: Path, waveform: Waveform) -> None:
    """Write a mono WAV file; the same samples give the same bytes. Samples beyond full scale are clipped."""
    write_wav_blocks(path, [waveform.samples], waveform.rate_hz)


def write_wav_blocks(path: Path, blocks: Iterable[Samples], rate_hz: int) -> int:
    """Write a mono WAV file from blocks of samples.

    Returns:
        the number of samples written.
    """
    import soundfile

    n_samples = 0
    with (
        full_disk_told(path),
        soundfile.SoundFile(path, "w", rate_hz, channels=1, subtype=_SUBTYPE, format="WAV") as file,
    ):
        for block in blocks:
            file.write(block)
            n_samples += len(block)
    return n_samples


def in_chunks(blocks: Iterable[Samples], n_samples: int) -> Iterator[Samples]:
    """Yield the same sound in chunks of `n_samples`; only the last one may be shorter."""
    waiting = np.empty(0, np.float32)
    for block in blocks:
        waiting = np.concatenate([waiting, block])
        while len(waiting) >= n_samples:
            yield waiting[:n_samples]
            waiting = waiting[n_samples:]
    if len(waiting):
        yield waiting


@contextlib.contextmanager
def full_disk_told(path: Path) -> Iterator[None]:
    """Raise what Python's own writing would raise if libsndfile failed since the disk of `path` is full."""
    import soundfile

    try:
        yield
    except (soundfile.LibsndfileError, AssertionError) as error:
        # libsndfile says "system error", and soundfile only counts what was written.
        if shutil.disk_usage(path.parent).free > _LEAST_FREE_BYTES:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error


def resampled(waveform: Waveform, rate_hz: int) -> Waveform:
    """Return the sound at another sample rate, nothing shifted in time."""
    import soxr

    if rate_hz == waveform.rate_hz:
        return waveform
    samples = soxr.resample(waveform.samples, waveform.rate_hz, rate_hz, quality="VHQ")
    return Waveform(samples.astype(np.float32, copy=False), rate_hz)


def resampled_speech(speech: Speech, rate_hz: int = MASTER_RATE_HZ) -> Speech:
    """Return the speech at another sample rate, its marks with it."""
    waveform = resampled(speech.waveform, rate_hz)
    marks = rescaled(speech.marks, speech.waveform.rate_hz, rate_hz, waveform.n_samples)
    return Speech(speech.text, waveform, marks)


def faded(waveform: Waveform, fade_ms: float = FADE_MS) -> Waveform:
    """Return the sound with its first and last `fade_ms` faded in and out, so that it joins silence smoothly.

    A sound shorter than two fades is faded over its halves.
    """
    n_fade = min(samples_of_ms(fade_ms, waveform.rate_hz), waveform.n_samples // 2)
    if n_fade == 0:
        return waveform
    rise = np.sin(np.linspace(0, np.pi / 2, n_fade, endpoint=False, dtype=np.float32)) ** 2
    samples = waveform.samples.copy()
    samples[:n_fade] *= rise
    samples[-n_fade:] *= rise[::-1]
    return Waveform(samples, waveform.rate_hz)
