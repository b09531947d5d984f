"""
How many strips a teacher reads exactly, in fp32 and without any prior: real ones (for measuring only, never for training), every third apart
from the rest, and made ones that training never saw.

    python3 scripts/train/evaluate.py ../teacher/checkpoint.pt --mix 0 0.5 1 --strips ../shared/strips
"""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np
import torch
from batches import to_tensor
from checkpoints import mixed_teacher
from ctc import greedy_decode
from strips import KINDS, MAX_WIDTH, STRIP_HEIGHT, Strips

BATCH = 16
HELD_OUT_SEED = 20261124


def read(teacher, images):
    """Texts of strips [48, W, 3], in their order; sorted by width on the way, for batches are as wide as their widest."""
    order = np.argsort([image.shape[1] for image in images], kind="stable")
    texts = [""] * len(images)
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        with torch.inference_mode():
            for i, text in zip(some, greedy_decode(teacher(to_tensor([images[i] for i in some])))):
                texts[i] = text
    return texts


def real_strips(folder):
    """(image [48, W, 3], digits) of each labelled strip, its proportions kept."""
    with open(folder / "labels.tsv", encoding="utf8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["digits"].isdigit()]
    strips = []
    for row in rows:
        image = cv2.imread(str(folder / row["file"]))
        width = min(MAX_WIDTH, max(STRIP_HEIGHT, round(image.shape[1] * STRIP_HEIGHT / image.shape[0])))
        area = cv2.INTER_AREA if image.shape[0] > STRIP_HEIGHT else cv2.INTER_CUBIC
        strips.append((cv2.resize(image, (width, STRIP_HEIGHT), interpolation=area), row["digits"]))
    return strips


def exact(texts, labels):
    return f"{100 * np.mean([text == label for text, label in zip(texts, labels)]):5.1f} %"


def main(options):
    made = Strips(HELD_OUT_SEED, held_out=True)
    made = [made() for _ in range(options.made)]
    real = real_strips(options.strips) if options.strips else []
    for mix in options.mix:
        teacher = mixed_teacher(options.checkpoint, mix)
        line = [f"mix {mix:.2f}"]
        if real:
            texts, labels = read(teacher, [image for image, _ in real]), [digits for _, digits in real]
            every_third = [i % 3 == 0 for i in range(len(real))]
            for name, chosen in (("real, every third", True), ("the rest", False)):
                ours = [i for i, third in enumerate(every_third) if third == chosen]
                line.append(f"{name} ({len(ours)}) {exact([texts[i] for i in ours], [labels[i] for i in ours])}")
        texts = read(teacher, [strip.image for strip in made])
        for kind in KINDS:
            ours = [i for i, strip in enumerate(made) if strip.kind == kind]
            line.append(f"made, {kind} ({len(ours)}) {exact([texts[i] for i in ours], [made[i].text for i in ours])}")
        print("  ".join(line), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--mix", type=float, nargs="+", default=[0, 0.5, 1])
    parser.add_argument("--strips", type=Path, help="folder of real strips with labels.tsv")
    parser.add_argument("--made", type=int, default=400, help="how many made strips")
    main(parser.parse_args())
