"""Every conversion between samples, frames and seconds.

Herald has one clock: whole samples of sound. Frame rates are exact fractions, spans are half-open
`[start, stop)`, and a rounding is made here, once, or nowhere.
"""

from __future__ import annotations

from fractions import Fraction

MASTER_RATE_HZ = 48_000
"""The sample rate of everything after the speech stage, and of every published file."""


def sample_at_frame(frame: int, rate_hz: int, fps: Fraction) -> int:
    """Return the first sample that is heard while `frame` (0-based) is seen."""
    return (frame * rate_hz * fps.denominator) // fps.numerator


def samples_of_frame(frame: int, rate_hz: int, fps: Fraction) -> slice:
    """Return the samples that are heard while `frame` is seen; slices of neighbours touch."""
    return slice(sample_at_frame(frame, rate_hz, fps), sample_at_frame(frame + 1, rate_hz, fps))


def frame_count(n_samples: int, rate_hz: int, fps: Fraction) -> int:
    """Return how many frames it takes to show all of `n_samples` (rounded up)."""
    return -((-n_samples * fps.numerator) // (rate_hz * fps.denominator))


def frame_at_sample(sample: int, rate_hz: int, fps: Fraction) -> int:
    """Return the frame that is seen while `sample` is heard."""
    frame = (sample * fps.numerator) // (rate_hz * fps.denominator)
    # sample_at_frame rounds down, so the next frame may already have begun.
    return frame + 1 if sample_at_frame(frame + 1, rate_hz, fps) <= sample else frame


def seconds_at_frame(frame: int, fps: Fraction) -> Fraction:
    """Return the exact moment at which `frame` appears."""
    return Fraction(frame) / fps


def seconds_at_sample(sample: int, rate_hz: int) -> Fraction:
    """Return the exact moment of `sample`."""
    return Fraction(sample, rate_hz)


def samples_of_ms(milliseconds: float, rate_hz: int) -> int:
    """Return the nearest whole number of samples to a length in milliseconds."""
    return round(milliseconds * rate_hz / 1000)


def rescale_sample(sample: int, from_hz: int, to_hz: int) -> int:
    """Return the position of `sample` after resampling, to the nearest sample."""
    return (2 * sample * to_hz + from_hz) // (2 * from_hz)


def parse_fps(text: str) -> Fraction:
    """Read a frame rate such as "25", "29.97" or "24000/1001" as an exact fraction.

    The decimal names of the NTSC rates mean those rates: 23.976, 29.97 and 59.94.

    Raises:
        ValueError: `text` is not a positive number.
    """
    value = Fraction(text.strip())
    if value <= 0:
        raise ValueError(f"a frame rate must be positive, not {text}")
    if value.denominator not in (1, 1001):
        ntsc = Fraction(round(value) * 1000, 1001)
        if abs(ntsc - value) < Fraction(1, 100):
            return ntsc
    return value
