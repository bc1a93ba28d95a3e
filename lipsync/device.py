"""Where networks and batched pixel work run: which devices there are, and what to do when they fail.

torch is imported only where there is a sign of an accelerator or somebody asks for one, since it takes two
seconds to load and the CPU's own renderer does not need it.
"""

from __future__ import annotations

import itertools
import platform
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from herald.errors import UserError

CPU = "cpu"
CHOICES = "auto, cpu, cuda, cuda:N or mps"

_NAME = re.compile(r"auto|cpu|mps|cuda(?::\d{1,2})?")
_NVIDIA_SIGNS = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/proc/driver/nvidia/version")

_WITH_CUDA = "pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cu126"
_NEWER_DRIVER = "sudo ubuntu-drivers install (other systems: nvidia.com/drivers)"
_OLD_DRIVER = (
    f"the NVIDIA driver is older than the CUDA of torch. Update it: {_NEWER_DRIVER}; or install a torch for "
    f"an older CUDA: {_WITH_CUDA}"
)
_MISFITS = {
    "no kernel image is available": "this torch has no code for the graphics card, which is older or newer. "
    f"Install the build for its CUDA: {_WITH_CUDA} (the newest cards: cu130 instead of cu126)",
    "driver version is insufficient": _OLD_DRIVER,
    "driver on your system is too old": _OLD_DRIVER,
    "unsupported toolchain": _OLD_DRIVER,
    "no nvidia driver": f"there is no NVIDIA driver. Install it: {_NEWER_DRIVER}",
    "not compiled with cuda": f"this torch is built for the CPU only. Install one with CUDA: {_WITH_CUDA}",
    "version mismatch": "the NVIDIA driver was updated while the old one is still loaded. "
    "Restart the machine: sudo reboot",
    "unknown error": "the driver has lost the card, often after a suspend. Load it again: "
    "sudo rmmod nvidia_uvm && sudo modprobe nvidia_uvm",
}
"""What torch and the driver say, in lower case, when they do not fit together, and what mends it."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def keep_quiet(message: str) -> None:
    """Say nothing: for work that has nobody to tell."""


def check_name(wish: str) -> str:
    """Return the name of a device if it is one.

    Raises:
        ValueError: it is not.
    """
    if not _NAME.fullmatch(wish):
        raise ValueError(f"'{wish}' is no device: {CHOICES}")
    return wish


def devices(wish: str = "auto") -> tuple[str, ...]:
    """Return the devices to work on, as torch calls them; several only where there are several cards.

    Args:
        wish: "auto" takes every NVIDIA card that works, else the CPU; "cuda" every NVIDIA card. An Apple GPU
            is taken only by its name: no one has measured what it makes of the pixels.

    Raises:
        UserError: what was asked for by name is not there or does not work; says what mends it.
    """
    if wish == CPU or (wish == "auto" and not accelerator_signs()):
        return (CPU,)
    if wish == "mps":
        if not _mps_works():
            raise UserError("there is no Apple GPU that torch can use here. Choose --device cpu.")
        return ("mps",)
    if wish == "auto":
        return _working_cards() or (CPU,)
    if fault := cuda_fault():
        raise UserError(f"--device {wish}: {fault}. Or choose --device cpu.")
    cards = _cards()
    if wish == "cuda":
        return cards
    if wish not in cards:
        raise UserError(f"--device {wish}: there are {len(cards)} cards here, {', '.join(cards)}.")
    return (wish,)


def accelerator_signs() -> bool:
    """Say whether the machine may have an NVIDIA card; nothing is loaded."""
    if platform.system() == "Windows":
        return Path(r"C:\Windows\System32\nvcuda.dll").exists()
    return any(Path(sign).exists() for sign in _NVIDIA_SIGNS)


def cuda_fault() -> str | None:
    """Say why CUDA cannot be used, with what mends it; None if it works. Every card makes a small sum."""
    try:
        import torch
    except (ImportError, OSError) as error:
        return f"torch cannot be loaded ({error}). Install it: pip install torch"
    try:
        # Says what is wrong, where `is_available` only says no.
        torch.cuda.init()  # type: ignore[no-untyped-call]
        for card in _cards():
            if float(torch.ones(8, device=card).sum()) != 8:
                return f"{card} does not count right: the card or its memory is damaged"
    except (RuntimeError, AssertionError) as error:
        return explained(error)
    return None


def explained(error: BaseException) -> str:
    """Return what an error of torch or the driver means and what mends it, or its own first line."""
    said = str(error)
    for words, remedy in _MISFITS.items():
        if words in said.lower():
            return f"CUDA cannot be used: {remedy} (torch says: {said.strip().splitlines()[0]})"
    first = said.strip().splitlines()[0] if said.strip() else type(error).__name__
    return f"CUDA cannot be used: {first}"


def is_out_of_memory(error: BaseException) -> bool:
    """Say whether an error means that the device's memory was too small for what was asked at once."""
    return type(error).__name__ == "OutOfMemoryError" or "out of memory" in str(error).lower()


class Batches:
    """Does work in batches, and in smaller ones from then on where the memory does not suffice.

    Args:
        size: of the first batches.
        note: told when a batch was halved.
    """

    def __init__(self, size: int, note: Callable[[str], None]) -> None:
        self.size = size
        self._note = note

    def run(self, items: Iterable[Item], work: Callable[[list[Item]], Iterable[Made]]) -> Iterator[Made]:
        """Yield what `work` makes of batches of items, in order; memory holds one batch.

        Raises:
            RuntimeError: not even a batch of one fits.
        """
        waiting = iter(items)
        while batch := list(itertools.islice(waiting, self.size)):
            yield from self._done(batch, work)

    def _done(self, batch: list[Item], work: Callable[[list[Item]], Iterable[Made]]) -> list[Made]:
        try:
            return list(work(batch))
        except RuntimeError as error:
            if not is_out_of_memory(error) or len(batch) == 1:
                raise
        # Outside the handler: the traceback would keep what the failed batch holds.
        _free()
        half = (len(batch) + 1) // 2
        if half < self.size:
            self._note(
                f"the device's memory was too small for {self.size} pictures at once: {half} from now on"
            )
            self.size = half
        return [*self._done(batch[:half], work), *self._done(batch[half:], work)]


def _free() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _working_cards() -> tuple[str, ...]:
    return () if cuda_fault() else _cards()


def _cards() -> tuple[str, ...]:
    import torch

    return tuple(f"cuda:{i}" for i in range(torch.cuda.device_count()))


def _mps_works() -> bool:
    if platform.system() != "Darwin":
        return False
    import torch

    return bool(torch.backends.mps.is_available())
