"""Train the recogniser: `python -m tts.recogniser.train --minutes 30 --output tts/recogniser/phones.onnx`.

The command makes its speech, spoils it, trains and writes the weights. Run again after an interruption, it
goes on where it was: lessons are kept in `--data`, and so is the state of the network.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from herald.errors import HeraldError, UserError
from herald.files import written_beside
from herald.progress import Progress
from tts.recogniser import weights
from tts.recogniser.batches import BATCH, batch_of, version_of
from tts.recogniser.dataset import lessons, make
from tts.recogniser.features import HOP
from tts.recogniser.flite import FliteTeacher
from tts.recogniser.formant import FormantTeacher
from tts.recogniser.inventory import GROUP_OF, LOOKALIKES, PHONES
from tts.recogniser.lesson import Lesson
from tts.recogniser.network import Network, n_parameters
from tts.recogniser.teachers import HELD_OUT, KokoroTeacher, Teacher

RATE = 2e-3
VERSIONS = 2
"""In how many spoilt versions each lesson lies ready."""

REFRESHED = 1
"""How many of all versions are made anew at each step."""

SHARES = {"kokoro": 0.55, "espeak": 0.25, "flite": 0.2}
"""How often the network hears each teacher, however much each of them said: Kokoro is nearest to people."""

_CHECKPOINT_S = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _options(arguments)
    progress = _Lines(sys.stderr.write)
    try:
        torch.set_num_threads(options.threads)
        names = _speech(options, progress)
        by_teacher = {name: list(lessons(options.data, [name])) for name in names}
        taught = [lesson for group in by_teacher.values() for lesson in group]
        if not taught:
            raise UserError("there is no speech to train on; give --kokoro-minutes or --espeak-minutes.")
        network, steps, seconds = train(
            taught,
            _chances(by_teacher),
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
    parser.add_argument(
        "--minutes", type=float, default=30, help="of training on one core, not counting the speech"
    )
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
    chances: np.ndarray,
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
        chances: how likely each lesson is to be heard, `[len(taught)]`, 1 in sum.
        state_path: where the state is kept for the next run; taken up if it is there.
        budget_s: of one core's work on training in all runs together; what the rate's decay follows unless
            `n_steps` is given.
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
        began = time.process_time()
        rng = _rng(seed, step, -1)
        for slot in rng.integers(len(pool), size=REFRESHED):
            pool[slot] = version_of(taught, slot % len(taught), rng)
        done = step / n_steps if n_steps else spent_s / budget_s
        heard = rng.choice(len(taught), size=BATCH, p=chances) + len(taught) * rng.integers(
            VERSIONS, size=BATCH
        )
        batch = batch_of(pool, [int(slot) for slot in heard], rng)
        loss_mean = 0.98 * loss_mean + 0.02 * _step(network, optimiser, batch, balance, step, done, short)
        step += 1
        took = (time.process_time() - began) / torch.get_num_threads()
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


def _chances(by_teacher: Mapping[str, Sequence[Lesson]]) -> np.ndarray:
    """Return how likely each lesson is to be heard."""
    whole = sum(SHARES[name] for name in by_teacher)
    shares = [
        np.full(len(group), SHARES[name] / whole / len(group)) for name, group in by_teacher.items() if group
    ]
    return np.concatenate(shares)


def _balance(taught: Sequence[Lesson]) -> Tensor:
    """Weigh rare phones more, but not as much more as they are rare."""
    counts = np.ones(len(PHONES))
    for lesson in taught:
        np.add.at(counts, lesson.phones, np.diff(lesson.edges) / (2 * HOP))
    balance = np.clip((counts.mean() / counts) ** 0.3, 0.5, 2.5)
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
