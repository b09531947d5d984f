"""
Write the recogniser of digits with integers of 8 bits, as the service runs it: in a third of the time, and half as long as with weights of 16 bits. What its layers
hold is measured on made strips. (The locator loses too much by it: models/README.md.)

    python3 scripts/train/quantise.py ../digits.onnx --out models/digits.onnx       # what export_onnx.py wrote
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnx.reference  # noqa: F401  Debian's onnxruntime.quantization wants it, and does not import it
from batches import to_tensor
from export_onnx import TIMED_WIDTH, median_ms, session
from graphs import Graph, in_order, read_graph, write_graph
from manifest import STUDENT, sha256_of, write_entry
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from strips import STRIP_HEIGHT, Strips

SEED = 5
STRIPS = 200
ANSWERS = 20  # that are compared
OPERATORS = ("Conv", "Relu", "Add")


class Inputs(CalibrationDataReader):
    def __init__(self, arrays: list[np.ndarray]):
        self.arrays = iter(arrays)

    def get_next(self) -> dict[str, np.ndarray] | None:
        array = next(self.arrays, None)
        return None if array is None else {"x": array}


def kept_exact(graph: Graph) -> list[str]:
    """The first convolution, which sees the pixels, and those that no rectifier stands behind, which give the answer: 8 bits are too few for them."""
    convolutions = [node for node in in_order(graph) if node.op_type == "Conv"]
    return [node.name for node in convolutions if node is convolutions[0] or not is_rectified(graph, node)]


def is_rectified(graph: Graph, node: onnx.NodeProto) -> bool:
    """Whether everything that comes out of a node goes through a rectifier."""
    consumers = graph.consumers(node.output[0])
    return len(consumers) > 0 and all(consumer.op_type == "Relu" or is_rectified(graph, consumer) for consumer in consumers)


def main(options: argparse.Namespace) -> None:
    graph = read_graph(options.network)
    strips = Strips(SEED)
    inputs = [to_tensor([strips().image]).numpy() for _ in range(STRIPS)]
    exact = options.out.with_suffix(".exact.onnx")
    write_graph(graph, exact, halved=False)
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
    difference = np.mean([np.abs(before.run(None, {"x": x})[0] - after.run(None, {"x": x})[0]).mean() for x in inputs[:ANSWERS]])
    print(f"answers differ by {difference:.4f} in the mean")
    size = (STRIP_HEIGHT, TIMED_WIDTH)
    print(f"{median_ms(after, size):.2f} ms for {size[1]} x {size[0]} px on one thread, {median_ms(before, size):.2f} ms before")
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, sha256 {sha256_of(options.out)}")
    write_entry(options.out, STUDENT)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
