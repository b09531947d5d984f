"""Reads ONNX graphs with their constants as arrays, and writes them with weights of 32, 16 or 8 bits."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

MIN_HALVED = 256  # elements; smaller constants are scales and biases, which are not worth it
MIN_ROUNDED = 4096  # elements; smaller ones would save little and cost time when a network is loaded
OUTPUT_AXIS = {"Conv": 0, "MatMul": 1}  # of a layer's weights
MAX_INTEGER = 127
STORED = (np.float16, np.int8)  # in which weights are stored that are floats of 32 bits when a network runs


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
        elif node.op_type == "Cast" and node.input[0] in constants and constants[node.input[0]].dtype in STORED:
            constants[node.output[0]] = constants[node.input[0]].astype(np.float32)
        elif node.op_type == "Mul" and constants.keys() >= set(node.input):
            constants[node.output[0]] = np.multiply(*(constants[name] for name in node.input))
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


Rounded = tuple[np.ndarray, np.ndarray]  # integers of 8 bits, and the steps by which they are to be multiplied


def write_graph(graph: Graph, file: Path, bits: int = 16, rounded: dict[str, Rounded] | None = None) -> None:
    """
    Args:
        bits: in which weights are stored; onnxruntime makes floats of 32 bits of them when it loads them, so that runs
            take as long. 32: as they are. 16: half the file. 8: a quarter; each weight is an integer times a scale of
            its output channel. Small constants are kept as they are.
        rounded: weights that are stored as these integers, whatever the bits
    """
    nodes = in_order(graph)
    if rounded is None:
        axes = rounded_axes(graph, nodes) if bits == 8 else {}
        rounded = {name: as_integers(graph.constants[name], axis) for name, axis in axes.items()}
    initializers, unpacking = [], []
    for name in dict.fromkeys(name for node in nodes for name in node.input if name in graph.constants):
        value = np.array(graph.constants[name], order="C")
        stored = f"{name}.stored"
        if name in rounded:
            value, steps = rounded[name]
            scale = f"{name}.scale"
            of_steps = f"{scale}.stored" if steps.dtype == np.float16 else scale
            unpacking.append(helper.make_node("Cast", [stored], [f"{name}.integers"], to=onnx.TensorProto.FLOAT))
            if of_steps != scale:
                unpacking.append(helper.make_node("Cast", [of_steps], [scale], to=onnx.TensorProto.FLOAT))
            unpacking.append(helper.make_node("Mul", [f"{name}.integers", scale], [name]))
            initializers.append(numpy_helper.from_array(steps, of_steps))
            name = stored
        elif bits == 16 and value.dtype == np.float32 and value.size >= MIN_HALVED:
            unpacking.append(helper.make_node("Cast", [stored], [name], to=onnx.TensorProto.FLOAT))
            name, value = stored, value.astype(np.float16)
        initializers.append(numpy_helper.from_array(value, name))
    inner = graph.model.graph
    for field, values in ((inner.node, unpacking + nodes), (inner.initializer, initializers), (inner.value_info, [])):
        del field[:]
        field.extend(values)
    onnx.save(graph.model, file)


def rounded_axes(graph: Graph, nodes: list[onnx.NodeProto]) -> dict[str, int]:
    """The weights that are stored as integers, and the axis of their output channels."""
    layers = [node for node in nodes if node.op_type in OUTPUT_AXIS and node.input[1] in graph.constants]
    axes = {node.input[1]: OUTPUT_AXIS[node.op_type] for node in layers}
    return {name: axis for name, axis in axes.items() if graph.constants[name].size >= MIN_ROUNDED}


def as_integers(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Integers of 8 bits, and the scale of each output channel, by which they are to be multiplied."""
    others = tuple(i for i in range(weights.ndim) if i != axis)
    scale = np.maximum(np.abs(weights).max(others, keepdims=True), np.finfo(np.float32).tiny) / MAX_INTEGER
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


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
