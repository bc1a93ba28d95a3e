"""Nodes that are added to an ONNX graph, and the nodes that nothing needs any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from herald.media import Samples

if TYPE_CHECKING:
    import onnx


class Nodes:
    """A row of new nodes with their constants. Values are known by their names, as ONNX knows them.

    Args:
        prefix: of every name that is given here.

    """

    def __init__(self, prefix: str) -> None:
        self._weights: dict[str, tuple[tuple[int, ...], Callable[[], Samples]]] = {}
        self._prefix = prefix
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def add(self, operator: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """Add a node of one output and return the output's name."""
        output = output or self._name(operator)
        self._add(operator, inputs, [output], attributes)
        return output

    def halves(self, vector: str) -> tuple[str, str]:
        """Split a vector in two."""
        name = self._name("Split")
        first, second = f"{name}/first", f"{name}/second"
        self._add("Split", (vector,), [first, second], {"num_outputs": 2})
        return first, second

    def integers(self, *numbers: int) -> str:
        """Return a constant vector, such as a shape."""
        return self.constant("_".join(map(str, numbers)), np.array(numbers, np.int64))

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Return a small constant; the first of a name stays."""
        import onnx

        name = self._prefix + name
        if name not in self._constants:
            self._constants[name] = onnx.numpy_helper.from_array(array, name)
        return name

    def weight(self, name: str, shape: tuple[int, ...], make: Callable[[], Samples]) -> str:
        """Return a large constant, float32, which `weights` makes.

        It is an input of the graph, which each run hands over: within the graph it would be copied four
        times while that is loaded, and held twice.
        """
        name = self._prefix + name
        self._weights[name] = shape, make
        return name

    def weights(self) -> dict[str, Samples]:
        """Make the large constants, by name."""
        return {name: make() for name, (_, make) in self._weights.items()}

    def put_into(self, graph: onnx.GraphProto) -> None:
        """Add all this to a graph, and take out of it what its outputs do not need.

        A node of the graph that makes a value which a new node makes too gives way to it.
        """
        import onnx

        made = {output for node in self._nodes for output in node.output}
        nodes = [node for node in graph.node if made.isdisjoint(node.output)] + self._nodes
        nodes = _needed(nodes, [output.name for output in graph.output])
        used = {value for node in nodes for value in node.input}
        copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
        graph.ClearField("node")
        graph.node.extend(copies)
        # One by one, since a list of those that stay would be a copy of them all.
        for i in reversed(range(len(graph.initializer))):
            if graph.initializer[i].name not in used:
                del graph.initializer[i]
        graph.initializer.extend(tensor for name, tensor in self._constants.items() if name in used)
        graph.input.extend(
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
            for name, (shape, _) in self._weights.items()
        )
        graph.ClearField("value_info")

    def _add(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], attributes: dict[str, Any]
    ) -> None:
        import onnx

        self._nodes.append(onnx.helper.make_node(operator, inputs, outputs, **attributes))

    def _name(self, operator: str) -> str:
        return f"{self._prefix}{operator}.{len(self._nodes)}"


def _needed(nodes: Sequence[onnx.NodeProto], outputs: Sequence[str]) -> list[onnx.NodeProto]:
    """Return the nodes that the outputs need, each behind those that it needs."""
    maker = {output: i for i, node in enumerate(nodes) for output in node.output}
    order: list[int] = []
    met: set[int] = set()
    waiting = [(maker[output], False) for output in outputs]
    while waiting:
        i, are_inputs_done = waiting.pop()
        if are_inputs_done:
            order.append(i)
        elif i not in met:
            met.add(i)
            waiting.append((i, True))
            waiting += [(maker[value], False) for value in nodes[i].input if value in maker]
    return [nodes[i] for i in order]
