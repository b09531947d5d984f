"""
Quantises the recogniser of digits to integers of 8 bits, as the service runs it: it takes a third of the time, and its
file half of the room that 16-bit weights need. The ranges of its layers are measured on made strips. (The locator loses
too much by it: models/README.md.)

    python3 scripts/train/quantise.py ../digits.onnx --out models/digits.onnx   # export_onnx.py wrote the first
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnx.reference  # noqa: F401  Debian's onnxruntime.quantization wants it, and does not import it
from export_onnx import SEED, as_input, finish_integers, made_strips, mean_difference, run, session
from graphs import Graph, in_order, read_graph, write_graph
from manifest import STUDENT
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

STRIPS = 200
ANSWERS = 20  # to other strips, compared with those of the network in floats
OPERATORS = ("Conv", "Relu", "Add")


class Inputs(CalibrationDataReader):
    def __init__(self, arrays: list[np.ndarray]):
        self.arrays = iter(arrays)

    def get_next(self) -> dict[str, np.ndarray] | None:
        array = next(self.arrays, None)
        return None if array is None else {"x": array}


def kept_exact(graph: Graph) -> list[str]:
    """
    Convolutions for which 8 bits are too few: the first, which sees the pixels, and those without a rectifier after
    them, which give the answer.
    """
    convolutions = [node for node in in_order(graph) if node.op_type == "Conv"]
    return [node.name for node in convolutions if node is convolutions[0] or not is_rectified(graph, node)]


def is_rectified(graph: Graph, node: onnx.NodeProto) -> bool:
    """Whether all of a node's output goes through a rectifier."""
    takers = graph.consumers(node.output[0])
    return len(takers) > 0 and all(taker.op_type == "Relu" or is_rectified(graph, taker) for taker in takers)


def main(options: argparse.Namespace) -> None:
    graph = read_graph(options.network)
    inputs = [as_input(strip) for strip in made_strips(options.strips)]
    exact = options.out.with_suffix(".exact.onnx")
    write_graph(graph, exact, bits=32)
    try:
        # Weights of 7 bits: with 8, processors without VNNI overflow.
        quantize_static(
            exact,
            options.out,
            Inputs(inputs),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=OPERATORS,
            nodes_to_exclude=kept_exact(graph),
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"CalibMovingAverage": True},
        )
        before, after = session(exact), session(options.out)
    finally:
        exact.unlink()
    others = [as_input(strip) for strip in made_strips(ANSWERS, seed=SEED + 1)]
    answers = [[run(network, x) for x in others] for network in (before, after)]
    print(f"answers differ by {mean_difference(*answers):.4f} in the mean")
    finish_integers(before, after, options.out, STUDENT)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--strips", type=int, default=STRIPS, help="on which ranges are measured")
    main(parser.parse_args())
