"""What faces of bank cards have in common: their size, their ground, and how numbers, dates and codes get onto them."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from card_art import random_colour
from dates import print_dates
from printing import Point, Press, Quad, box
from texts import cut, with_check_digit

LONG, SHORT = 640, 404  # px: ISO/IEC 7810 ID-1, 85.60 x 53.98 mm
KINDS = {"flat": 0.36, "embossed": 0.32, "foil": 0.32}  # how a number is printed, and how frequent that is
BEHIND_NUMBER, ROOM_BEHIND = (1.0, 6.0), 0.22  # from a number to a date in its row, in heights of the date; of the width
CODE_HEIGHT = (0.045, 0.065)  # of SHORT
LEAST_DATE = 9.0  # px: the height of a date's digits


class GROUND:
    scale = (0.7, 1.0)  # of the card art that is seen
    band_share = 0.35  # of the faces: a band or half of the card has another colour
    band_y, band_height, opacity = (0.5, 0.85), (0.12, 0.5), (0.4, 1)


class STACKED:
    pitch = (1.3, 2.8)  # from row to row, of their height
    pairs_share, pair, right = 0.3, (1.9, 2.4), 0.96  # of the numbers: two rows of two groups; width of a row, of a group’s; where rows end at most, of the face’s width
    beside_share, beside = 0.35, (0.8, 7)  # of the numbers: the date stands beside one of the rows; how far from it, in heights of the date
    code_share, code_beside = 0.2, (0.8, 4)  # a security code does; in heights of a row


@dataclass
class Face:
    image: np.ndarray  # uint8 [H, W, 3], BGR, as it is read upright
    pan: str | None = None
    numbers: list[Quad] = field(default_factory=list)  # the number's line, or its rows
    expiry: Quad | None = None
    expiry_text: str | None = None
    style: dict | None = None  # of the generator when the number was printed
    secrets: list[Quad] = field(default_factory=list)  # signature strip and security code
    labels: list[tuple[str, Quad]] = field(default_factory=list)  # as `Dates.labels`
    side: str | None = None  # a key of DRAWS in faces.py


def random_kind(rng: np.random.Generator) -> str:
    return str(rng.choice(list(KINDS), p=list(KINDS.values())))


def ground(height: int, width: int, art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, now and then with a band in another colour: uint8 [height, width, 3]."""
    scale = rng.uniform(*GROUND.scale)
    h = int(min(art.shape[0], art.shape[1] * height / width) * scale)
    w = int(h * width / height)
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, max(1, art.shape[1] - w + 1))
    piece = cv2.resize(art[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_CUBIC)
    if rng.random() < GROUND.band_share:
        colour = random_colour(rng)
        cover = rng.uniform(*GROUND.opacity)
        y0 = int(rng.choice([0, height * rng.uniform(*GROUND.band_y)]))
        band = piece[y0 : y0 + int(height * rng.uniform(*GROUND.band_height))]
        band[:] = band * (1 - cover) + colour * cover
    return np.ascontiguousarray(piece)


def add_dates(face: Face, press: Press, kind: str, at: Point, unit: float) -> None:
    """Print dates, and note where the expiry stands. For arguments see `print_dates`."""
    expiry = print_dates(press, kind, at, unit, face.secrets, face.labels)
    if expiry is not None:
        face.expiry, face.expiry_text = expiry


def add_dates_behind(face: Face, press: Press, kind: str, unit: float) -> bool:
    """Print dates in the number's row, behind it, if there is room. unit: height of their digits, px"""
    right, middle = float(face.numbers[0][1, 0]), float(face.numbers[0][:, 1].mean())
    if right > press.image.shape[1] * (1 - ROOM_BEHIND):
        return False
    add_dates(face, press, kind, (right + unit * press.rng.uniform(*BEHIND_NUMBER), middle), unit)
    return True


def print_stacked(face: Face, press: Press, kind: str, at: Point, width: float, bottom: float) -> None:
    """
    Print four groups, or two pairs of groups, one below the other. The number is cut or filled to 16 digits.

    at: the first row's left end, at half its height; width: of a group, px; bottom: where the last row may stand at most, at half its height
    """
    pan = face.pan[:16] if len(face.pan) >= 16 else face.pan
    face.pan = pan = with_check_digit(pan[:15]) if len(pan) >= 15 else with_check_digit(pan + "0" * (15 - len(pan)))
    (x, y), rng = at, press.rng
    groups = cut(pan, (4, 4, 4, 4))
    rows = [[group] for group in groups]
    if rng.random() < STACKED.pairs_share:
        rows = [groups[:2], groups[2:]]
        width = min(width * rng.uniform(*STACKED.pair), press.image.shape[1] * STACKED.right - x)
    apart = rng.uniform(*STACKED.pitch)
    state = rng.bit_generator.state
    pitch = 0.0
    for i, row in enumerate(rows):
        rng.bit_generator.state = state  # one style for all
        quad = press.digits(row, kind, (x, y + i * pitch), width)
        height = float(quad[3, 1] - quad[0, 1])
        pitch = pitch or max(STACKED.pitch[0] * height, min(apart * height, (bottom - y) / (len(rows) - 1)))
        face.numbers.append(quad)


def beside_rows(face: Face, press: Press, at: Point, unit: float) -> Point:
    """Now and then, print a security code beside one of a number's rows.

    Args:
        at: where a date may stand below the rows: its left end, at half its height
        unit: height of its digits, px
    Returns:
        where it stands: there, or beside one of the rows
    """
    rng = press.rng
    first, row = face.numbers[0], face.numbers[rng.integers(len(face.numbers))]
    if rng.random() < STACKED.code_share:
        height = float(first[3, 1] - first[0, 1])
        print_security_code(face, press, 3, (float(first[1, 0]) + height * rng.uniform(*STACKED.code_beside), float(first[0, 1])))
    if rng.random() < STACKED.beside_share:
        return float(row[1, 0]) + unit * rng.uniform(*STACKED.beside), float(row[:, 1].mean())
    return at


def print_security_code(face: Face, press: Press, length: int, at: Point) -> None:
    """at: its top left"""
    x, y = at
    code = "".join(map(str, press.rng.integers(0, 10, length)))
    coverage = press.word(code, SHORT * press.rng.uniform(*CODE_HEIGHT))
    press.stamp(coverage, at)
    face.secrets.append(box(x - 2, y - 2, x + coverage.shape[1] + 2, y + coverage.shape[0] + 2))
