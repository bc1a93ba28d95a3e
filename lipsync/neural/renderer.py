"""The renderer: `footage` paints, and a network that was trained on the presenter refines the mouth."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from herald.errors import UserError
from herald.media import Frame
from lipsync.device import CPU, Batches
from lipsync.engine import Setup
from lipsync.footage import FootageRenderer
from lipsync.neural.presets import Preset, preset
from lipsync.neural.view import View
from lipsync.pixels import PaintJob, Pixels, Work
from lipsync.pixels import for_device as pixels_for

if TYPE_CHECKING:
    from lipsync.neural.network import Refiner

BATCH = {CPU: 4}
"""Pictures that are refined together, by the kind of device."""

_LARGE_BATCH = 16


class NeuralRenderer(FootageRenderer):
    """Paints as `footage` does, then lets the presenter's own network refine the mouth.

    Args:
        setup: the device and the presenter's weights.
    """

    name = "neural"

    def __init__(self, setup: Setup) -> None:
        if setup.weights is None:
            raise UserError("the renderer 'neural' needs weights: herald presenter train NAME makes them.")
        network, size = load_refiner(setup.weights, setup.device)
        inner = pixels_for(setup.device, setup.note)
        super().__init__(setup, Refined(inner, network, size, setup.device, setup.note))


class Refined:
    """Pixel work of two steps: another implementation paints, the network refines.

    Args:
        inner: what paints.
        network: on the device.
        size: the preset that it was made with.
        device: where it is.
        note: told when memory was short.
    """

    def __init__(
        self, inner: Pixels, network: Refiner, size: Preset, device: str, note: Callable[[str], None]
    ) -> None:
        self._inner = inner
        self._network = network
        self._size = size
        self._device = device
        self._batches = Batches(BATCH.get(device, _LARGE_BATCH), note)

    def paint_all(self, work: Iterable[Work]) -> Iterator[Frame]:
        """Yield the pictures with the jobs done; see `pixels.Pixels`."""
        jobs: deque[PaintJob] = deque()

        def passed_on() -> Iterator[Work]:
            for picture, job in work:
                jobs.append(job)
                yield picture, job

        painted = ((picture, jobs.popleft()) for picture in self._inner.paint_all(passed_on()))
        yield from self._batches.run(painted, self._refine)

    def _refine(self, batch: list[Work]) -> list[Frame]:
        import torch

        views = [View.of(job.target_points, self._size) for _, job in batch]
        seen = np.stack([view.seen(picture, job) for view, (picture, job) in zip(views, batch, strict=True)])
        with torch.inference_mode():
            given = torch.from_numpy(seen).to(self._device).permute(0, 3, 1, 2).float() / 255
            changes = 255 * self._network(given).permute(0, 2, 3, 1).cpu().numpy()
        return [
            view.add(picture, job, change)
            for view, (picture, job), change in zip(views, batch, changes, strict=True)
        ]


def save_refiner(path: Path, network: Refiner, preset_name: str) -> None:
    """Write a network with the name of its preset as a safetensors file."""
    from safetensors.torch import save_file

    weights = {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}
    save_file(weights, path, metadata={"preset": preset_name})


def load_refiner(path: Path, device: str) -> tuple[Refiner, Preset]:
    """Read what `save_refiner` wrote; the network is ready for inference.

    Raises:
        UserError: the file is damaged or holds another network.
    """
    from safetensors import SafetensorError, safe_open

    from lipsync.neural.network import Refiner

    try:
        with safe_open(path, "pt") as file:
            size = preset((file.metadata() or {}).get("preset", ""))
            weights: dict[str, Any] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        network = Refiner(size)
        network.load_state_dict(weights)
    except (OSError, SafetensorError, RuntimeError, UserError) as error:
        raise UserError(
            f"{path} cannot be used ({str(error).splitlines()[0]}). Train the presenter again: "
            "herald presenter train NAME --restart"
        ) from error
    return network.eval().requires_grad_(False).to(device), size
