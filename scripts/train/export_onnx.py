"""
Write a trained network to ONNX, as the service reads it: the student anew; a teacher back into the original's graph, with its head of 12
classes (a re-export from torch would fix the strips' width).

    python3 scripts/train/export_onnx.py ../student/checkpoint.pt --out models/digits.onnx
    python3 scripts/train/export_onnx.py ../teacher/checkpoint.pt --mix 0.5 --out ../teacher.onnx
"""

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn
from checkpoints import trained
from onnx import numpy_helper
from strips import STRIP_HEIGHT
from student import Probabilities, Student
from teacher import RECOGNISER, folded_recogniser, tensors_in_order

WIDTHS = (48, 200, 320, 640)
TIMED_WIDTH = 480
RUNS = 30
OPSET = 17
OUTPUT_OF_STUDENT = "probabilities"


def write_student(probabilities, out):
    torch.onnx.export(
        probabilities,
        torch.zeros(1, 3, STRIP_HEIGHT, TIMED_WIDTH),
        out,
        input_names=["x"],
        output_names=[OUTPUT_OF_STUDENT],
        dynamic_axes={"x": {3: "width"}, OUTPUT_OF_STUDENT: {1: "steps"}},
        opset_version=OPSET,
        dynamo=False,
    )


def write_teacher(teacher, out):
    model = folded_recogniser()
    for constant, tensor, transposed in tensors_in_order(model.graph, teacher):
        array = tensor.detach().numpy()
        constant.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array.T if transposed else array), constant.name))
    onnx.save(model, out)


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def check(network, exported):
    for width in WIDTHS:
        strips = np.random.default_rng(width).uniform(-1, 1, (1, 3, STRIP_HEIGHT, width)).astype(np.float32)
        (theirs,) = exported.run(None, {"x": strips})  # [1, T, classes]
        with torch.inference_mode():
            ours = network(torch.from_numpy(strips)).numpy()
        difference = np.abs(ours - theirs).max()
        print(f"{width:4d} px: differs from torch by {difference:.1e}")
        assert ours.shape == theirs.shape and difference < 1e-4


def median_ms(network):
    strip = np.zeros((1, 3, STRIP_HEIGHT, TIMED_WIDTH), np.float32)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        network.run(None, {"x": strip})
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main(options):
    network = trained(options.checkpoint, options.mix, options.best)
    if isinstance(network, Student):
        probabilities = Probabilities(network).eval()
        write_student(probabilities, options.out)
    else:
        probabilities = nn.Sequential(network, nn.Softmax(-1)).eval()
        write_teacher(network, options.out)
    exported = session(options.out)
    check(probabilities, exported)
    size = options.out.stat().st_size
    print(f"{options.out}: {size:,} bytes, sha256 {hashlib.sha256(options.out.read_bytes()).hexdigest()}")
    print(f"{median_ms(exported):.2f} ms a strip of {TIMED_WIDTH} px on one thread; PP-OCRv4's recogniser {median_ms(session(RECOGNISER)):.2f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--mix", type=float, default=0.5, help="of a teacher, see checkpoints.py")
    parser.add_argument("--best", action="store_true", help="see checkpoints.py")
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
