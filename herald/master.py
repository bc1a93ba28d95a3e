"""The sound of an edition: speech in its place on the clock, brought to one loudness.

The published sound is AAC, and coding moves peaks. So loudness and peaks are measured on sound that was
encoded and decoded with the very settings of `herald.ffmpeg.join.AAC`, and the limiter is set lower until
the peaks of that sound are where they must be.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg
import numpy as np

from herald.errors import StageFailed
from herald.ffmpeg.join import encode_sound
from herald.ffmpeg.tool import arguments, run_ffmpeg, running_ffmpeg, source
from herald.files import written_beside
from herald.media import Samples, Waveform
from herald.sound import full_disk_told
from herald.timing import MASTER_RATE_HZ

TARGET_LUFS = -16.0
"""What podcast and video platforms ask of speech."""

TOLERANCE_LU = 0.5

MOST_PEAK_DBTP = -1.5

SILENCE_LUFS = -70.0
"""The gate of EBU R 128: nothing softer is measured."""

_SILENCE_DBTP = -120.0

_MOST_GAIN_DB = 40.0
"""What would need more than this is no speech, but noise."""

_CODEC_HEADROOM_DB = 0.4
"""AAC moves peaks of speech by about this much."""

_MOST_EXTRA_GAIN_DB = 6.0
"""To make up for what the limiter takes; more would press sound that is all peaks into a rumble."""

_CLOSE_ENOUGH_LU = 0.1

_MOST_ROUNDS = 8

_OVERSAMPLED_HZ = 4 * MASTER_RATE_HZ


@dataclass(frozen=True)
class Piece:
    """Sound with its place in the edition.

    Attributes:
        start: the sample of the edition at which it begins.
        waveform: at MASTER_RATE_HZ.
    """

    start: int
    waveform: Waveform


@dataclass(frozen=True)
class Loudness:
    """A measurement after EBU R 128 and ITU-R BS.1770.

    Attributes:
        integrated_lufs: of the whole; SILENCE_LUFS or less for silence.
        true_peak_dbtp: the highest peak between and on samples; -120 for silence.
    """

    integrated_lufs: float
    true_peak_dbtp: float

    @property
    def is_on_target(self) -> bool:
        """Both are where a published edition has to be."""
        off = abs(self.integrated_lufs - TARGET_LUFS)
        return off <= TOLERANCE_LU and self.true_peak_dbtp <= MOST_PEAK_DBTP


@dataclass(frozen=True)
class _Setting:
    gain_db: float
    ceiling_db: float
    limited: bool

    def filters(self) -> str:
        volume = f"volume={self.gain_db:.4f}dB:precision=double"
        if not self.limited:
            return volume
        limit = 10 ** (self.ceiling_db / 20)
        return (
            f"{volume},aresample={_OVERSAMPLED_HZ}:resampler=soxr:precision=28,"
            f"alimiter=limit={limit:.6f}:level=false:latency=true:attack=5:release=60,"
            f"aresample={MASTER_RATE_HZ}:resampler=soxr:precision=28"
        )


def make_master(pieces: Iterable[Piece], n_samples: int, target: Path) -> Loudness:
    """Write the edition's sound: pieces in their places, silence between them, at TARGET_LUFS.

    Silence stays silent, and near silence is raised by 40 dB at most. Sound that is hardly anything but
    peaks cannot reach the target below MOST_PEAK_DBTP and comes out softer; `Loudness.is_on_target` tells.
    Memory does not grow with length.

    Args:
        pieces: in order, without overlap, inside the edition.
        n_samples: length of the edition at MASTER_RATE_HZ.
        target: the mono WAV file to make.

    Returns:
        the loudness of the sound after it was encoded as it will be published, and decoded.

    Raises:
        StageFailed: the peaks could not be brought under MOST_PEAK_DBTP.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, since that disk is the one with room: an hour takes 700 MB for a moment.
    scratch = tempfile.TemporaryDirectory(prefix=".herald-", dir=target.parent)
    with scratch as folder, written_beside(target) as part:
        raw = Path(folder) / "raw.wav"
        write_raw(pieces, n_samples, raw)
        return _bring_to_target(raw, n_samples, part, Path(folder) / "trial.mp4")


def write_raw(pieces: Iterable[Piece], n_samples: int, path: Path) -> str:
    """Write the edition's sound as it comes from the voice: pieces in their places, silence between them.

    Returns:
        the hash of its samples. (That of the file would change: float WAV files carry the time of writing.)
    """
    import soundfile

    digest = hashlib.sha256()
    # Floats, since resampling may lead beyond full scale and the gain is still to come.
    with (
        full_disk_told(path),
        soundfile.SoundFile(path, "w", MASTER_RATE_HZ, channels=1, subtype="FLOAT", format="WAV") as file,
    ):
        for block in _laid_out(pieces, n_samples):
            file.write(block)
            digest.update(block.tobytes())
    return digest.hexdigest()


