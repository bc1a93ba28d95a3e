"""Train the recogniser: `python -m tts.recogniser.train --minutes 30 --output tts/recogniser/phones.onnx`.

The command makes its speech, spoils it, trains and writes the weights. Run again after an interruption, it
goes on where it was: lessons are kept in `--data`, and so is the state of the network.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from herald.errors import HeraldError, UserError
from herald.files import written_beside
from herald.progress import Progress
from tts.recogniser import weights
from tts.recogniser.augmentation import only_noise, spoilt
from tts.recogniser.dataset import lessons, make
from tts.recogniser.features import HOP, N_MELS, log_mel, normalised
from tts.recogniser.flite import FliteTeacher
from tts.recogniser.formant import FormantTeacher
from tts.recogniser.inventory import GROUP_OF, LOOKALIKES, PHONES
from tts.recogniser.lesson import Lesson
from tts.recogniser.network import Network, n_parameters
from tts.recogniser.teachers import HELD_OUT, KokoroTeacher, Teacher

CROP_STEPS = 250
"""Five seconds."""

BATCH = 16
RATE = 2e-3
VERSIONS = 2
"""In how many spoilt versions each lesson lies ready."""

REFRESHED = 2
"""How many of them are made anew at each step."""

NOISE_SHARE = 0.04
"""Lessons in which nobody speaks."""

_CHECKPOINT_S = 60


@dataclass
class Version:
    """A spoilt lesson, ready for the network.

    Attributes:
        features: float16 `[2 n, 64]`.
        targets: uint8 `[n]`.
    """

    features: np.ndarray
    targets: np.ndarray


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _options(arguments)
    progress = _Lines(sys.stderr.write)
    try:
        torch.set_num_threads(options.threads)
        names = _speech(options, progress)
        taught = list(lessons(options.data, names))
        if not taught:
            raise UserError("there is no speech to train on; give --kokoro-minutes or --espeak-minutes.")
        network, steps, seconds = train(
            taught,
            options.data / "state.pt",
            options.minutes * 60,
            options.steps,
            options.seed,
            progress,
            options.bfloat16,
        )
        made_of = sum(float(lesson.waveform.seconds) for lesson in taught) / 60
        facts = {
            "steps": str(steps),
            "seed": str(options.seed),
            "training_minutes": f"{seconds / 60:.1f}",
            "speech_minutes": f"{made_of:.1f}",
            "teachers": " ".join(names),
        }
        weights.write(network, options.output, facts)
        progress.note(
            f"{options.output}: {n_parameters()} parameters, {steps} steps, {made_of:.1f} min of speech"
        )
    except HeraldError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tts.recogniser.train", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="of training, not counting the speech")
    parser.add_argument("--steps", type=int, default=None, help="train so many steps instead; repeatable")
    parser.add_argument("--output", type=Path, required=True, help="the .onnx file to write")
    parser.add_argument("--models", type=Path, default=Path("models"), help="where Kokoro's files are")
    parser.add_argument("--data", type=Path, default=Path(".herald/recogniser"), help="kept between runs")
    parser.add_argument("--kokoro-minutes", type=float, default=20)
    parser.add_argument("--espeak-minutes", type=float, default=17)
    parser.add_argument("--flite-minutes", type=float, default=0, help="of CMU Flite, where it is installed")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="faster where the processor can")
    return parser.parse_args(arguments)


def _speech(options: argparse.Namespace, progress: Progress) -> list[str]:
    """Make what speech is not there yet; return the names of the teachers."""

    def kokoro() -> Teacher:
        voices = sorted(path.stem for path in (options.models / "kokoro/voices").glob("*.bin"))
        if not voices:
            raise UserError(f"{options.models} has no voices of Kokoro. Fetch them: herald models pull")
        return KokoroTeacher(options.models, [voice for voice in voices if voice not in HELD_OUT])

    teachers: dict[str, tuple[Callable[[], Teacher], float]] = {
        "espeak": (FormantTeacher, options.espeak_minutes),
        "flite": (FliteTeacher, options.flite_minutes),
        "kokoro": (kokoro, options.kokoro_minutes),
    }
    names = []
    for name, (start, minutes) in teachers.items():
        if minutes > 0:
            make(start, name, minutes, options.data, options.seed, progress)
            names.append(name)
    return names


def train(
    taught: Sequence[Lesson],
    state_path: Path,
    budget_s: float,
    n_steps: int | None,
    seed: int,
    progress: Progress,
    short: bool = False,
) -> tuple[Network, int, float]:
    """Train until the time or the steps are spent.

    Args:
        taught: the speech.
        state_path: where the state is kept for the next run; taken up if it is there.
        budget_s: of training in all runs together; what the rate's decay follows unless `n_steps` is given.
        n_steps: how many steps in all; then equal arguments give equal weights.
        seed: of everything random.
        progress: is told of each step or second.
        short: multiply in bfloat16; three times as fast where the processor has instructions for it.

    Returns:
        the network, the steps and seconds it took.
    """
    torch.manual_seed(seed)
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    step, spent_s = 0, 0.0
    if state_path.exists():
        state = torch.load(state_path, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent_s = state["step"], state["spent_s"]
    balance = _balance(taught)
    pool = [version_of(taught, i % len(taught), _rng(seed, step, i)) for i in range(VERSIONS * len(taught))]
    progress.begin("training", n_steps or round(budget_s), "steps" if n_steps else "s")
    saved_s, loss_mean = spent_s, 0.0
    while step < n_steps if n_steps is not None else spent_s < budget_s:
        began = time.monotonic()
        rng = _rng(seed, step, -1)
        for slot in rng.integers(len(pool), size=REFRESHED):
            pool[slot] = version_of(taught, slot % len(taught), rng)
        done = step / n_steps if n_steps else spent_s / budget_s
        loss_mean = 0.98 * loss_mean + 0.02 * _step(
            network, optimiser, _batch(pool, rng), balance, step, done, short
        )
        step += 1
        took = time.monotonic() - began
        progress.advance(1 if n_steps else int(spent_s + took) - int(spent_s))
        spent_s += took
        if step % 100 == 0:
            progress.note(f"step {step}, {spent_s / 60:.1f} min, loss {loss_mean / (1 - 0.98**step):.3f}")
        if spent_s - saved_s > _CHECKPOINT_S:
            _save(state_path, network, optimiser, step, spent_s)
            saved_s = spent_s
    progress.end()
    _save(state_path, network, optimiser, step, spent_s)
    return network.eval(), step, spent_s


def version_of(taught: Sequence[Lesson], i: int, rng: np.random.Generator) -> Version:
    """Spoil a lesson anew, or make one of noise, and bring it to the network's form."""
    lesson = only_noise(rng) if rng.random() < NOISE_SHARE else spoilt(taught[i], taught, rng)
    mel = normalised(log_mel(lesson.waveform.samples))
    n = len(mel) // 2
    return Version(mel[: 2 * n].astype(np.float16), targets_of(lesson, n))


