"""
Lets the second reader's backbone count in integers of 8 bits, as the service runs it, in 0.6 of the time.
Weights are rounded one after the other, and each one's error is made up for by those that follow (GPTQ: Frantar et al.,
"GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers", 2023).

A hard swish, x * clip(x / 6 + 1 / 2, 0, 1), becomes two nodes: one rounds x to integers that end where the clip does, and
one multiplies x by them. The scale and the shift that follow it become those of the product's integers.

    python3 scripts/train/integers.py ../second-digits.onnx --out models/second-digits.onnx   # export_onnx.py wrote the first
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
from export_onnx import COMPARED, as_input, compare, finish_integers, made_strips, session, watched
from graphs import Graph, as_integers, in_order, read_graph, write_graph
from manifest import SECOND
from onnx import helper

STRIPS = 90  # what ranges and inputs are measured on
OPSET = 13  # the first in which each output channel's weights have a scale of their own
MIN_CHANNELS = 64  # of a convolution's output: those of fewer, the first ones, take little time and lose most
LEVELS = 255
MAX_INTEGER = 63  # of pointwise weights: with 8 bits, processors without VNNI overflow
OUTLIERS = 0.005  # percent at either end of what a tensor holds, which ranges leave out
SHRUNK = (1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6)  # scales that are tried, of one that reaches the largest weight
DAMPING = 0.01
CLIPPED = 3  # a hard swish of less than minus this is 0; of more, it is its input
RUNTIME = "com.microsoft"  # onnxruntime's own operators


class Integers(NamedTuple):
    """A tensor of integers, which stand for (integer - zero) * scale."""

    name: str
    scale: float
    zero: int


@dataclass
class Range:
    """What a tensor holds, but for outliers, and 0."""

    low: float = 0.0
    high: float = 0.0

    def see(self, values: np.ndarray) -> None:
        low, high = np.percentile(values, (OUTLIERS, 100 - OUTLIERS))
        self.low, self.high = min(self.low, float(low)), max(self.high, float(high))

    @property
    def step(self) -> float:
        return max(self.high - self.low, 1e-6) / LEVELS

    def integers(self, name: str) -> Integers:
        return Integers(name, self.step, level(-self.low / self.step))


def level(value: float) -> int:
    return int(np.clip(round(value), 0, LEVELS))


class HardSwish(NamedTuple):
    gate: onnx.NodeProto
    product: onnx.NodeProto
    affine: onnx.NodeProto | None  # the scale and the shift that follow (shorten.py)

    @property
    def taken(self) -> str:
        return self.gate.input[0]

    @property
    def given(self) -> str:
        return self.product.output[0]


def hard_swishes(graph: Graph) -> list[HardSwish]:
    found = []
    for gate in [node for node in in_order(graph) if node.op_type == "HardSigmoid"]:
        product = graph.only_consumer(gate.output[0])
        if product is not None and gate.input[0] in product.input:
            taker = graph.only_consumer(product.output[0])
            is_affine = taker is not None and taker.input[1] == f"{product.output[0]}.scale"
            found.append(HardSwish(gate, product, taker if is_affine else None))
    return found


def squeezed(graph: Graph, swishes: list[HardSwish]) -> list[onnx.NodeProto]:
    """The products of channels with one factor each (squeeze and excite)."""
    gates = {node.output[0] for node in graph.nodes if node.op_type == "HardSigmoid"}
    gates -= {swish.gate.output[0] for swish in swishes}
    return [node for node in graph.nodes if node.op_type == "Mul" and gates & set(node.input)]


def is_depthwise(weights: np.ndarray) -> bool:
    return weights.shape[1] == 1


class Measured:
    """What tensors hold while a network reads strips."""

    def __init__(self, file: Path, names: set[str], mixed: set[str], inputs: list[np.ndarray]):
        """mixed: of which the sums of products of channels are measured, too, [channels, channels]"""
        ordered = sorted(names)
        held = watched(file, ordered)
        self.ranges = {name: Range() for name in ordered}
        self.products: dict[str, np.ndarray] = {}
        for x in inputs:
            for name, values in held(x).items():
                self.ranges[name].see(values)
                if name in mixed:
                    by_channel = values[0].reshape(values.shape[1], -1).astype(np.float64)
                    self.products[name] = self.products.get(name, 0) + by_channel @ by_channel.T


def rounded(weights: np.ndarray, products: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Args:
        weights: [outputs, inputs]
        products: of the inputs, [inputs, inputs]
    Returns:
        integers, and the scale of each output
    """
    scale = best_scale(weights, np.diag(products))
    order = np.argsort(-np.diag(products))
    inverse = inverse_factor(products, order, DAMPING)
    rest, integers = weights[:, order].astype(np.float64), np.zeros(weights.shape)
    for i in range(len(order)):
        integers[:, order[i]] = np.clip(np.round(rest[:, i] / scale), -MAX_INTEGER, MAX_INTEGER)
        error = (rest[:, i] - integers[:, order[i]] * scale) / inverse[i, i]
        rest[:, i + 1 :] -= np.outer(error, inverse[i, i + 1 :])
    return integers.astype(np.int8), scale


