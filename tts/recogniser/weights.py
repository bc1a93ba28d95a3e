"""The trained network as an ONNX file: written by hand, operator for operator, since there are so few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from herald.files import written_beside
from tts.recogniser.features import N_MELS, STACKED
from tts.recogniser.inventory import PHONES
from tts.recogniser.network import DILATIONS, WIDTH, Network

_OPSET = 17


class _Graph:
    """Operators one after another, each with its constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def add(self, operator: str, *inputs: str, name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, x: str, layer: str, weights: dict[str, np.ndarray]) -> str:
        weight = self.constant(f"{layer}.weight", weights[f"{layer}.weight"])
        bias = self.constant(f"{layer}.bias", weights[f"{layer}.bias"])
        return self.add("Gemm", x, weight, bias, name=layer, transB=1)

    def norm(self, x: str, layer: str, weights: dict[str, np.ndarray]) -> str:
        weight = self.constant(f"{layer}.weight", weights[f"{layer}.weight"])
        bias = self.constant(f"{layer}.bias", weights[f"{layer}.bias"])
        return self.add("LayerNormalization", x, weight, bias, name=layer, axis=-1, epsilon=1e-5)


def write(network: Network, path: Path, facts: dict[str, str]) -> None:
    """Write the network.

    The file's input `features` is float32 `[n, 384]`, its output `probabilities` float32 `[n, n_phones]`.

    Args:
        network: trained.
        path: an `.onnx` file.
        facts: what the file should tell of its making; the phones are added.
    """
    weights = {name: value.detach().numpy().copy() for name, value in network.state_dict().items()}
    graph = _Graph()
    x = graph.linear("features", "first", weights)
    for i, dilation in enumerate(DILATIONS):
        x = _block(graph, x, f"blocks.{i}", dilation, weights)
    x = graph.linear(graph.norm(x, "norm", weights), "last", weights)
    graph.add("Softmax", x, name="probabilities", axis=-1)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "phones",
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", STACKED * N_MELS])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(PHONES)])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=8,
        producer_name="herald",
    )
    helper.set_model_props(model, {**facts, "phones": " ".join(PHONES)})
    onnx.checker.check_model(model)
    with written_beside(path) as part:
        part.write_bytes(model.SerializeToString(deterministic=True))


def _block(graph: _Graph, x: str, name: str, dilation: int, weights: dict[str, np.ndarray]) -> str:
    normed = graph.norm(x, f"{name}.norm", weights)
    pads = graph.constant(f"{name}.pads", np.array([dilation, 0, dilation, 0], np.int64))
    padded = graph.add("Pad", normed, pads, name=f"{name}.padded")
    axes = graph.constant(f"{name}.axes", np.array([0], np.int64))
    rows = []
    for i in range(3):
        start = graph.constant(f"{name}.start{i}", np.array([i * dilation], np.int64))
        end = (i - 2) * dilation if i < 2 else np.iinfo(np.int64).max
        stop = graph.constant(f"{name}.stop{i}", np.array([end], np.int64))
        rows.append(graph.add("Slice", padded, start, stop, axes, name=f"{name}.row{i}"))
    wide = graph.add("Concat", *rows, name=f"{name}.rows", axis=1)
    wide = graph.add("Relu", graph.linear(wide, f"{name}.wide", weights), name=f"{name}.relu")
    assert weights[f"{name}.mix.weight"].shape == (WIDTH, WIDTH)
    return graph.add("Add", x, graph.linear(wide, f"{name}.mix", weights), name=f"{name}.sum")
