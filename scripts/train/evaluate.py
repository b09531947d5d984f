"""
Measures how many strips a network reads exactly, in fp32 and without any prior: real strips (for measuring only, never
for training), every third reported apart from the rest, and made strips that training never saw.

    python3 scripts/train/evaluate.py ../student/checkpoint.pt --strips ../shared/strips
    python3 scripts/train/evaluate.py ../second/checkpoint.pt --mix 0 0.5 1 --strips ../shared/strips
"""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np
import torch
from batches import to_tensor
from checkpoints import trained
from ctc import greedy_decode
from lines import KINDS
from second_reader import SecondReader, load_second_reader
from strips import MAX_WIDTH, STRIP_HEIGHT, Strips, contact_sheet

BATCH = 16
HELD_OUT_SEED = 20261124


def read(network, images):
    """Texts of strips [48, W, 3], in the strips' order. Batches hold strips of similar width, to need less padding."""
    order = np.argsort([image.shape[1] for image in images], kind="stable")
    texts = [""] * len(images)
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        with torch.inference_mode():
            for i, text in zip(some, greedy_decode(network(to_tensor([images[i] for i in some])))):
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
    made = Strips(HELD_OUT_SEED, held_out=True, digits_only=True)
    made = [made() for _ in range(options.made)]
    real = real_strips(options.strips) if options.strips else []
    for mix in options.mix:
        misses = []
        network = trained(options.checkpoint, mix, options.best) if options.checkpoint else load_second_reader().eval()
        tuned = f"mix {mix:.2f}" if isinstance(network, SecondReader) else "student"
        line = ["PP-OCRv4" if options.checkpoint is None else tuned]
        if real:
            texts, labels = read(network, [image for image, _ in real]), [digits for _, digits in real]
            misses += [(image, f"{label} > {text}") for (image, label), text in zip(real, texts) if text != label]
            every_third = [i % 3 == 0 for i in range(len(real))]
            for name, chosen in (("real, every third", True), ("the rest", False)):
                ours = [i for i, third in enumerate(every_third) if third == chosen]
                line.append(f"{name} ({len(ours)}) {exact([texts[i] for i in ours], [labels[i] for i in ours])}")
        texts = read(network, [strip.image for strip in made])
        misses += [(strip.image, f"{strip.text} > {text}") for strip, text in zip(made, texts) if text != strip.text]
        for kind in KINDS:
            ours = [i for i, strip in enumerate(made) if strip.kind == kind]
            line.append(f"made, {kind} ({len(ours)}) {exact([texts[i] for i in ours], [made[i].text for i in ours])}")
        print("  ".join(line), flush=True)
    if options.misses:
        cv2.imwrite(str(options.misses), contact_sheet(misses))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, nargs="?", help="default: PP-OCRv4's recogniser, cut to digits")
    parser.add_argument("--mix", type=float, nargs="+", default=[1], help="of a second reader, see checkpoints.py")
    parser.add_argument("--best", action="store_true", help="see checkpoints.py")
    parser.add_argument("--strips", type=Path, help="folder of real strips with labels.tsv")
    parser.add_argument("--made", type=int, default=400, help="how many made strips")
    parser.add_argument("--misses", type=Path, help="write a picture of all misread strips (last mix)")
    main(parser.parse_args())