def inverse_factor(products: np.ndarray, order: np.ndarray, damping: float) -> np.ndarray:
    """
    By how much an error in each input's weights is made up for by the inputs that follow: the upper Cholesky factor of
    the products' inverse.

    Args:
        products: of the inputs, [inputs, inputs]
        order: of the inputs
        damping: share of the mean
    """
    damped = products + np.eye(len(products)) * max(damping * np.diag(products).mean(), 1e-9)
    return np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T


def best_scale(weights: np.ndarray, power: np.ndarray) -> np.ndarray:
    """For each output, the scale at which plain rounding errs least. power: of each input"""
    largest = np.maximum(np.abs(weights).max(1), 1e-8) / MAX_INTEGER
    scales = np.array([share * largest for share in SHRUNK])
    integers = [np.clip(np.round(weights / scale[:, None]), -MAX_INTEGER, MAX_INTEGER) for scale in scales]
    errors = [((weights - q * scale[:, None]) ** 2 * power).sum(1) for q, scale in zip(integers, scales)]
    return scales[np.argmin(errors, 0), np.arange(len(weights))]


class Backbone:
    """
    The convolutions that a hard swish follows, and all that is between them, in integers. What takes a tensor of theirs
    otherwise gets it in floats.
    """

    def __init__(self, graph: Graph, file: Path, inputs: list[np.ndarray]):
        """file: the same graph, written"""
        self.graph = graph
        swishes = hard_swishes(graph)
        by_node = {id(graph.producer(swish.taken)): swish for swish in swishes}  # of the convolution before it
        wide = [node for node in graph.nodes if id(node) in by_node and len(graph.constants[node.input[1]]) >= MIN_CHANNELS]
        self.convolutions, self.squeezed = wide, squeezed(graph, swishes)
        self.swishes = {id(node): by_node[id(node)] for node in wide}
        names = {name for node in self.convolutions + self.squeezed for name in (node.input[0], node.output[0])}
        names |= {swish.given for swish in self.swishes.values()}
        mixed = {node.input[0] for node in self.convolutions if not is_depthwise(graph.constants[node.input[1]])}
        self.measured = Measured(file, names, mixed, inputs)
        self.integers: dict[str, Integers] = {}  # of the graph's tensors
        self.nodes: list[onnx.NodeProto] = []

    def write(self) -> None:
        done = set()
        for node in in_order(self.graph):
            if id(node) in done:
                continue
            if swish := self.swishes.get(id(node)):
                self.convolve(node)
                self.activate(swish)
                done |= {id(part) for part in swish}
            elif any(node is product for product in self.squeezed):
                self.weigh(node)
            else:
                self.keep(node)
        self.graph.nodes = self.nodes
        self.graph.model.opset_import.append(helper.make_opsetid(RUNTIME, 1))

    def keep(self, node: onnx.NodeProto) -> None:
        """A node that takes floats."""
        for name in set(node.input) & self.integers.keys():
            if not any(name in one.output for one in self.nodes):
                self.nodes.append(helper.make_node("DequantizeLinear", self.described(self.integers[name]), [name]))
        if node.op_type == "GlobalAveragePool":  # which would want its input in another order
            node = helper.make_node("ReduceMean", node.input, node.output, axes=[2, 3], keepdims=1)
        self.nodes.append(node)

    def convolve(self, node: onnx.NodeProto) -> None:
        given, constants = node.output[0], self.graph.constants
        taken = self.quantised(node.input[0])
        weights, bias = (constants[name] for name in node.input[1:])
        if is_depthwise(weights):
            integers, scale = as_integers(weights, 0)
        else:
            integers, scale = rounded(weights.reshape(weights.shape[:2]), self.measured.products[node.input[0]])
        scale = scale.astype(np.float32).ravel()
        parts = {
            "weights": integers.reshape(weights.shape),
            "scales": scale,
            "zeros": np.zeros(len(scale), np.int8),
            "bias": np.round(bias / (taken.scale * scale.astype(np.float64))).astype(np.int32),
        }
        names = [f"{given}.{part}" for part in parts]
        constants.update(zip(names, parts.values()))
        held = self.measured.ranges[given]
        result = Range(max(held.low, -CLIPPED), held.high).integers(f"{given}.integers")
        self.integers[given] = result
        inputs = [*self.described(taken), *names[:3], *self.described(result)[1:], names[3]]
        self.nodes.append(helper.make_node("QLinearConv", inputs, [result.name]))
        self.nodes[-1].attribute.extend(node.attribute)

    def activate(self, swish: HardSwish) -> None:
        x = self.integers[swish.taken]
        clipped = Integers(f"{swish.given}.gate", 2 * CLIPPED / LEVELS, (LEVELS + 1) // 2)
        self.graph.constants["nothing"] = np.array(0, np.uint8)
        self.combine("QLinearAdd", x, Integers("nothing", 1, 0), clipped)
        held, name = self.measured.ranges[swish.given], f"{swish.given}.integers"
        if swish.affine is None:
            product = self.integers[swish.given] = held.integers(name)
        else:
            # the same in all channels
            scale, shift = (float(self.graph.constants[part].flat[0]) for part in swish.affine.input[1:])
            product, self.integers[swish.affine.output[0]] = with_affine(held, name, scale, shift)
        self.combine("QLinearMul", x, Integers(clipped.name, 1 / LEVELS, 0), product)  # its integers as 0 to 1

    def weigh(self, node: onnx.NodeProto) -> None:
        (x,) = set(node.input) & self.integers.keys()
        (factor,) = set(node.input) - {x}
        factors = self.quantised(factor, Range(0, 1))
        held = self.measured.ranges[node.output[0]]
        product = self.integers[node.output[0]] = held.integers(f"{node.output[0]}.integers")
        self.combine("QLinearMul", self.integers[x], factors, product)

    def quantised(self, name: str, held: Range | None = None) -> Integers:
        """A tensor in integers: as it is there already, or made of its floats. held: by it; None: as measured"""
        if name not in self.integers:
            held = held or self.measured.ranges[name]
            made = self.integers[name] = held.integers(f"{name}.integers")
            self.nodes.append(helper.make_node("QuantizeLinear", [name, *self.described(made)[1:]], [made.name]))
        return self.integers[name]

    def combine(self, operator: str, one: Integers, other: Integers, result: Integers) -> None:
        inputs = [*self.described(one), *self.described(other), *self.described(result)[1:]]
        self.nodes.append(helper.make_node(operator, inputs, [result.name], domain=RUNTIME))

    def described(self, tensor: Integers) -> list[str]:
        """The names of a tensor, of its scale and of its zero."""
        names = f"scale {np.float32(tensor.scale)}", f"zero {tensor.zero}"
        values = np.array(tensor.scale, np.float32), np.array(tensor.zero, np.uint8)
        self.graph.constants.update(zip(names, values))
        return [tensor.name, *names]


def with_affine(held: Range, name: str, scale: float, shift: float) -> tuple[Integers, Integers]:
    """
    A tensor's integers, and the same ones as those of scale * tensor + shift, of which one stands for 0, too.

    Args:
        held: by the tensor
        scale: above 0
    """
    zero = -shift / scale  # of the tensor, what becomes 0
    reach = Range(min(held.low, zero), max(held.high, zero))
    steps = int(abs(zero) / reach.step)
    step = abs(zero) / steps if steps else reach.step
    before = level(-reach.low / step)
    after = before + round(zero / step)
    assert scale > 0 and 0 <= after <= LEVELS
    return Integers(name, step, before), Integers(name, scale * step, after)


def count_in_integers(network: Path, out: Path, strips: int, compared: int) -> None:
    exact = out.with_suffix(".exact.onnx")
    write_graph(read_graph(network), exact, bits=32)
    try:
        onnx.save(onnx.version_converter.convert_version(onnx.load(exact), OPSET), exact)
        graph = read_graph(exact)
        backbone = Backbone(graph, exact, [as_input(strip) for strip in made_strips(strips)])
        backbone.write()
        print(f"{len(backbone.convolutions)} convolutions count in integers")
        write_graph(graph, out, bits=8)
        before, after = session(exact), session(out)
    finally:
        exact.unlink()
    compare(before, after, compared)
    finish_integers(before, after, out, SECOND)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--strips", type=int, default=STRIPS, help="on which ranges and inputs are measured")
    parser.add_argument("--compared", type=int, default=COMPARED, help="on which answers are compared")
    options = parser.parse_args()
    count_in_integers(options.network, options.out, options.strips, options.compared)
