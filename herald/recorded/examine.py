"""What is wrong with a recording, by measure: clipping, hum, noise, music, reverberation, lost treble.

The sound is read once, in blocks. What is kept grows by 20 kB for each second: levels and coarse spectra.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from herald.media import Samples
from herald.sound import in_chunks
from herald.timing import MASTER_RATE_HZ

LEAST_CLIPPED = 20
"""Samples near the peak that make up clipping."""

MOST_HUM_DB = -62.0
"""A hum that is louder, against full scale, is heard in pauses."""

LEAST_SNR_DB = 18.0
MOST_MUSIC = 0.2
MOST_REVERBERATION_S = 0.55
LEAST_BANDWIDTH_HZ = 6500.0
LEAST_LEVEL_DBFS = -50.0

_BINS = 1500
_FRAME = MASTER_RATE_HZ // 100
_WINDOW = 4096
"""Samples of a spectrum: 85 ms, bins of 11.7 Hz."""

_LONG = MASTER_RATE_HZ
"""Samples of the spectrum in which hum is looked for: bins of 1 Hz."""

_HUM_BINS = 420
_TONE_BINS = slice(10, 260)
"""120 to 3000 Hz of the shorter spectrum, where melody is."""

_LASTING = 5
"""Spectra in a row, 0.43 s, for which a partial must stand still to be a note and not a voice."""

_Levels = NDArray[np.float32]


@dataclass(frozen=True)
class Condition:
    """How good a recording is.

    Attributes:
        seconds: its length.
        level_dbfs: of its loud moments (95th percentile of 10 ms).
        noise_dbfs: of its quiet moments (10th percentile).
        clipped: how many samples are piled up at the peak; 0 where they are no more than speech has.
        hum_hz: 50 or 60 where the mains is heard, else 0.
        hum_dbfs: how loud.
        music: 0..1, the share of the time in which notes are held as no voice holds them.
        reverberation_s: how long a sound takes to fall by 60 dB; an estimate, 0 where nothing falls far.
        bandwidth_hz: the highest frequency that speech is heard at.
    """

    seconds: float
    level_dbfs: float
    noise_dbfs: float
    clipped: int
    hum_hz: int
    hum_dbfs: float
    music: float
    reverberation_s: float
    bandwidth_hz: float

    @property
    def snr_db(self) -> float:
        """How far the noise is under the speech."""
        return self.level_dbfs - self.noise_dbfs

    def warnings(self) -> tuple[str, ...]:
        """Return a sentence for each thing that a listener would complain of."""
        found = []
        if self.level_dbfs < LEAST_LEVEL_DBFS:
            return (f"hardly anything is heard: {self.level_dbfs:.0f} dBFS in the loud moments",)
        if self.clipped:
            found.append(f"clipped: {self.clipped} samples are cut off at the peak. Record with less gain")
        if self.hum_hz:
            found.append(f"hum of {self.hum_hz} Hz at {self.hum_dbfs:.0f} dBFS. Look at the cables")
        if self.music > MOST_MUSIC:
            found.append(f"music in {self.music:.0%} of the time. Use the voice without it, if you have it")
        elif self.snr_db < LEAST_SNR_DB:
            found.append(f"noise only {self.snr_db:.0f} dB under the speech. Go nearer to the microphone")
        # Noise and music hide where a sound has died away.
        is_clear = self.music <= MOST_MUSIC and self.snr_db >= LEAST_SNR_DB
        if is_clear and self.reverberation_s > MOST_REVERBERATION_S:
            found.append(
                f"the room resounds for {self.reverberation_s:.1f} s. Go nearer to the microphone, or to a "
                "smaller room with soft things in it"
            )
        if self.bandwidth_hz < LEAST_BANDWIDTH_HZ:
            found.append(
                f"nothing above {self.bandwidth_hz / 1000:.1f} kHz: a telephone, or coded with few bits. "
                "Give the recording as it was made"
            )
        return tuple(found)


@dataclass
class _Heard:
    """What is kept of the sound."""

    n_samples: int = 0
    amplitudes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(_BINS, np.int64))
    levels: list[_Levels] = field(default_factory=list)
    lows: list[_Levels] = field(default_factory=list)
    tones: list[_Levels] = field(default_factory=list)
    brightest: NDArray[np.float64] = field(default_factory=lambda: np.zeros(_WINDOW // 2 + 1))


def examine(blocks: Iterable[Samples]) -> Condition:
    """Measure a recording at MASTER_RATE_HZ that comes in blocks."""
    heard = _Heard()
    for block in in_chunks(blocks, _LONG):
        heard.n_samples += len(block)
        magnitude = np.abs(block)
        counts = np.histogram(magnitude, _BINS, (0, 1.5))[0]
        heard.amplitudes += counts
        whole = block[: len(block) // _FRAME * _FRAME].reshape(-1, _FRAME)
        heard.levels.append((10 * np.log10(np.square(whole).mean(axis=1) + 1e-12)).astype(np.float32))
        if len(block) == _LONG:
            heard.lows.append(_power(block[None], _LONG)[0, :_HUM_BINS])
        frames = block[: len(block) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
        if len(frames):
            power = _power(frames, _WINDOW)
            heard.tones.append(power[:, _TONE_BINS])
            heard.brightest = np.maximum(heard.brightest, np.percentile(power, 90, axis=0))
    levels = np.concatenate([np.full(1, -120, np.float32), *heard.levels])
    hum_hz, hum_dbfs = _hum(heard.lows)
    return Condition(
        seconds=heard.n_samples / MASTER_RATE_HZ,
        level_dbfs=float(np.percentile(levels, 95)),
        noise_dbfs=float(np.percentile(levels, 10)),
        clipped=_clipped(heard.amplitudes),
        hum_hz=hum_hz,
        hum_dbfs=hum_dbfs,
        music=_music(heard.tones),
        reverberation_s=_reverberation_s(levels),
        bandwidth_hz=_bandwidth_hz(heard.brightest),
    )


def _power(rows: Samples, n: int) -> NDArray[np.float32]:
    """Return power spectra in which a sine at full scale has 0.5 in its bins together."""
    window = np.hanning(n).astype(np.float32)
    spectrum = np.fft.rfft(rows * window, axis=1)
    power = 2 * np.square(np.abs(spectrum)) / (n * float(np.square(window).sum()))
    return np.asarray(power, np.float32)


def _clipped(amplitudes: NDArray[np.int64]) -> int:
    """Count what is piled up at the peak: speech is there ever more rarely, the louder it is."""
    present = np.flatnonzero(amplitudes)
    if len(present) == 0 or present[-1] < 50:
        return 0
    peak = int(present[-1]) + 1
    width = max(1, round(peak * 0.02))
    top = int(amplitudes[peak - width : peak].sum())
    below = float(amplitudes[round(peak * 0.8) : peak - width].sum()) / max(1, (0.18 * peak) / width)
    return top if top >= LEAST_CLIPPED and top > 2.5 * below else 0


def _hum(lows: list[_Levels]) -> tuple[int, float]:
    """Look for lines at 50 or 60 Hz and their multiples in what is always there."""
    if len(lows) < 2:
        return 0, -120.0
    steady = np.percentile(np.stack(lows), 20, axis=0)
    best = (0, -120.0)
    for hz in (50, 60):
        lines = [(line, steady[line - 1 : line + 2].sum()) for line in range(hz, _HUM_BINS - 12, hz)]
        clear = [power for line, power in lines if power > 90 * _beside(steady, line)]
        level = 10 * np.log10(sum(clear) + 1e-12)
        if len(clear) >= 2 or (clear and lines[0][1] == clear[0]):
            best = max(best, (hz, float(level)), key=lambda found: found[1])
    return best if best[1] > MOST_HUM_DB else (0, best[1])


def _beside(steady: _Levels, line: int) -> float:
    """Return the median power of the bins beside a line."""
    return float(np.median(np.concatenate([steady[line - 12 : line - 3], steady[line + 4 : line + 13]])))


def _music(tones: list[_Levels]) -> float:
    """Return in which share of the spectra two partials or more stand still; lines that never go are hum."""
    if not tones:
        return 0.0
    power = np.concatenate(tones)
    if len(power) < 2 * _LASTING:
        return 0.0
    around = np.stack([np.roll(power, shift, axis=1) for shift in (-4, -3, -2, 2, 3, 4)]).mean(axis=0)
    ridges = (
        (power > 6 * around)
        & (power >= np.roll(power, 1, axis=1))
        & (power >= np.roll(power, -1, axis=1))
        & (power > 1e-7)
    )
    # A partial between two bins may be the larger in either.
    near = ridges | np.roll(ridges, 1, axis=1)
    near[:, near.mean(axis=0) > 0.7] = False
    lasting = np.lib.stride_tricks.sliding_window_view(near, _LASTING, axis=0).all(axis=-1)
    return float((lasting.sum(axis=1) >= 2).mean())


def _reverberation_s(levels: _Levels) -> float:
    """Return 60 dB over the speed of the fastest falls: in a room that resounds, none can be faster."""
    smooth = np.convolve(levels, np.full(3, 1 / 3), "same")
    loud = np.percentile(levels, 95)
    # What falls from near the loud moments to at least 6 dB above the noise, within 150 ms.
    span = 12
    if len(smooth) < 10 * span:
        return 0.0
    floor = np.percentile(levels, 10) + 6
    fall = smooth[:-span] - smooth[span:]
    counted = (smooth[:-span] > loud - 15) & (smooth[span:] > floor) & (fall > 5)
    if counted.sum() < 10:
        return 0.0
    speed_db_per_s = float(np.percentile(fall[counted], 90)) / (span / 100)
    return 60 / speed_db_per_s


def _bandwidth_hz(brightest: NDArray[np.float64]) -> float:
    """Return the highest frequency at which the bright moments are within 65 dB of the strongest band."""
    db = 10 * np.log10(np.convolve(brightest, np.full(9, 1 / 9), "same") + 1e-14)
    heard = np.flatnonzero(db > db.max() - 65)
    return float(heard[-1]) * MASTER_RATE_HZ / _WINDOW if len(heard) else 0.0
