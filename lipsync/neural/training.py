"""Training of a presenter's network: in minutes, stopped and gone on with at will."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from herald.errors import StageFailed
from herald.files import written_beside
from herald.progress import Progress
from lipsync.device import CPU
from lipsync.neural.network import Critic, Refiner
from lipsync.neural.presets import preset
from lipsync.neural.view import BETWEEN_LIPS, LIPS, PAINTED

Bytes = NDArray[np.uint8]

SAVE_EVERY_S = 60.0
SHEET_EVERY_S = 150.0

SEED = 11
_SHEET_ROWS = 5


@dataclass(frozen=True)
class Recipe:
    """How a network is trained; the defaults are what measured best, see docs/measures.md.

    Attributes:
        lips, between: how much more than its surroundings a pixel of the lips, and one between them, counts.
        gradient: weight of the difference of gradients.
        critic: weight of the adversarial loss. Without it the result is soft.
        features: weight of the difference of what the critic's layers see: a feature loss from a network
            that was trained here.
        critic_from: share of the time after which the critic has a say; it doubles the time of a step.
        rate: of Adam, at the start; it falls along a cosine.
        keep: of the running mean of the weights, which is what is kept in the end.
        shifted_px: how far examples are shifted at random.
        dropped: share of the examples that lose one of their other mouths.
    """

    lips: float = 2.0
    between: float = 3.0
    gradient: float = 1.0
    critic: float = 0.03
    features: float = 0.0
    critic_from: float = 0.5
    rate: float = 1e-3
    keep: float = 0.99
    shifted_px: int = 32
    dropped: float = 0.2


class Trainer:
    """Trains the network of one presenter.

    Args:
        preset_name: its size.
        device: as torch calls it.
        recipe: how.
    """

    def __init__(self, preset_name: str, device: str = CPU, recipe: Recipe | None = None) -> None:
        torch.manual_seed(SEED)
        self.preset_name, self.device, self.recipe = preset_name, device, recipe or Recipe()
        self.size = preset(preset_name)
        self.network = Refiner(self.size).to(device)
        self.mean = Refiner(self.size).to(device)
        self.mean.load_state_dict(self.network.state_dict())
        self.mean.eval().requires_grad_(False)
        self.critic = Critic().to(device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), self.recipe.rate)
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), self.recipe.rate / 2, (0.5, 0.99))
        self.rng = np.random.default_rng(SEED)
        self.n_steps = 0
        self.seconds = 0.0

    def train(self, seen: Bytes, true: Bytes, seconds: float, folder: Path, progress: Progress) -> None:
        """Train until the network has been trained for `seconds` in all; what was trained before counts.

        The state is saved once a minute and when the work is stopped, a sheet is written with it.

        Args:
            seen: uint8 `[n, side, side, 15]`.
            true: uint8 `[n, side, side, 3]`.
            seconds: of the clock.
            folder: for state and sheets.
            progress: told of the seconds.
        """
        progress.begin("train", round(seconds), "s")
        progress.advance(round(self.seconds))
        saved, pictured = self.seconds, self.seconds
        try:
            while self.seconds < seconds:
                started, before = time.monotonic(), round(self.seconds)
                self._step(*self._batch(seen, true), self.seconds / seconds)
                self.seconds += time.monotonic() - started
                progress.advance(round(self.seconds) - before)
                if self.seconds - saved >= SAVE_EVERY_S:
                    self.save(folder)
                    saved = self.seconds
                if self.seconds - pictured >= SHEET_EVERY_S:
                    self.write_sheet(folder, seen, true)
                    pictured = self.seconds
        finally:
            self.save(folder)
        self.write_sheet(folder, seen, true)
        progress.end()

    def save(self, folder: Path) -> None:
        """Write everything that training goes on with."""
        state = {
            "preset": self.preset_name,
            "steps": self.n_steps,
            "seconds": self.seconds,
            **{name: part.state_dict() for name, part in self._parts().items()},
        }
        with written_beside(folder / "state.pt") as part:
            torch.save(state, part)

    def resume(self, folder: Path) -> bool:
        """Go on with what `save` wrote, if it is there and of the same size.

        Raises:
            StageFailed: the file is damaged.
        """
        path = folder / "state.pt"
        if not path.is_file():
            return False
        try:
            state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
            if state["preset"] != self.preset_name:
                return False
            for name, part in self._parts().items():
                part.load_state_dict(state[name])
            self.n_steps, self.seconds = int(state["steps"]), float(state["seconds"])
        except (RuntimeError, KeyError, ValueError, EOFError, OSError) as error:
            raise StageFailed(f"{path} is damaged; train with --restart") from error
        self.rng = np.random.default_rng((SEED, self.n_steps))
        return True

    def write_sheet(self, folder: Path, seen: Bytes, true: Bytes) -> Path:
        """Write a contact sheet: what was painted, what the network makes of it, and the truth."""
        rows = np.linspace(0, len(seen) - 1, _SHEET_ROWS).round().astype(int)
        given = _tensor(seen[rows], self.device)
        with torch.inference_mode():
            made = (given[:, :3] + self.mean(given) * given[:, PAINTED, None]).clamp(0, 1)
        pictures = [seen[rows][..., :3], _bytes(made), true[rows]]
        sheet = np.concatenate([np.concatenate(list(column), axis=0) for column in pictures], axis=1)
        (folder / "previews").mkdir(exist_ok=True)
        path = folder / "previews" / f"step-{self.n_steps:06d}.png"
        with written_beside(path) as part:
            part.write_bytes(cv2.imencode(".png", sheet[..., ::-1])[1].tobytes())
        return path

    def _parts(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "mean": self.mean,
            "critic": self.critic,
            "optimizer": self.optimizer,
            "critic_optimizer": self.critic_optimizer,
        }

    def _batch(self, seen: Bytes, true: Bytes) -> tuple[Tensor, Tensor]:
        """A random batch, `[b, 15, s, s]` and `[b, 3, s, s]`: shifted, in another light, a mouth missing."""
        recipe, side = self.recipe, self.size.side_px - self.recipe.shifted_px
        rows = np.sort(self.rng.choice(len(seen), min(self.size.batch, len(seen)), replace=False))
        given, wanted = [], []
        for row in rows:
            top, left = self.rng.integers(0, recipe.shifted_px + 1, 2)
            window = slice(top, top + side), slice(left, left + side)
            given.append(seen[row][window])
            wanted.append(true[row][window])
        x, y = _tensor(np.stack(given), self.device), _tensor(np.stack(wanted), self.device)
        light = torch.from_numpy(self._light(len(rows))).to(self.device)
        gain, lift = light[:, :3, None, None], light[:, 3:, None, None]
        x = torch.cat([x[:, :12] * gain.repeat(1, 4, 1, 1) + lift.repeat(1, 4, 1, 1), x[:, 12:]], dim=1)
        for i in np.flatnonzero(self.rng.random(len(rows)) < recipe.dropped):
            at = 3 * int(self.rng.integers(1, 4))
            x[i, at : at + 3] = x[i, :3]
        return x, y * gain + lift

    def _light(self, n: int) -> NDArray[np.float32]:
        """Gains and lifts of the three colours, float32 `[n, 6]`."""
        gain = self.rng.normal(1, 0.06, (n, 1)) + self.rng.normal(0, 0.015, (n, 3))
        lift = np.repeat(self.rng.normal(0, 0.015, (n, 1)), 3, axis=1)
        return np.concatenate([gain, lift], axis=1).astype(np.float32)

    def _step(self, seen: Tensor, true: Tensor, done: float) -> None:
        recipe = self.recipe
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate * (0.5 + 0.5 * float(np.cos(np.pi * min(done, 1)))) + 1e-5
        with torch.autocast(self.device.split(":")[0], torch.bfloat16, enabled=self.device != CPU):
            change = self.network(seen).float()
        painted, maps = seen[:, PAINTED, None], seen[:, 12:]
        made = seen[:, :3] + change * painted
        weight = painted * (
            1 + recipe.lips * seen[:, LIPS, None] + recipe.between * seen[:, BETWEEN_LIPS, None]
        )
        loss = (weight * (made - true).abs()).sum() / weight.sum().clamp(min=1)
        loss = loss / 3 + recipe.gradient * _gradient_difference(made, true, weight) / 3
        if recipe.critic > 0 and done >= recipe.critic_from:
            # Outside the work region both are alike, so the critic cannot tell them by it.
            shown = made * painted + true * (1 - painted)
            self._teach_critic(shown.detach(), true, maps)
            judged, felt = self.critic(shown, maps)
            loss = loss - recipe.critic * judged.mean()
            if recipe.features > 0:
                with torch.no_grad():
                    _, right = self.critic(true, maps)
                apart = [(a - b).abs().mean() for a, b in zip(felt, right, strict=True)]
                loss = loss + recipe.features * torch.stack(apart).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.n_steps += 1
        keep = min(recipe.keep, self.n_steps / (self.n_steps + 10))
        with torch.no_grad():
            for kept, now in zip(self.mean.parameters(), self.network.parameters(), strict=True):
                kept.lerp_(now, 1 - keep)

    def _teach_critic(self, made: Tensor, true: Tensor, maps: Tensor) -> None:
        right, wrong = self.critic(true, maps)[0], self.critic(made, maps)[0]
        loss = F.relu(1 - right).mean() + F.relu(1 + wrong).mean()
        self.critic_optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.critic_optimizer.step()


def _gradient_difference(made: Tensor, true: Tensor, weight: Tensor) -> Tensor:
    apart = made - true
    across = (apart[..., :, 1:] - apart[..., :, :-1]).abs() * weight[..., :, 1:]
    down = (apart[..., 1:, :] - apart[..., :-1, :]).abs() * weight[..., 1:, :]
    return (across.sum() + down.sum()) / weight.sum().clamp(min=1)


def _tensor(pictures: Bytes, device: str) -> Tensor:
    return torch.from_numpy(pictures).to(device).permute(0, 3, 1, 2).float() / 255


def _bytes(pictures: Tensor) -> Bytes:
    levels = (255 * pictures).round().to(torch.uint8).permute(0, 2, 3, 1)
    return np.asarray(levels.cpu().numpy(), np.uint8)
