"""Makes strips as the service cuts them out of photographs of cards, and tells what stands on them.

A line is printed once (`Print`) and photographed several times (`view`): each time another piece, in another light.

Look at some: `python3 scripts/train/strips.py contact-sheet.png [--seed 1] [--held-out]`
A set to measure on: `python3 scripts/train/strips.py FOLDER --held-out --seed 20261125 --count 1500`
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from camera import expose, light, random_camera
from card_art import card_art
from covers import Row, covered
from grounds import random_ground
from legibility import legibility
from lines import DIGIT_HEIGHT, KINDS, MARGIN, Character, Line, lay_out, print_line
from stock import Stock
from texts import OTHER, UPSIDE_DOWN, random_groups

cv2.setNumThreads(1)

STRIP_HEIGHT, MIN_WIDTH, MAX_WIDTH = 48, 24, 640  # px
KIND_WEIGHTS = (0.25, 0.38, 0.37)  # of KINDS
VIEWS = 10  # photographs of one print; strips to measure on are each of another print
ARTS, ARTS_RENEWED_EVERY = 80, 12  # pieces of card art at hand; every so many prints one is replaced
SHEET_STRIPS = 48


class PIECE:
    """Which of a line's characters a strip shows: mostly all, else a few in a row, as detection splits lines."""

    first_word_off_share = 0.5  # of the lines that begin with a word: it is left out
    share = 0.45  # of the other lines that are longer than `whole_below`
    whole_below = 5  # characters
    lengths = (1, 2, 3, 4, 4, 4, 4, 5, 6, 7, 8, 10, 12)  # characters
    sliver = 0.1  # of a digit's height: how much of a neighbouring digit may be seen


class TURNED:
    """Lines upside down: the network learns to say that they are no numbers."""

    telling = "347"  # digits that show which way up they stand
    least_telling, share = 3, 0.08  # so many of the lines that have so many telling digits are turned


@dataclass(frozen=True)
class Reach:
    """What differs between numbers and dates.

    The service cuts lines where the locator sees them, and looks further to see where they end. Dates are printed
    smaller than numbers.
    """

    rooms: tuple[float, ...]  # how much is seen beyond a line's ends at most, in heights of its digits
    sharpness_weights: tuple[float, ...]  # of SHARPNESS


NUMBER = Reach(rooms=(0.12, 0.7, 2.4), sharpness_weights=(0.45, 0.35, 0.17, 0.03))
DATE = Reach(rooms=(0.12, 0.7, 1.6), sharpness_weights=(0.2, 0.27, 0.3, 0.23))
SHARPNESS = ((0.55, 1), (0.36, 0.55), (0.24, 0.36))  # how many of a strip's px of height the picture had, if not all


class FRAME:
    """How a strip is cut."""

    above_and_below = (-0.03, 0.5)  # the digits, in their heights
    room_least, room_weights = -0.09, (0.3, 0.36, 0.34)  # heights of digits; of a Reach's rooms
    stretch = (0.72, 1.25)  # of its width
    tilt, tilt_most, tilt_height = 0.014, 0.035, 0.09  # standard deviation; at most, and at most in heights of digits
    slant, slant_most = 2.8, 9  # px
    corner = 1.4  # px, standard deviation
    spare = 12  # px of canvas beside it that blur may bring in
    blur, scale_least = 0.35, 0.8  # sigma, times the canvas's px per px of the picture; those are at least so many


class COVERED:
    """Lines on which something may lie (covers.py)."""

    least, least_legible = 4, 1.5  # characters; plain ones


FULL_CONTRAST = 25  # grey levels: a line that differs so much from its ground stands any camera


@dataclass(frozen=True)
class Strip:
    image: np.ndarray  # uint8 [48, W, 3], BGR
    text: str  # digits, or MM/YY; OTHER for each word; or UPSIDE_DOWN
    kind: str  # of KINDS
    centres: tuple[float, ...]  # about where each character of the text stands, px
    legibility: float  # of its faintest character, 1 at the floor


@dataclass(frozen=True)
class Print:
    """A line on its ground."""

    image: np.ndarray  # uint8 [H, W, 3]
    traces: np.ndarray  # uint8 [H, W, 3]: grey, with and without the line, and the line's coverage
    line: Line
    kind: str


