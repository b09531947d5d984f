"""
Writes a trained network as ONNX for the service. Torch exports the student, the locators and the word finder, with
weights of 16 bits (the date locator's and the word finder's of 8). A second reader's weights go back into PP-OCRv4's
graph, shortened and with a head of 12 classes, in 8 bits. quantise.py and integers.py let the readers of digits count in integers;
round_locator.py stores the locator in 8 bits, too.

A file is written under its name only once the network in it answers as torch's does.

    python3 scripts/train/export_onnx.py ../student/checkpoint.pt --out ../digits.onnx
    python3 scripts/train/export_onnx.py ../locator/checkpoint.pt --out ../locator.onnx
    python3 scripts/train/export_onnx.py ../date-locator/checkpoint.pt --out models/date-locator.onnx
    python3 scripts/train/export_onnx.py ../word-finder/checkpoint.pt --out models/word-finder.onnx
    python3 scripts/train/export_onnx.py ../second/checkpoint.pt --mix 0.6 --out ../second-digits.onnx
"""

import argparse
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn
from batches import to_tensor
from checkpoints import trained
from ctc import greedy_decode
from graphs import read_graph, write_graph
from locator import SIDE, DateLocator, Locator, Maps
from manifest import INPUT, LOCATOR, SECOND, STUDENT, WORD_FINDER, sha256_of, write_entry
from second_reader import RECOGNISER, as_graph
from strips import STRIP_HEIGHT, Strips
from student import Probabilities, Student
from word_finder import WordFinder, WordMaps

TIMED_WIDTH = 480
STRIPS = [(STRIP_HEIGHT, width) for width in (TIMED_WIDTH, 48, 200, 320, 640)]
CARDS = [(400, 640), (640, 400)]
PICTURES = [(SIDE, SIDE), (SIDE, 224), (192, SIDE), (32, SIDE)]
MAP_AXES = {2: "height", 3: "width"}, {2: "rows", 3: "columns"}  # of variable length, of pictures and maps
RUNS = 15
OPSET = 17
# By how much the exported network's answers may differ from torch's, relative to the largest: with weights of 32 bits,
# of 16 and of 8.
EXACT, HALVED, QUARTERED = 1e-3, 2e-2, 2e-1
# Of weights of 8 bits: the same in the mean over made strips, and the share of them that may be lost.
ROUNDED, MAX_LOST = 5e-3, 0.02
SEED = 5
COMPARED = 100  # strips, unless told otherwise
UNCHECKED = ".unchecked.onnx"  # the ending of a file until the network in it was checked


def write_own(network, sizes, config, axes, out, bits=16):
    """
    Args:
        sizes: heights and widths of the pictures that check the exported network; the first one also traces it
        config: its input and output for the manifest, which is updated if one lies beside `out` and lists the file
        axes: names of the input's and of the output's axes of variable length
        bits: of the weights
    """
    unchecked = out.with_suffix(UNCHECKED)
    torch.onnx.export(
        network,
        torch.zeros(1, 3, *sizes[0]),
        unchecked,
        input_names=[INPUT],
        output_names=[config["output"]["name"]],
        dynamic_axes={INPUT: axes[0], config["output"]["name"]: axes[1]},
        opset_version=OPSET,
        dynamo=False,
    )
    check(network, session(unchecked), sizes, EXACT)
    write_graph(read_graph(unchecked), unchecked, bits=bits)
    check(network, session(unchecked), sizes, HALVED if bits == 16 else QUARTERED)
    unchecked.replace(out)
    write_entry(out, config)


def write_second(network, out, compared):
    graph = as_graph(network)
    exact, unchecked = out.with_suffix(".exact.onnx"), out.with_suffix(UNCHECKED)
    write_graph(graph, exact, bits=32)
    try:
        check(nn.Sequential(network, nn.Softmax(-1)).eval(), session(exact), STRIPS, EXACT)
        write_graph(graph, unchecked, bits=8)
        before, after = session(exact), session(unchecked)
    finally:
        exact.unlink()
    difference, lost = compare(before, after, compared)
    if difference >= ROUNDED or lost >= MAX_LOST * compared:
        raise SystemExit(f"with weights of 8 bits it is another network: see {unchecked}")
    unchecked.replace(out)
    write_entry(out, SECOND)


