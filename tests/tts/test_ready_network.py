"""Copies of networks that load faster: made, used, and made anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from click.testing import Result

from herald.media import Samples
from tts import kokoro_model
from tts.kokoro_model import MODEL, KokoroModel, style_file, styles_of
from tts.ready_network import Arrays, load

SIZE = 32
X = np.linspace(-1, 1, SIZE, dtype=np.float32)[None]


class Network:
    """`x W + b` of a model file, with `b` as an array that each run is given."""

    def __init__(self, folder: Path) -> None:
        self.model = folder / "tiny.v1.onnx"
        self.code = folder / "code.py"
        self.ready = folder / "ready"
        self.n_made = 0
        folder.mkdir()
        self.code.write_text("1")
        self.write(1)

    def write(self, seed: int) -> None:
        """Write the model file."""
        float32 = onnx.TensorProto.FLOAT
        weights = np.random.default_rng(seed).normal(size=(SIZE, SIZE)).astype(np.float32)
        nodes = [
            onnx.helper.make_node("MatMul", ["x", "W"], ["xW"]),
            onnx.helper.make_node("Add", ["xW", "b"], ["y"]),
        ]
        inputs = [onnx.helper.make_tensor_value_info(name, float32, [1, SIZE]) for name in "xb"]
        graph = onnx.helper.make_graph(
            nodes,
            "tiny",
            inputs,
            [onnx.helper.make_tensor_value_info("y", float32, [1, SIZE])],
            [onnx.numpy_helper.from_array(weights, "W")],
        )
        opset = [onnx.helper.make_opsetid("", 17)]
        onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), self.model)

    def make(self) -> tuple[bytes, Callable[[], Arrays]]:
        self.n_made += 1
        return self.model.read_bytes(), lambda: {"b": X / 3}

    def run(
        self, *folders: Path, make: Callable[[], tuple[bytes, Callable[[], Arrays]]] | None = None
    ) -> Samples:
        options = onnxruntime.SessionOptions()
        session, arrays = load(self.model, [self.code], make or self.make, options, folders or (self.ready,))
        (y,) = session.run(["y"], {"x": X, **arrays})
        return y

    @property
    def copies(self) -> list[Path]:
        return sorted(self.ready.iterdir())


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(tmp_path / "tiny")


def test_a_copy_is_made_once_and_used(network: Network):
    first = network.run()
    np.testing.assert_array_equal(network.run(), first)
    np.testing.assert_array_equal(network.run(), first)
    assert network.n_made == 1
    assert len(network.copies) == 1


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def overwrite_unnoticed(path: Path) -> None:
    facts = path.stat()
    overwrite(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((name, cut_short) for name in ("network.onnx", "network.bin", "arrays.bin", "copy.json")),
        *((name, Path.unlink) for name in ("network.onnx", "network.bin", "arrays.bin", "copy.json")),
        *((name, overwrite) for name in ("network.onnx", "network.bin", "arrays.bin", "copy.json")),
        ("network.onnx", overwrite_unnoticed),
    ],
)
def test_a_damaged_copy_is_made_anew(network: Network, name: str, damage: Callable[[Path], None]):
    first = network.run()
    (copy,) = network.copies
    damage(copy / name)
    np.testing.assert_array_equal(network.run(), first)
    assert network.n_made == 2
    np.testing.assert_array_equal(network.run(), first)
    assert network.n_made == 2
    assert network.copies == [copy]


def test_a_copy_is_of_one_file(network: Network):
    first = network.run()
    network.write(2)
    assert not np.array_equal(network.run(), first)
    assert network.n_made == 2


def test_a_copy_is_of_one_version_of_the_code(network: Network):
    network.run()
    network.code.write_text("2")
    network.run()
    assert network.n_made == 2


def test_a_copy_is_of_one_version_of_onnxruntime(network: Network, monkeypatch: pytest.MonkeyPatch):
    network.run()
    monkeypatch.setattr(onnxruntime, "__version__", "99.0")
    network.run()
    assert network.n_made == 2


def test_copies_that_nobody_uses_go_when_another_is_used(network: Network):
    network.run()
    (unused,) = network.copies
    network.write(2)
    network.run()
    half_made = network.ready / ".tiny.0123.part"
    half_made.mkdir()
    for path in (unused, half_made):
        os.utime(path, (0, 0))
    network.run()
    (copy,) = network.copies
    assert copy != unused
    assert network.n_made == 2


def test_use_keeps_a_copy(network: Network):
    network.run()
    (copy,) = network.copies
    os.utime(copy, (0, 0))
    network.run()
    assert copy.stat().st_mtime > 0


def test_where_nothing_can_be_written_there_is_no_copy(network: Network):
    in_the_way = network.model.parent / "file"
    in_the_way.write_text("")
    first = network.run(in_the_way / "ready")
    np.testing.assert_array_equal(network.run(in_the_way / "ready", network.ready), first)
    assert network.n_made == 2
    np.testing.assert_array_equal(network.run(in_the_way / "ready", network.ready), first)
    assert network.n_made == 2


def test_a_full_disk_gets_no_copy(network: Network, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tts.ready_network._ROOM_BYTES", 1 << 62)
    network.run()
    network.run()
    assert network.n_made == 2
    assert not network.copies


def test_a_network_that_cannot_be_written_is_loaded(network: Network, monkeypatch: pytest.MonkeyPatch):
    first = network.run(network.model.parent / "other")
    monkeypatch.setattr("tts.ready_network._NETWORK", "no/such/folder.onnx")
    np.testing.assert_array_equal(network.run(), first)
    assert not network.copies


def test_two_make_it_at_once(network: Network):
    def meanwhile() -> tuple[bytes, Callable[[], Arrays]]:
        network.run()
        return network.make()

    first = network.run(make=meanwhile)
    np.testing.assert_array_equal(network.run(), first)
    assert network.n_made == 2
    assert len(network.copies) == 1


def test_kokoro_says_the_same_to_the_bit(
    model_path: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    styles = styles_of(model_path(style_file("af_heart")))

    def said(*ready: Path) -> tuple[Samples, list[int]]:
        return KokoroModel(model_path(MODEL), 1, ready).say("ðə ɹˈuːm.", styles, 1.0)

    fresh, edges = said()
    made, _ = said(tmp_path)
    monkeypatch.setattr(kokoro_model, "rebuild", lambda model: pytest.fail("made again"))
    copied, copied_edges = said(tmp_path)
    np.testing.assert_array_equal(made, fresh)
    np.testing.assert_array_equal(copied, fresh)
    assert copied_edges == edges


def test_cache_stats_tells_of_copies(herald: Callable[..., Result], workspace: Path):
    copy = workspace / ".herald" / "ready" / "kokoro-0123" / "network.bin"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"0" * 3_000_000)
    said = herald("cache", "stats")
    assert said.exit_code == 0
    assert str(workspace / ".herald" / "ready") in said.output
    assert "networks as they load fastest: 3.0 MB" in said.output
