"""Sound to phones, without a transcript."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.media import Mark, Samples, Waveform
from herald.sound import in_chunks, resampled
from herald.timing import rescale_sample
from tts.recogniser.features import (
    HOP,
    N_MELS,
    RATE_HZ,
    Features,
    log_mel_of_chunks,
    network_input,
    normalised,
)
from tts.recogniser.inventory import PAUSE, PHONES

if TYPE_CHECKING:
    import onnxruntime

WEIGHTS = Path(__file__).with_name("phones.onnx")

STEP = 2 * HOP
"""Samples at 16 kHz for which there is one row of probabilities: 50 rows a second."""

LEAST_LEVEL_DB = -50
"""A sound whose loud moments (95th percentile) are under this has no speech in it, against full scale."""

QUIET_DB = -45
"""What is this far under the loud moments for `LEAST_QUIET_STEPS` is a pause, whatever it resembles."""

LEAST_QUIET_STEPS = 6
"""120 ms, as the training has it: a shorter silence may be the closure of a stop."""

LEAST_CONFIDENCE = 0.4
"""A sound of which the network is less sure than this, in the median of what is no pause, is no speech."""

LEAST_SPEECH_S = 0.1

CHANGE_COST = 2.0
"""What a change of phone has to bring, in nats; keeps the most likely row of phones from flickering."""

LEAST_STEPS = 2
"""The shortest phone, 40 ms."""

LEAST_SHARE = 0.01
"""What a phone may also have been is told from this probability on, in the mean over the phone."""

_CHUNK = 1500
_MARGIN = 32
"""Steps: the network hears 0.6 s to each side."""


@dataclass(frozen=True)
class Posteriors:
    """What was heard when.

    Attributes:
        probabilities: float32 `[n, len(PHONES)]`, 50 rows a second; row i is of the samples
            `[320 i, 320 i + 320)` at 16 kHz. Rows sum to 1.
        confidence: 0..1, the median of the largest probability where something is heard.
        is_speech: False where all rows were made pauses: the sound is too quiet, or it is none the network
            knows.
    """

    probabilities: NDArray[np.float32]
    confidence: float
    is_speech: bool


def recognise(waveform: Waveform, even_if_unsure: bool = False) -> Posteriors:
    """Return how likely each phone is at each moment.

    Equal sound gives equal figures.

    Args:
        waveform: of any rate.
        even_if_unsure: keep the figures of a sound that the network is too unsure of to be taken for speech,
            such as where a transcript says that it is.

    Raises:
        StageFailed: the weights are missing or are of another inventory.
    """
    return recognise_blocks([resampled(waveform, RATE_HZ).samples], even_if_unsure)


def recognise_blocks(blocks: Iterable[Samples], even_if_unsure: bool = False) -> Posteriors:
    """Do the same for a sound at `RATE_HZ` that comes in blocks of any length.

    Memory grows by 2.5 MB for each minute of sound, whatever the blocks.
    """
    mel, level_db = _heard(in_chunks(blocks, _CHUNK * STEP))
    n_steps = len(level_db)
    loud_db = float(np.percentile(level_db, 95)) if n_steps else -np.inf
    if loud_db < LEAST_LEVEL_DB:
        return Posteriors(_pauses(n_steps), 0.0, False)
    probabilities = _probabilities(normalised(mel))
    quiet = _long_runs(level_db < loud_db + QUIET_DB)
    probabilities[quiet] = _pauses(1)
    heard = probabilities[:, 0] < 0.5
    confidence = float(np.median(probabilities[heard, 1:].max(axis=1))) if heard.any() else 0.0
    is_speech = confidence >= LEAST_CONFIDENCE and heard.sum() * STEP >= LEAST_SPEECH_S * RATE_HZ
    if not is_speech and not even_if_unsure:
        probabilities = _pauses(n_steps)
    return Posteriors(probabilities, confidence, is_speech)


def marks_of(posteriors: Posteriors, n_samples: int, rate_hz: int) -> tuple[Mark, ...]:
    """Return the likeliest phones and pauses, which tile a sound of that length.

    Each phone tells what else it may have been: a mouth between what two sounds ask for is less wrong than
    that of the wrong one.
    """
    row = best_phones(posteriors.probabilities)
    changes = [0, *(np.flatnonzero(np.diff(row)) + 1), len(row)] if len(row) else []
    marks = []
    for first, stop in itertools.pairwise(changes):
        start_sample = rescale_sample(int(first) * STEP, RATE_HZ, rate_hz)
        stop_sample = rescale_sample(int(stop) * STEP, RATE_HZ, rate_hz)
        stop_sample = n_samples if stop == len(row) else min(stop_sample, n_samples)
        symbol = PHONES[row[first]]
        if stop_sample <= start_sample:
            continue
        if symbol == PAUSE:
            marks.append(Mark("pause", symbol, start_sample, stop_sample))
        else:
            others = _others(posteriors.probabilities[first:stop].mean(axis=0), int(row[first]))
            marks.append(Mark("phone", symbol, start_sample, stop_sample, others))
    return tuple(marks)


def _others(shares: NDArray[np.float32], chosen: int) -> tuple[tuple[str, float], ...]:
    """Return the other phones that are likely enough, and their shares among these and the chosen one."""
    likely = [i for i in np.flatnonzero(shares >= LEAST_SHARE) if i != chosen]
    whole = float(shares[chosen] + shares[likely].sum())
    return tuple((PHONES[i], round(float(shares[i]) / whole, 3)) for i in likely)


def marks_from_sound(waveform: Waveform) -> tuple[Mark, ...]:
    """Return the likeliest phones and pauses, which tile the sound, on the sound's own clock."""
    return marks_of(recognise(waveform), waveform.n_samples, waveform.rate_hz)