class Strips:
    """Makes strips; the n-th of a (seed, worker) is always the same."""

    def __init__(
        self, seed: int, held_out: bool = False, worker: int = 0, digits_only: bool = False, covered_share: float = 0
    ):
        """
        held_out: in types that training never sees
        digits_only: neither words nor lines upside down
        covered_share: of the lines on which something may lie, those on which something does
        """
        self.seed, self.held_out, self.worker, self.digits_only, self.made = seed, held_out, worker, digits_only, 0
        self.covered_share = covered_share
        self.arts = Stock(ARTS, (seed, worker, held_out, 0), lambda rng: card_art(rng, held_out))
        self.ready: list[Strip] = []

    def __call__(self) -> Strip:
        while not self.ready:
            self.made += 1
            rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
            if self.made % ARTS_RENEWED_EVERY == 0:
                self.arts.renew_any(rng)
            printed = self.printed(rng)
            views = (self.view(printed, rng) for _ in range(1 if self.held_out else VIEWS))
            self.ready = [strip for strip in views if strip]
        return self.ready.pop()

    def printed(self, rng: np.random.Generator) -> Print:
        kind = str(rng.choice(KINDS, p=KIND_WEIGHTS))
        line = lay_out(random_groups(self.digits_only, rng), kind, self.held_out, rng)
        ground = random_ground(self.arts, line, rng).astype(np.float32)
        image = print_line(ground, line, kind, rng).clip(0, 255).astype(np.uint8)
        traces = np.dstack([image.mean(-1), ground.mean(-1), 255 * line.coverage]).astype(np.uint8)
        return Print(image, traces, line, kind)

    def view(self, printed: Print, rng: np.random.Generator) -> Strip | None:
        """A photograph of a printed line or of a piece of it; None when it is not legible."""
        piece = random_piece(printed.line.characters, rng)
        seen = photograph(printed, piece, self.covered_share, rng)
        if seen is None:
            return None
        image, characters, centres, legible = seen
        text = "".join(character.text for character in characters)
        telling = sum(text.count(digit) for digit in TURNED.telling)
        if not self.digits_only and telling >= TURNED.least_telling and rng.random() < TURNED.share:
            return Strip(image[::-1, ::-1], UPSIDE_DOWN, printed.kind, (image.shape[1] / 2,), legible)
        return Strip(image, text, printed.kind, centres, legible)


@dataclass(frozen=True)
class Piece:
    """Some characters in a row, and how much may be seen before and behind them, px."""

    characters: list[Character]
    before: float
    after: float


@dataclass(frozen=True)
class Frame:
    """Where a strip is cut out of a print, px."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def random_piece(characters: list[Character], rng: np.random.Generator) -> Piece:
    first, last = random_span(characters, rng)
    before = after = float(MARGIN)
    if first:
        neighbour = characters[first - 1]
        before = characters[first].left - (neighbour.right - sliver(neighbour))
    if last + 1 < len(characters):
        neighbour = characters[last + 1]
        after = neighbour.left + sliver(neighbour) - characters[last].right
    return Piece(characters[first : last + 1], max(0.0, before), max(0.0, after))


def random_span(characters: list[Character], rng: np.random.Generator) -> tuple[int, int]:
    """The first and the last character that are seen."""
    count = len(characters)
    if characters[0].text == OTHER and count > 1 and rng.random() < PIECE.first_word_off_share:
        return 1, count - 1
    if count <= PIECE.whole_below or rng.random() > PIECE.share:
        return 0, count - 1
    length = int(rng.choice(PIECE.lengths))
    first = int(rng.integers(0, max(1, count - length + 1)))
    return first, min(count, first + length) - 1


def sliver(character: Character) -> float:
    """How much of a neighbour may be seen, px: a sliver of a digit, all of a word."""
    return character.right - character.left if character.text == OTHER else PIECE.sliver * DIGIT_HEIGHT


def photograph(
    printed: Print, piece: Piece, covered_share: float, rng: np.random.Generator
) -> tuple[np.ndarray, list[Character], tuple[float, ...], float] | None:
    """Cut a strip as detection would, through a camera.

    Args:
        covered_share: as of `Strips`
    Returns:
        uint8 [STRIP_HEIGHT, W, 3], the characters that can be seen, about where their centres are, px, and its
        legibility; None when it is not legible
    """
    reach = DATE if any(character.text == "/" for character in piece.characters) else NUMBER
    frame = random_frame(piece, printed.line.top, reach, rng)
    aspect = frame.width / frame.height * rng.uniform(*FRAME.stretch)
    width = int(np.clip(STRIP_HEIGHT * aspect, MIN_WIDTH, MAX_WIDTH))
    h, w = random_size(width, reach, rng)
    seen, traces = projected((printed.image, printed.traces), frame, (w, h), rng)

    factor, added = light(h, w, rng)
    lit, lit_traces = (layer * factor[..., None] + added[..., None] for layer in (seen, traces[..., :2]))
    coverage = traces[..., 2] / 255
    contrast = np.abs(lit_traces[..., 0] - lit_traces[..., 1])[coverage > 0.5]
    camera = random_camera(h, min(1.0, contrast.mean() / FULL_CONTRAST) if contrast.size else 0.0, rng)
    extents = [
        ((character.left - frame.left) * w / frame.width, (character.right - frame.left) * w / frame.width)
        for character in piece.characters
    ]
    # a label counts as legible whatever it looks like: it is none of what is read
    is_labelled = printed.line.labels is not None
    read = [extent for extent, character in zip(extents, piece.characters) if not (is_labelled and character.text == OTHER)]
    legible = legibility(lit_traces, coverage, camera, read) if read else 1.0
    if legible < 1:
        return None
    hidden = slice(0)
    is_plain = legible >= COVERED.least_legible and len(read) == len(extents) >= COVERED.least
    # without covers nothing is drawn, so that the sets of a seed stay as they are
    if covered_share > 0 and is_plain and rng.random() < covered_share:
        scale = h / frame.height
        row = Row(extents, (printed.line.top - frame.top) * scale, DIGIT_HEIGHT * scale)
        lit, hidden = covered(lit, row, rng)
    seen = expose(lit, camera, rng)
    if (h, w) != (STRIP_HEIGHT, width):
        interpolation = int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
        seen = cv2.resize(seen, (width, STRIP_HEIGHT), interpolation=interpolation)
    characters, shown = piece.characters.copy(), list(extents)
    del characters[hidden], shown[hidden]
    return seen, characters, tuple((begin + end) / 2 * width / w for begin, end in shown), legible


def random_frame(piece: Piece, top: float, reach: Reach, rng: np.random.Generator) -> Frame:
    """top: of the line's digits, px"""
    above, below = rng.uniform(*FRAME.above_and_below, 2) * DIGIT_HEIGHT
    most = lambda: reach.rooms[rng.choice(len(reach.rooms), p=FRAME.room_weights)]
    before, after = (rng.uniform(FRAME.room_least, most()) * DIGIT_HEIGHT for _ in range(2))
    return Frame(
        left=piece.characters[0].left - min(piece.before, before),
        top=top - above,
        right=piece.characters[-1].right + min(piece.after, after),
        bottom=top + DIGIT_HEIGHT + below,
    )


