"""Devices: chosen by name, checked by work, and told apart from what only looks like one."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from click.testing import Result

from herald.doctor import _device
from herald.errors import UserError
from herald.rendering import n_processes
from lipsync import device
from lipsync.device import Batches, devices


def test_the_processor_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert devices("cpu") == ("cpu",)
    monkeypatch.setattr(device, "accelerator_signs", lambda: False)
    assert devices("auto") == ("cpu",)


def test_names_are_checked(herald: Callable[..., Result], workspace: Path) -> None:
    script = workspace / "scripts_in" / "hi.en.md"
    script.write_text("Hi.\n", encoding="utf-8")
    for wrong in ("gpu", "cuda:x", "cuda1"):
        result = herald("build", script, "--device", wrong)
        assert result.exit_code == 1 and "is no device: auto, cpu, cuda, cuda:N or mps" in result.output


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card here")
def test_a_card_that_is_not_there_is_the_users_to_mend(
    herald: Callable[..., Result], workspace: Path
) -> None:
    script = workspace / "scripts_in" / "hi.en.md"
    script.write_text("Hi.\n", encoding="utf-8")
    result = herald("build", script, "--voice", "fake", "--device", "cuda")
    assert result.exit_code == 1
    assert "pip install --force-reinstall torch" in result.output and "--device cpu" in result.output


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        (
            "CUDA error: no kernel image is available for execution on the device",
            "pip install --force-reinstall",
        ),
        ("The NVIDIA driver on your system is too old (found version 11040).", "sudo ubuntu-drivers install"),
        ("CUDA driver version is insufficient for CUDA runtime version", "sudo ubuntu-drivers install"),
        ("Found no NVIDIA driver on your system.", "sudo ubuntu-drivers install"),
        ("Torch not compiled with CUDA enabled", "pip install --force-reinstall torch --index-url"),
        ("the provided PTX was compiled with an unsupported toolchain.", "sudo ubuntu-drivers install"),
        ("Failed to initialize NVML: Driver/library version mismatch", "sudo reboot"),
        ("CUDA unknown error - this may be due to an incorrectly set up environment", "modprobe nvidia_uvm"),
    ],
)
def test_misfits_are_told_with_what_mends_them(
    monkeypatch: pytest.MonkeyPatch, said: str, remedy: str
) -> None:
    """Driver, CUDA and torch that do not fit together: at start and by `herald doctor`."""

    def fail() -> None:
        raise RuntimeError(said)

    monkeypatch.setattr(torch.cuda, "init", fail)
    monkeypatch.setattr(device, "accelerator_signs", lambda: True)
    with pytest.raises(UserError) as caught:
        devices("cuda")
    assert remedy in str(caught.value) and said.splitlines()[0] in str(caught.value)
    finding = _device()
    assert not finding.good and remedy in finding.detail
    assert devices("auto") == ("cpu",), "what was not asked for by name does not stop a build"


def test_one_process_for_each_card() -> None:
    assert n_processes(None, ("cuda:0", "cuda:1")) == 2
    assert n_processes(8, ("cuda:0",)) == 1
    assert n_processes(3, ("cpu",)) == 3


def test_work_that_does_not_fit_is_halved() -> None:
    notes: list[str] = []
    batches = Batches(8, notes.append)

    def double(items: list[int]) -> list[int]:
        if len(items) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return [2 * item for item in items]

    assert list(batches.run(range(20), double)) == [2 * i for i in range(20)]
    assert batches.size == 2 and len(notes) == 2


def test_what_does_not_fit_even_alone_is_an_error() -> None:
    def never(items: list[int]) -> list[int]:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        list(Batches(4, lambda note: None).run(range(4), never))


def test_other_errors_are_not_taken_for_short_memory() -> None:
    def broken(items: list[int]) -> list[int]:
        raise RuntimeError("shapes do not match")

    notes: list[str] = []
    with pytest.raises(RuntimeError, match="shapes"):
        list(Batches(4, notes.append).run(range(4), broken))
    assert notes == []


@pytest.mark.gpu
def test_a_card_works() -> None:
    assert devices("cuda")[0] == "cuda:0" and device.cuda_fault() is None
