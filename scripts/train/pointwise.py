"""
Lets the second reader's pointwise convolutions, which take most of its time, count in integers of 8 bits, as the
service runs them. Weights are rounded one after the other, and each one's error is made up for by those that follow
(GPTQ: Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers", 2023).

    python3 scripts/train/pointwise.py ../second-digits.onnx --out models/second-digits.onnx   # export_onnx.py wrote the first
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from export_onnx import COMPARED, as_input, compare, finish_integers, made_strips, session
from graphs import Graph, in_order, read_graph, write_graph
from manifest import INPUT, SECOND
from onnx import helper

STRIPS = 90  # what ranges and inputs are measured on
OPSET = 13  # the first in which each output channel's weights have a scale of their own
MIN_INPUTS = 64  # channels; narrower convolutions take little time
MAX_INTEGER = 63  # of weights: with 8 bits, processors without VNNI overflow
OUTLIERS = 0.005  # percent at either end of what a tensor holds, which ranges leave out
SHRUNK = (1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6)  # scales that are tried, of one that reaches the largest weight
DAMPING = 0.01
MAX_ERROR = 1e-3  # of a layer's output, in its own power; a layer that loses more stays as it is


@dataclass
class Range:
    """What a tensor holds, but for outliers, and 0."""

    low: float = 0.0
    high: float = 0.0

    def see(self, values: np.ndarray) -> None:
        low, high = np.percentile(values, (OUTLIERS, 100 - OUTLIERS))
        self.low, self.high = min(self.low, float(low)), max(self.high, float(high))

    def scale_and_zero(self) -> tuple[np.ndarray, np.ndarray]:
        scale = max(self.high - self.low, 1e-6) / 255
        return np.array(scale, np.float32), np.array(np.clip(round(-self.low / scale), 0, 255), np.uint8)


def pointwise(graph: Graph) -> list[onnx.NodeProto]:
    """Convolutions of 1 x 1 over many channels."""
    wide = []
    for node in in_order(graph):
        weights = graph.constants.get(node.input[1]) if node.op_type == "Conv" else None
        if weights is not None and weights.shape[2:] == (1, 1) and weights.shape[1] >= MIN_INPUTS:
            wide.append(node)
    return wide


def measured(
    file: Path, nodes: list[onnx.NodeProto], inputs: list[np.ndarray]
) -> tuple[dict[str, Range], dict[str, np.ndarray]]:
    """Of each tensor that goes into or comes out of nodes its range; of those that go in, the products of channels."""
    taken, given = [node.input[0] for node in nodes], [node.output[0] for node in nodes]
    model = onnx.load(file)
    model.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in taken + given)
    watched = file.with_suffix(".watched.onnx")
    onnx.save(model, watched)
    try:
        network = session(watched)
    finally:
        watched.unlink()
    ranges = {name: Range() for name in taken + given}
    products: dict[str, np.ndarray] = {}
    for x in inputs:
        for name, values in zip(taken + given, network.run(taken + given, {INPUT: x})):
            ranges[name].see(values)
            if name in taken:
                by_channel = values[0].reshape(values.shape[1], -1).astype(np.float64)
                products[name] = products.get(name, 0) + by_channel @ by_channel.T
    return ranges, products


def rounded(weights: np.ndarray, products: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """
    Args:
        weights: [outputs, inputs]
        products: of the inputs, [inputs, inputs]
    Returns:
        integers, the scale of each output, and how much of the output's power their error is
    """
    scale = best_scale(weights, np.diag(products))
    order = np.argsort(-np.diag(products))
    damped = products + np.eye(len(products)) * max(DAMPING * np.diag(products).mean(), 1e-9)
    inverse = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    rest, integers = weights[:, order].astype(np.float64), np.zeros(weights.shape)
    for i in range(len(order)):
        integers[:, order[i]] = np.clip(np.round(rest[:, i] / scale), -MAX_INTEGER, MAX_INTEGER)
        error = (rest[:, i] - integers[:, order[i]] * scale) / inverse[i, i]
        rest[:, i + 1 :] -= np.outer(error, inverse[i, i + 1 :])
    lost = weights - integers * scale[:, None]
    power = lambda of: float(((of @ products) * of).sum())
    return integers.astype(np.int8), scale.astype(np.float32), power(lost) / power(weights)


def best_scale(weights: np.ndarray, power: np.ndarray) -> np.ndarray:
    """For each output, the scale at which plain rounding errs least. power: of each input"""
    largest = np.maximum(np.abs(weights).max(1), 1e-8) / MAX_INTEGER
    scales = np.array([share * largest for share in SHRUNK])
    integers = [np.clip(np.round(weights / scale[:, None]), -MAX_INTEGER, MAX_INTEGER) for scale in scales]
    errors = [((weights - q * scale[:, None]) ** 2 * power).sum(1) for q, scale in zip(integers, scales)]
    return scales[np.argmin(errors, 0), np.arange(len(weights))]


def count_in_integers(graph: Graph, file: Path, inputs: list[np.ndarray]) -> None:
    """Round a graph's wide pointwise convolutions. file: the same graph, written."""
    nodes = pointwise(graph)
    ranges, products = measured(file, nodes, inputs)
    for node in nodes:
        taken, given, name = node.input[0], node.output[0], node.input[1]
        weights = graph.constants[name]
        integers, scale, error = rounded(weights.reshape(weights.shape[:2]), products[taken])
        print(f"{name}: {weights.shape[1]} to {weights.shape[0]} channels, loses {error:.1e} of its power")
        if error > MAX_ERROR:
            continue
        of_weights = {f"{name}.integers": integers.reshape(weights.shape), f"{name}.scales": scale}
        of_weights[f"{name}.zeros"] = np.zeros(len(scale), np.int8)
        graph.constants.update(of_weights)
        graph.nodes.append(helper.make_node("DequantizeLinear", list(of_weights), [f"{name}.floats"], axis=0))
        node.input[1] = f"{name}.floats"
        node.input[0], node.output[0] = f"{given}.taken", f"{given}.exact"
        add_rounding(graph, taken, node.input[0], ranges[taken])
        add_rounding(graph, node.output[0], given, ranges[given])


def add_rounding(graph: Graph, tensor: str, result: str, of: Range) -> None:
    """Round a tensor to integers and back: onnxruntime makes one node of a layer between two of these."""
    names = [f"{result}.scale", f"{result}.zero"]
    graph.constants.update(zip(names, of.scale_and_zero()))
    graph.nodes.append(helper.make_node("QuantizeLinear", [tensor, *names], [f"{result}.integers"]))
    graph.nodes.append(helper.make_node("DequantizeLinear", [f"{result}.integers", *names], [result]))


def main(options: argparse.Namespace) -> None:
    exact = options.out.with_suffix(".exact.onnx")
    write_graph(read_graph(options.network), exact, bits=32)
    try:
        onnx.save(onnx.version_converter.convert_version(onnx.load(exact), OPSET), exact)
        graph = read_graph(exact)
        count_in_integers(graph, exact, [as_input(strip) for strip in made_strips(options.strips)])
        write_graph(graph, options.out, bits=8)
        before, after = session(exact), session(options.out)
    finally:
        exact.unlink()
    compare(before, after, options.compared)
    finish_integers(before, after, options.out, SECOND)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--strips", type=int, default=STRIPS, help="on which ranges and inputs are measured")
    parser.add_argument("--compared", type=int, default=COMPARED, help="on which answers are compared")
    main(parser.parse_args())
