"""
Stores the locator's weights in 8 bits instead of 16, so that its file is 0.63 times as large: each weight is an integer
times a step of its pair of channels, and each one's rounding is made up for by those that follow (GPTQ, see
integers.py). On made scenes, maps differ by a fifth of what plain rounding with a step for each output channel makes.
It counts in floats as before.

    python3 scripts/train/round_locator.py ../locator.onnx --out models/locator.onnx   # export_onnx.py wrote the first
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from export_onnx import UNCHECKED, mean_difference, run, session, watched
from graphs import MAX_INTEGER, Graph, in_order, read_graph, write_graph
from integers import inverse_factor
from manifest import LOCATOR, sha256_of, write_entry
from scenes import Scenes
from train_locator import MULTIPLE, to_input

LEAST = 9000  # weights of a convolution that is rounded
PICTURES = 100  # on which inputs are measured
PLACES = 400  # of each picture, in each convolution
SPARE = 0.5  # integers that are kept free, as the steps are rounded to 16 bits themselves
DAMPING = -2.7, -1.3  # powers of ten, of which one is drawn: a share of the mean
ORDER = 0.3  # by how much the order of channels is drawn: standard deviation of the logarithm of what they hold
COMPARED, MOST = 20, 0.01  # pictures; by how much their maps may differ in the mean


def as_input(picture: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 3] as the network takes it: float32 [1, 3, H', W'] in -1..1, padded with 0."""
    x = to_input(torch.from_numpy(picture)[None])
    return F.pad(x, (0, -x.shape[3] % MULTIPLE, 0, -x.shape[2] % MULTIPLE)).numpy()


def pictures(seed: int) -> Iterator[np.ndarray]:
    scenes = Scenes(seed)
    while True:
        yield from (as_input(scene.image) for scene in scenes.views())


def windows(tensor: np.ndarray, node: onnx.NodeProto, kernel: tuple[int, int]) -> np.ndarray:
    """What a convolution sees at each place of a tensor [C, H, W]: [C * kernel, places]."""
    attributes = {attribute.name: list(attribute.ints) for attribute in node.attribute}
    top, left, bottom, right = attributes.get("pads", [0] * 4)
    (step_y, step_x), (apart_y, apart_x) = attributes.get("strides", [1, 1]), attributes.get("dilations", [1, 1])
    padded = np.pad(tensor, ((0, 0), (top, bottom), (left, right)))
    rows = (padded.shape[1] - apart_y * (kernel[0] - 1) - 1) // step_y + 1
    columns = (padded.shape[2] - apart_x * (kernel[1] - 1) - 1) // step_x + 1
    shifted = [
        padded[:, y : y + step_y * (rows - 1) + 1 : step_y, x : x + step_x * (columns - 1) + 1 : step_x]
        for y in range(0, apart_y * kernel[0], apart_y)
        for x in range(0, apart_x * kernel[1], apart_x)
    ]
    return np.stack(shifted, 1).reshape(-1, rows * columns)


def measured(
    file: Path, graph: Graph, convolutions: list[onnx.NodeProto], seed: int, count: int
) -> list[np.ndarray]:
    """Of each convolution the sums of products of its inputs, [inputs, inputs]. file: the same graph, written; count: pictures"""
    held_for = watched(file, sorted({node.input[0] for node in convolutions}))
    products, rng = [0.0] * len(convolutions), np.random.default_rng(seed)
    for x, _ in zip(pictures(seed), range(count)):
        held = held_for(x)
        for i, node in enumerate(convolutions):
            seen = windows(held[node.input[0]][0], node, graph.constants[node.input[1]].shape[2:])
            if seen.shape[1] > PLACES:
                seen = seen[:, rng.choice(seen.shape[1], PLACES, replace=False)]
            products[i] = products[i] + (seen @ seen.T).astype(np.float64)
    return products


def rounded(weights: np.ndarray, products: np.ndarray, damping: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """
    Args:
        weights: [outputs, inputs, height, width]
        products: of what the convolution sees, [inputs * height * width] squared
        damping: share of the mean
    Returns:
        integers of 8 bits, [outputs, inputs, height, width], and their steps in floats of 16, [outputs, inputs, 1, 1]
    """
    outputs, inputs, size = *weights.shape[:2], weights[0, 0].size
    power = np.diag(products).reshape(inputs, size).sum(1) * np.exp(rng.normal(0, ORDER, inputs))
    channels = np.argsort(-power)
    order = (channels[:, None] * size + np.arange(size)).ravel()
    inverse = inverse_factor(products, order, damping)
    rest = weights.reshape(outputs, -1)[:, order].astype(np.float64)
    integers, steps = np.zeros((outputs, len(order)), np.int8), np.zeros((outputs, inputs), np.float16)
    for begin, channel in zip(range(0, len(order), size), channels):
        block, errors, rows = rest[:, begin : begin + size].copy(), np.zeros((outputs, size)), inverse[begin : begin + size]
        steps[:, channel] = np.maximum(np.abs(block).max(1), 1e-6) / (MAX_INTEGER - SPARE)
        step = steps[:, channel].astype(np.float64)
        for i in range(size):
            integer = np.clip(np.round(block[:, i] / step), -MAX_INTEGER, MAX_INTEGER)
            integers[:, order[begin + i]] = integer
            errors[:, i] = (block[:, i] - integer * step) / rows[i, begin + i]
            block[:, i + 1 :] -= np.outer(errors[:, i], rows[i, begin + i + 1 : begin + size])
        rest[:, begin + size :] -= errors @ rows[:, begin + size :]
    return integers.reshape(weights.shape), steps[..., None, None]


def main(options: argparse.Namespace) -> None:
    graph = read_graph(options.network)
    of_convolution = lambda node: node.op_type == "Conv" and graph.constants[node.input[1]].size > LEAST
    convolutions = [node for node in in_order(graph) if of_convolution(node)]
    rng = np.random.default_rng(options.draw)
    damping = 10 ** rng.uniform(*DAMPING)
    products = measured(options.network, graph, convolutions, options.seed, options.pictures)
    stored = {}
    for node, seen in zip(convolutions, products):
        stored[node.input[1]] = rounded(graph.constants[node.input[1]], seen, damping, rng)
    before = session(options.network)
    for i, node in enumerate(graph.nodes):
        node.name = str(i)  # torch's are long
    unchecked = options.out.with_suffix(UNCHECKED)
    write_graph(graph, unchecked, rounded=stored)
    compared = [x for x, _ in zip(pictures(options.seed + 1), range(COMPARED))]
    difference = mean_difference(*([run(network, x) for x in compared] for network in (before, session(unchecked))))
    print(f"{len(stored)} convolutions in 8 bits; maps differ by {difference:.4f} in the mean")
    if difference >= MOST:
        raise SystemExit(f"with weights of 8 bits it is another network: see {unchecked}")
    unchecked.replace(options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, sha256 {sha256_of(options.out)}")
    write_entry(options.out, LOCATOR)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=PICTURES, help="on which inputs are measured")
    parser.add_argument("--seed", type=int, default=52, help="of the scenes")
    parser.add_argument("--draw", type=int, default=233, help="of the damping and of the order of channels")
    main(parser.parse_args())