def random_size(width: int, reach: Reach, rng: np.random.Generator) -> tuple[int, int]:
    """Height and width in the picture, before the strip is enlarged to STRIP_HEIGHT and to its width."""
    sharpness = rng.choice([1.0, *(rng.uniform(*one) for one in SHARPNESS)], p=reach.sharpness_weights)
    return max(12, round(STRIP_HEIGHT * sharpness)), max(16, round(width * sharpness))


def projected(
    layers: tuple[np.ndarray, ...], frame: Frame, size: tuple[int, int], rng: np.random.Generator
) -> list[np.ndarray]:
    """Pictures in a frame, seen a little from aside, float32. size: width and height, px"""
    begin = max(0, int(frame.left) - FRAME.spare)
    end = min(layers[0].shape[1], int(frame.right) + FRAME.spare)
    left, right, top, bottom = frame.left, frame.right, frame.top, frame.bottom
    quad = np.float32([[left, top], [right, top], [right, bottom], [left, bottom]]) - np.float32([begin, 0])
    tilt = np.clip(rng.normal(0, FRAME.tilt), -FRAME.tilt_most, FRAME.tilt_most) * frame.width / 2
    tilt = np.clip(tilt, -FRAME.tilt_height * DIGIT_HEIGHT, FRAME.tilt_height * DIGIT_HEIGHT)
    slant = np.clip(rng.normal(0, FRAME.slant), -FRAME.slant_most, FRAME.slant_most)
    moves = np.float32([[slant, -tilt], [slant, tilt], [-slant, tilt], [-slant, -tilt]])
    quad += moves + rng.normal(0, FRAME.corner, (4, 2)).astype(np.float32)
    w, h = size
    projection = cv2.getPerspectiveTransform(quad, np.float32([[0, 0], [w, 0], [w, h], [0, h]]))
    blur = FRAME.blur * max(frame.height / h, FRAME.scale_least)
    blurred = (cv2.GaussianBlur(layer[:, begin:end], (0, 0), blur) for layer in layers)
    how = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REFLECT}
    return [cv2.warpPerspective(layer, projection, size, **how).astype(np.float32) for layer in blurred]


def contact_sheet(captioned: list[tuple[np.ndarray, str]], columns: int = 2) -> np.ndarray:
    """Strips with their captions below, for the eye."""
    rows = max(1, -(-len(captioned) // columns))
    sheet = np.full((rows * 68, columns * 650, 3), 255, np.uint8)
    for i, (image, caption) in enumerate(captioned):
        y, x = i // columns * 68, i % columns * 650
        sheet[y : y + STRIP_HEIGHT, x : x + image.shape[1]] = image
        cv2.putText(sheet, caption, (x, y + 61), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 200), 1, cv2.LINE_AA)
    return sheet


def write_set(strips: Strips, count: int, folder: Path) -> None:
    """Strips as PNG files and labels.tsv, as `npm run evaluate` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "labels.tsv", "w", encoding="utf8") as labels:
        print("file", "text", "digits", "kind", "legibility", sep="\t", file=labels)
        for i in range(count):
            strip, name = strips(), f"{i:05d}.png"
            cv2.imwrite(str(folder / name), strip.image)
            print(name, strip.text, strip.text, strip.kind, f"{strip.legibility:.2f}", sep="\t", file=labels)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture, or with --count a folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts, styles and grounds that training never saw")
    parser.add_argument("--count", type=int, help="write so many strips with labels.tsv, digits only")
    options = parser.parse_args()
    strips = Strips(options.seed, options.held_out, digits_only=options.count is not None)
    if options.count is None:
        some = [strips() for _ in range(SHEET_STRIPS)]
        cv2.imwrite(str(options.out), contact_sheet([(strip.image, f"{strip.text} {strip.kind}") for strip in some]))
    else:
        write_set(strips, options.count, options.out)