def publish_sound(raw: Path, n_samples: int, target: Path) -> Loudness:
    """Make the published sound, AAC at TARGET_LUFS, of what `write_raw` wrote.

    Args:
        raw: the sound.
        n_samples: its length.
        target: an MP4 file with the sound alone, for `herald.ffmpeg.mux` to copy.

    Returns:
        the loudness of the encoded sound; errors as for `make_master`.
    """
    with tempfile.TemporaryDirectory(prefix=".herald-", dir=target.parent) as folder:
        return _bring_to_target(raw, n_samples, Path(folder) / "master.wav", target)


def measure_loudness(path: Path) -> Loudness:
    """Measure a sound or video file. Mono counts as it is heard, from two loudspeakers.

    Raises:
        ToolFailed: the file cannot be read or has no sound.
    """
    # The meter goes in steps of 100 ms, leaves out an unfinished last one, and needs four of them to begin.
    measured = "apad=pad_dur=0.1,apad=whole_dur=0.5,ebur128=peak=true:metadata=1:dualmono=true:framelog=quiet"
    printed = f"{measured},ametadata=mode=print:file=-"
    output = ffmpeg.input(source(path)).output("-", map="0:a:0", af=printed, format="null")
    integrated, peak = SILENCE_LUFS, 0.0
    with running_ffmpeg(arguments(output, strict=True), stdout=True) as running:
        for line in running.stdout:
            key, _, value = line.partition(b"=")
            if key == b"lavfi.r128.I":
                integrated = float(value)
            elif key == b"lavfi.r128.true_peak":
                peak = float(value)
    return Loudness(integrated, 20 * float(np.log10(peak)) if peak > 0 else _SILENCE_DBTP)


def _laid_out(pieces: Iterable[Piece], n_samples: int) -> Iterator[Samples]:
    position = 0
    for piece in pieces:
        stop = piece.start + piece.waveform.n_samples
        if piece.waveform.rate_hz != MASTER_RATE_HZ:
            raise ValueError(f"sound must have {MASTER_RATE_HZ} samples per second: {piece.waveform.rate_hz}")
        if piece.start < position or stop > n_samples:
            raise ValueError(f"sound at {piece.start} to {stop} is not within {position} to {n_samples}")
        yield from _silence(piece.start - position)
        yield piece.waveform.samples
        position = stop
    yield from _silence(n_samples - position)


def _silence(n_samples: int) -> Iterator[Samples]:
    block = np.zeros(min(n_samples, MASTER_RATE_HZ), np.float32)
    for start in range(0, n_samples, MASTER_RATE_HZ):
        yield block[: n_samples - start]


def _bring_to_target(raw: Path, n_samples: int, target: Path, trial: Path) -> Loudness:
    before = measure_loudness(raw)
    setting = _first_setting(before)
    most_gain_db = min(setting.gain_db + _MOST_EXTRA_GAIN_DB, _MOST_GAIN_DB)
    loudness = _try(raw, n_samples, setting, target, trial)
    for _ in range(_MOST_ROUNDS):
        better = _better_setting(setting, loudness, most_gain_db)
        if before.integrated_lufs <= SILENCE_LUFS or better == setting:
            break
        setting = better
        loudness = _try(raw, n_samples, setting, target, trial)
    if loudness.true_peak_dbtp > MOST_PEAK_DBTP:
        raise StageFailed(f"the peaks of {target.name} stay at {loudness.true_peak_dbtp:.2f} dBTP")
    return loudness


def _first_setting(before: Loudness) -> _Setting:
    ceiling_db = MOST_PEAK_DBTP - _CODEC_HEADROOM_DB
    if before.integrated_lufs <= SILENCE_LUFS:
        return _Setting(0.0, ceiling_db, limited=before.true_peak_dbtp > ceiling_db)
    gain_db = min(TARGET_LUFS - before.integrated_lufs, _MOST_GAIN_DB)
    return _Setting(gain_db, ceiling_db, limited=before.true_peak_dbtp + gain_db > ceiling_db)


def _better_setting(setting: _Setting, loudness: Loudness, most_gain_db: float) -> _Setting:
    over_db = loudness.true_peak_dbtp - MOST_PEAK_DBTP
    if over_db > 0:
        setting = replace(setting, ceiling_db=setting.ceiling_db - over_db - 0.1, limited=True)
    missing_db = TARGET_LUFS - loudness.integrated_lufs
    if abs(missing_db) > _CLOSE_ENOUGH_LU:
        setting = replace(setting, gain_db=min(setting.gain_db + missing_db, most_gain_db))
    return setting


def _try(raw: Path, n_samples: int, setting: _Setting, target: Path, trial: Path) -> Loudness:
    """Write `target` with this setting and measure what becomes of it after AAC."""
    exact = f"apad=whole_len={n_samples},atrim=end_sample={n_samples}"
    mastered = ffmpeg.input(source(raw)).output(
        source(target),
        format="wav",
        acodec="pcm_s24le",
        af=f"{setting.filters()},{exact}",
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )
    run_ffmpeg(arguments(mastered, strict=True))
    encode_sound(target, trial)
    return measure_loudness(trial)