def compare(before, after, count):
    """By how much answers to made strips differ in the mean, and how many strips are no longer read exactly; told, too."""
    strips = made_strips(count, digits_only=True, seed=SEED + 1)
    inputs = [as_input(strip) for strip in strips]
    answers = [[run(reader, x) for x in inputs] for reader in (before, after)]
    difference = mean_difference(*answers)
    right = [sum(text_of(answer) == strip.text for answer, strip in zip(some, strips)) for some in answers]
    print(f"answers differ by {difference:.4f} in the mean;", end=" ")
    print(f"of {count} made strips it reads {right[1]} exactly, instead of {right[0]}")
    return difference, right[0] - right[1]


def finish_integers(before, after, out, config):
    """Tell how fast a network is that counts in integers, and write its entry in the manifest."""
    times = [f"{median_ms(network, STRIPS[0]):.2f} ms" for network in (after, before)]
    print(f"{times[0]} for {TIMED_WIDTH} x {STRIP_HEIGHT} px on one thread, {times[1]} before")
    print(f"{out}: {out.stat().st_size:,} bytes, sha256 {sha256_of(out)}")
    write_entry(out, config)


def made_strips(count, digits_only=False, seed=SEED):
    strips = Strips(seed, digits_only=digits_only)
    return [strips() for _ in range(count)]


def as_input(strip):
    """As a network takes it: [1, 3, 48, W]."""
    return to_tensor([strip.image]).numpy()


def text_of(answer):
    return greedy_decode(torch.from_numpy(answer))[0]


def run(network, x):
    return network.run(None, {INPUT: x})[0]


def mean_difference(some, others):
    """By how much two networks' answers to the same inputs differ, in the mean."""
    return float(np.mean([np.abs(one - other).mean() for one, other in zip(some, others)]))


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def watched(file, names):
    """A network that gives what these of its tensors hold, instead of its answer."""
    model = onnx.load(file)
    model.graph.output.extend(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)
    network = session(model.SerializeToString())
    return lambda x: dict(zip(names, network.run(names, {INPUT: x})))


def check(network, exported, sizes, tolerance):
    for height, width in sizes:
        picture = np.random.default_rng(width).uniform(-1, 1, (1, 3, height, width)).astype(np.float32)
        theirs = run(exported, picture)
        with torch.inference_mode():
            ours = network(torch.from_numpy(picture)).numpy()
        difference = np.abs(ours - theirs).max()
        print(f"{width:4d} x {height} px: differs from torch by {difference:.1e}")
        if ours.shape != theirs.shape or difference >= tolerance * max(1, np.abs(ours).max()):
            raise SystemExit("the exported network answers otherwise than torch's: nothing was written")


def median_ms(network, size):
    picture = np.zeros((1, 3, *size), np.float32)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run(network, picture)
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main(options):
    network = trained(options.checkpoint, options.mix, options.best)
    sizes = STRIPS
    if isinstance(network, Student):
        network = Probabilities(network).eval()
        write_own(network, sizes, STUDENT, ({3: "width"}, {1: "steps"}), options.out)
    elif isinstance(network, Locator):
        bits = 8 if isinstance(network, DateLocator) else 16
        network, sizes = Maps(network).eval(), PICTURES
        write_own(network, sizes, LOCATOR, MAP_AXES, options.out, bits)
    elif isinstance(network, WordFinder):
        sizes = CARDS
        write_own(WordMaps(network).eval(), sizes, WORD_FINDER, MAP_AXES, options.out, bits=8)
    else:
        write_second(network, options.out, options.compared)
    exported = session(options.out)
    size = options.out.stat().st_size
    print(f"{options.out}: {size:,} bytes, sha256 {sha256_of(options.out)}")
    print(f"{median_ms(exported, sizes[0]):.2f} ms for {sizes[0][1]} x {sizes[0][0]} px on one thread", end="; ")
    print(f"PP-OCRv4's recogniser {median_ms(session(RECOGNISER), STRIPS[0]):.2f} ms for a strip of {TIMED_WIDTH} px")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--mix", type=float, default=0.6, help="of a second reader, see checkpoints.py; default: as shipped")
    parser.add_argument("--best", action="store_true", help="see checkpoints.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--compared", type=int, default=COMPARED, help="strips on which a second reader's answers are compared")
    main(parser.parse_args())
