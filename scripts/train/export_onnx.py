"""
Write a tuned teacher back into the original's ONNX graph, with its head of 12 classes: a re-export from torch would fix the strips' width.

    python3 scripts/train/export_onnx.py ../teacher/checkpoint.pt --mix 0.5 --out digits.onnx
"""

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from checkpoints import mixed_teacher
from onnx import numpy_helper, save
from teacher import OUTPUT, RECOGNISER, STRIP_HEIGHT, folded_recogniser, tensors_in_order

WIDTHS = (48, 200, 320, 640)
TIMED_WIDTH = 320
RUNS = 30


def export(teacher, out):
    model = folded_recogniser()
    for constant, tensor, transposed in tensors_in_order(model.graph, teacher):
        array = tensor.detach().numpy()
        constant.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array.T if transposed else array), constant.name))
    save(model, out)


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def check(teacher, exported):
    for width in WIDTHS:
        strips = np.random.default_rng(width).uniform(-1, 1, (1, 3, STRIP_HEIGHT, width)).astype(np.float32)
        (theirs,) = exported.run([OUTPUT], {"x": strips})  # [1, T, 12]
        with torch.inference_mode():
            ours = teacher(torch.from_numpy(strips)).softmax(-1).numpy()
        difference = np.abs(ours - theirs).max()
        print(f"{width:4d} px: differs from torch by {difference:.1e}")
        assert ours.shape == theirs.shape and difference < 1e-4


def median_ms(network):
    strip = np.zeros((1, 3, STRIP_HEIGHT, TIMED_WIDTH), np.float32)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        network.run([OUTPUT], {"x": strip})
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main(options):
    teacher = mixed_teacher(options.checkpoint, options.mix)
    export(teacher, options.out)
    exported = session(options.out)
    check(teacher, exported)
    size = options.out.stat().st_size
    print(f"{options.out}: {size:,} bytes, sha256 {hashlib.sha256(options.out.read_bytes()).hexdigest()}")
    print(f"{median_ms(exported):.1f} ms a strip of {TIMED_WIDTH} px on one thread; the original {median_ms(session(RECOGNISER)):.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--mix", type=float, default=0.5)
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
