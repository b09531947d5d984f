"""
Writes models/manifest.json, from which the service learns each network's input and output. They are defined here,
from the constants of the training code; the service repeats none of them.
"""

import hashlib
import json
from pathlib import Path

from batches import WIDTH_STEP
from card_words import KINDS
from ctc import ALPHABET, BLANK, CLASSES
from locator import CARD, CARD_UNIT, CHANNELS, DIRECTION, HEIGHT_UNIT, LINE, LINE_UNIT, MAPS, MASKS
from locator import STRIDE as LOCATOR_STRIDE
from second_reader import OUTPUT as SECOND_OUTPUT
from second_reader import STRIDE as SECOND_STRIDE
from strips import MAX_WIDTH, STRIP_HEIGHT
from student import STRIDE as STUDENT_STRIDE
from word_finder import CLASSES as WORD_CLASSES
from word_finder import STRIDE as WORD_STRIDE

NAME = "manifest.json"
INPUT = "x"
PIXELS = {"channels": "bgr", "mean": [0.5] * 3, "std": [0.5] * 3}  # -1..1, as `to_tensor` of batches.py makes them

STRIP = {
    "name": INPUT,
    "shape": [1, 3, STRIP_HEIGHT, "width"],
    **PIXELS,
    "multiple": WIDTH_STEP,
    "width": {"min": STRIP_HEIGHT, "max": MAX_WIDTH},
}


def strip_output(name: str, stride: int, outputs: int) -> dict:
    shape = [1, f"width / {stride}", outputs]
    return {"name": name, "shape": shape, "stride": stride, "blankIndex": BLANK, "alphabet": ALPHABET}


# one more output than classes says whether a number stands there at all
STUDENT = {"input": STRIP, "output": strip_output("probabilities", STUDENT_STRIDE, CLASSES + 1)}
SECOND = {"input": STRIP, "output": strip_output(SECOND_OUTPUT, SECOND_STRIDE, CLASSES)}
LOCATOR = {
    "input": {"name": INPUT, "shape": [1, 3, "height", "width"], **PIXELS, "multiple": 2 ** len(CHANNELS)},
    "output": {
        "name": "maps",
        "shape": [1, MAPS, f"height / {LOCATOR_STRIDE}", f"width / {LOCATOR_STRIDE}"],
        "stride": LOCATOR_STRIDE,
        "maps": {
            **{mask: i for i, mask in enumerate(MASKS)},
            "outline": CARD.start,
            "direction": DIRECTION.start,
            "line": LINE.start,
            "count": MAPS,
        },
        "units": {"outline": CARD_UNIT, "line": LINE_UNIT, "height": HEIGHT_UNIT},
    },
}

WORD_FINDER = {
    "input": {"name": INPUT, "shape": [1, 3, "height", "width"], **PIXELS, "multiple": WORD_STRIDE},
    "output": {
        "name": "maps",
        "shape": [1, WORD_CLASSES, f"height / {WORD_STRIDE}", f"width / {WORD_STRIDE}"],
        "stride": WORD_STRIDE,
        "maps": {**{kind: 1 + i for i, kind in enumerate(KINDS)}, "count": WORD_CLASSES},
    },
}


def sha256_of(network: Path) -> str:
    return hashlib.sha256(network.read_bytes()).hexdigest()


def write_entry(network: Path, config: dict) -> None:
    """
    Update a network's checksum in the manifest beside its file, and its input and output. Does nothing where
    no manifest lists the file.
    """
    path = network.parent / NAME
    manifest = json.loads(path.read_text()) if path.exists() else {}
    for entry in manifest.values():
        if entry["file"] == network.name:
            entry |= {"sha256": sha256_of(network), **config}
            path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
