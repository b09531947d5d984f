"""
Writes models/manifest.json, from which the service learns each network's input and output. Those of the project's own
networks are defined here, from the constants of the training code; the service repeats none of them.
"""

import hashlib
import json
from pathlib import Path

from batches import WIDTH_STEP
from ctc import ALPHABET, BLANK
from locator import CARD, CARD_UNIT, CHANNELS, DIRECTION, HEIGHT_UNIT, LINE, LINE_UNIT, MAPS, MASKS
from locator import STRIDE as LOCATOR_STRIDE
from strips import MAX_WIDTH, STRIP_HEIGHT
from student import STRIDE as STUDENT_STRIDE

NAME = "manifest.json"
INPUT = "x"
PIXELS = {"channels": "bgr", "mean": [0.5] * 3, "std": [0.5] * 3}  # -1..1, as `to_tensor` of batches.py makes them

STUDENT = {
    "input": {
        "name": INPUT,
        "shape": [1, 3, STRIP_HEIGHT, "width"],
        **PIXELS,
        "multiple": WIDTH_STEP,
        "width": {"min": STRIP_HEIGHT, "max": MAX_WIDTH},
    },
    "output": {
        "name": "probabilities",
        "shape": [1, f"width / {STUDENT_STRIDE}", len(ALPHABET) + 2],
        "stride": STUDENT_STRIDE,
        "blankIndex": BLANK,
        "alphabet": ALPHABET,
    },
}
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


def sha256_of(network: Path) -> str:
    return hashlib.sha256(network.read_bytes()).hexdigest()


def write_entry(network: Path, config: dict | None = None) -> None:
    """
    Update a network's checksum in the manifest beside its file, and its input and output if given. Does nothing where
    no manifest lists the file.
    """
    path = network.parent / NAME
    manifest = json.loads(path.read_text()) if path.exists() else {}
    for entry in manifest.values():
        if entry["file"] == network.name:
            entry |= {"sha256": sha256_of(network), **(config or {})}
            path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