def targets_of(lesson: Lesson, n_steps: int) -> np.ndarray:
    """Return the phone in the middle of each 20 ms, uint8 `[n_steps]`."""
    middles = np.arange(n_steps) * 2 * HOP + HOP
    owner = np.searchsorted(lesson.edges, middles, side="right") - 1
    return np.asarray(lesson.phones[np.clip(owner, 0, len(lesson.phones) - 1)], np.uint8)


def _batch(pool: Sequence[Version], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Cut five seconds out of each of 16 versions; short ones are repeated."""
    features = np.zeros((BATCH, 2 * CROP_STEPS, N_MELS), np.float32)
    targets = np.zeros((BATCH, CROP_STEPS), np.int64)
    for row, slot in enumerate(rng.integers(len(pool), size=BATCH)):
        version = pool[slot]
        n = len(version.targets)
        start = int(rng.integers(max(1, n - CROP_STEPS + 1)))
        steps = (start + np.arange(CROP_STEPS)) % n if n < CROP_STEPS else start + np.arange(CROP_STEPS)
        frames = np.stack([2 * steps, 2 * steps + 1], axis=1).ravel()
        features[row] = version.features[frames]
        targets[row] = version.targets[steps]
        _mask(features[row], rng)
    return torch.from_numpy(features), torch.from_numpy(targets)


def _mask(features: np.ndarray, rng: np.random.Generator) -> None:
    """Hide a few bands and moments, so that no single one is relied on."""
    for _ in range(2):
        width = int(rng.integers(0, 9))
        low = int(rng.integers(N_MELS - width))
        features[:, low : low + width] = 0
        length = int(rng.integers(0, 12))
        first = int(rng.integers(len(features) - length))
        features[first : first + length] = 0


def _balance(taught: Sequence[Lesson]) -> Tensor:
    """Weigh rare phones more, but not as much more as they are rare."""
    counts = np.ones(len(PHONES))
    for lesson in taught:
        np.add.at(counts, lesson.phones, np.diff(lesson.edges) / (2 * HOP))
    balance = np.clip((counts.mean() / counts) ** 0.5, 0.4, 3)
    return torch.from_numpy(balance.astype(np.float32))


def _step(
    network: Network,
    optimiser: torch.optim.Optimizer,
    batch: tuple[Tensor, Tensor],
    balance: Tensor,
    step: int,
    done: float,
    short: bool,
) -> float:
    """Improve the network by one batch; returns the loss."""
    features, targets = batch
    for group in optimiser.param_groups:
        group["lr"] = RATE * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * min(done, 1)))
    with torch.autocast("cpu", torch.bfloat16, enabled=short):
        logits = network(features)
    log_phones = functional.log_softmax(logits.float(), dim=-1).flatten(0, 1)
    groups = torch.tensor(GROUP_OF)
    summed = log_phones.exp() @ functional.one_hot(groups, len(LOOKALIKES)).float()
    loss = functional.nll_loss(log_phones, targets.flatten(), balance)
    loss = loss + functional.nll_loss((summed + 1e-6).log(), groups[targets.flatten()])
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _rng(seed: int, step: int, number: int) -> np.random.Generator:
    return np.random.default_rng([seed, step, number + 1])


def _save(path: Path, network: Network, optimiser: torch.optim.Optimizer, step: int, spent_s: float) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
        "spent_s": spent_s,
    }
    with written_beside(path) as part:
        torch.save(state, part)


class _Lines:
    """Progress as a line for each tenth of a stage."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._stage, self._unit, self._total, self._done = "", "", 0, 0

    def begin(self, stage: str, total: int, unit: str) -> None:
        self._stage, self._unit, self._total, self._done = stage, unit, total, 0

    def advance(self, done: int = 1) -> None:
        before = 10 * self._done // max(1, self._total)
        self._done += done
        if 10 * self._done // max(1, self._total) > before:
            self._write(f"{self._stage}: {self._done} of {self._total} {self._unit}\n")

    def end(self) -> None:
        self._write(f"{self._stage}: done\n")

    def note(self, message: str) -> None:
        self._write(f"{message}\n")


if __name__ == "__main__":
    sys.exit(main())