def best_phones(probabilities: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the likeliest phone of each row (Viterbi).

    A phone lasts two rows at least, and each change of phone costs `CHANGE_COST`.
    """
    n, n_phones = probabilities.shape
    if n == 0:
        return np.empty(0, np.intp)
    scores = np.log(probabilities + 1e-4)
    # The score of a phone's last possible beginning and of its going on, two states for each phone.
    fresh, ripe = scores[0].copy(), np.full(n_phones, -np.inf, np.float32)
    came_from = np.empty(n, np.intp)
    went_on = np.empty((n, n_phones), bool)
    for i in range(1, n):
        best = int(np.argmax(ripe))
        came_from[i] = best
        going_on = ripe >= fresh
        went_on[i] = going_on
        ripe, fresh = np.where(going_on, ripe, fresh) + scores[i], ripe[best] - CHANGE_COST + scores[i]
    row = np.empty(n, np.intp)
    state = int(np.argmax(np.maximum(ripe, fresh)))
    is_ripe = bool(ripe[state] >= fresh[state])
    for i in range(n - 1, -1, -1):
        row[i] = state
        if is_ripe:
            is_ripe = bool(went_on[i, state]) if i else False
        elif i:
            state, is_ripe = int(came_from[i]), True
    return row


def _probabilities(features: Features) -> NDArray[np.float32]:
    """Run the network over half a minute at a time."""
    rows = network_input(features)
    result = np.empty((len(rows), len(PHONES)), np.float32)
    for first in range(0, len(rows), _CHUNK):
        start, stop = max(0, first - _MARGIN), min(len(rows), first + _CHUNK + _MARGIN)
        (found,) = _session().run(None, {"features": rows[start:stop]})
        kept = min(len(rows), first + _CHUNK) - first
        result[first : first + kept] = found[first - start : first - start + kept]
    return result


def _long_runs(quiet: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the moments that are quiet for long enough."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8))).reshape(-1, 2)
    kept = np.zeros_like(quiet)
    for first, stop in edges[edges[:, 1] - edges[:, 0] >= LEAST_QUIET_STEPS]:
        kept[first:stop] = True
    return kept


def _pauses(n: int) -> NDArray[np.float32]:
    rows = np.zeros((n, len(PHONES)), np.float32)
    rows[:, 0] = 1
    return rows


def _heard(chunks: Iterable[Samples]) -> tuple[Features, NDArray[np.float32]]:
    """Return the log-mel features of all chunks, and the level of each step."""
    levels: list[NDArray[np.float32]] = []

    def padded() -> Iterator[Samples]:
        for chunk in chunks:
            whole = np.pad(chunk, (0, -len(chunk) % STEP))
            # Against full scale, a constant offset left out.
            level = 10 * np.log10(whole.reshape(-1, STEP).var(axis=1) + 1e-12)
            levels.append(level.astype(np.float32))
            yield whole

    mels = [np.empty((0, N_MELS), np.float32), *log_mel_of_chunks(padded())]
    return np.concatenate(mels), np.concatenate([np.empty(0, np.float32), *levels])


@cache
def _session() -> onnxruntime.InferenceSession:
    import onnxruntime

    if not WEIGHTS.exists():
        raise StageFailed(f"{WEIGHTS} is missing; python -m tts.recogniser.train makes it")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(WEIGHTS), options, providers=["CPUExecutionProvider"])
    found = session.get_modelmeta().custom_metadata_map.get("phones", "")
    if found != " ".join(PHONES):
        raise StageFailed(f"{WEIGHTS} was trained for other phones; train it again")
    return session
