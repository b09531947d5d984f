"""Reads ONNX graphs with their constants as arrays, and writes them with 16-bit weights."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

MIN_HALVED = 256  # elements; smaller constants are scales and biases, which are not worth it


@dataclass
class Graph:
    """A model's nodes, and its constants by name. Callers may change both; nodes may be in any order."""

    model: onnx.ModelProto
    nodes: list[onnx.NodeProto]
    constants: dict[str, np.ndarray]

    def consumers(self, name: str) -> list[onnx.NodeProto]:
        return [node for node in self.nodes if name in node.input]

    def only_consumer(self, name: str) -> onnx.NodeProto | None:
        consumers = self.consumers(name)
        return consumers[0] if len(consumers) == 1 else None

    def producer(self, name: str) -> onnx.NodeProto | None:
        return next((node for node in self.nodes if name in node.output), None)

    def scalar_of(self, node: onnx.NodeProto | None, operator: str) -> float | None:
        """c, if a node is `x operator c` or `c operator x` and c a constant of one element; else None."""
        if node is None or node.op_type != operator:
            return None
        scalars = (self.constants[name] for name in node.input if name in self.constants)
        return next((float(value.reshape(())) for value in scalars if value.size == 1), None)


def read_graph(file: Path) -> Graph:
    """
    A graph that computes in floats of 32 bits: 16-bit and 8-bit weights are converted back, and tensors between the
    layers are no longer rounded to integers.
    """
    model = onnx.load(file)
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.op_type == "Cast" and node.input[0] in constants and constants[node.input[0]].dtype == np.float16:
            constants[node.output[0]] = constants[node.input[0]].astype(np.float32)
        elif node.op_type == "DequantizeLinear" and node.input[0] in constants:
            constants[node.output[0]] = as_floats(*(constants[name] for name in node.input), axis=axis_of(node))
        else:
            nodes.append(node)
    return Graph(model, without_rounding(nodes, constants), constants)


def as_floats(integers: np.ndarray, scale: np.ndarray, zero: np.ndarray, axis: int) -> np.ndarray:
    shape = [1] * integers.ndim
    if scale.size > 1:
        shape[axis] = scale.size
    return (integers.astype(np.float32) - zero.astype(np.float32).reshape(shape)) * scale.reshape(shape)


def axis_of(node: onnx.NodeProto) -> int:
    return next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)


def without_rounding(nodes: list[onnx.NodeProto], constants: dict[str, np.ndarray]) -> list[onnx.NodeProto]:
    """
    The nodes without those that round tensors to integers and back.

    A tensor whose least integer stands for 0 cannot be negative: rounding did a rectifier's work there, and a rectifier
    takes its place.
    """
    kept = []
    for node in nodes:
        if node.op_type == "QuantizeLinear":
            operator = "Identity" if constants[node.input[2]].any() else "Relu"
            kept.append(helper.make_node(operator, node.input[:1], node.output))
        elif node.op_type == "DequantizeLinear":
            kept.append(helper.make_node("Identity", node.input[:1], node.output))
        else:
            kept.append(node)
    before = {node.output[0]: node.input[0] for node in kept if node.op_type == "Identity"}
    kept = [node for node in kept if node.op_type != "Identity"]
    for node in kept:
        for i, name in enumerate(node.input):
            while name in before:
                name = before[name]
            node.input[i] = name
    return kept


def write_graph(graph: Graph, file: Path, halved: bool = True) -> None:
    """halved: store weights in 16 bits, which halves the file; onnxruntime converts them to 32 when it loads them"""
    nodes = in_order(graph)
    initializers, casts = [], []
    for name in dict.fromkeys(name for node in nodes for name in node.input if name in graph.constants):
        value = np.array(graph.constants[name], order="C")
        if halved and value.dtype == np.float32 and value.size >= MIN_HALVED:
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
            name, value = f"{name}.half", value.astype(np.float16)
        initializers.append(numpy_helper.from_array(value, name))
    inner = graph.model.graph
    for field, values in ((inner.node, casts + nodes), (inner.initializer, initializers), (inner.value_info, [])):
        del field[:]
        field.extend(values)
    onnx.save(graph.model, file)


def in_order(graph: Graph) -> list[onnx.NodeProto]:
    """The nodes in an order in which each comes after those whose output it takes."""
    made = {"", *(tensor.name for tensor in graph.model.graph.input), *graph.constants}
    ordered, rest = [], graph.nodes
    while rest:
        ready = [node for node in rest if made.issuperset(node.input)]
        if not ready:
            raise ValueError("a node takes what no node gives")
        ordered += ready
        made |= {name for node in ready for name in node.output}
        rest = [node for node in rest if node not in ready]
    return ordered
