"""How words and digits get onto the face of a card."""

from dataclasses import dataclass

import cv2
import numpy as np
from card_art import random_colour
from fonts import any_lettering
from lines import CANVAS_HEIGHT, DIGIT_HEIGHT, Line, lay_out, print_line
from texts import CJK, WORDS

Quad = np.ndarray  # float32 [4, 2], x and y: clockwise from the top left of what stands in it
Point = tuple[float, float]  # x and y, px
Range = tuple[float, float]


class READABLE:
    """A colour unlike its ground."""

    tries, least_contrast = 6, 60  # grey levels
    dark, bright, dark_share = (0, 60), (190, 255), 0.5
    coloured_share = 0.35  # the others are grey


class LEGIBLE:
    """By how much digits must differ from their ground: the sum of both."""

    tries = 5
    levels = (8.0, 20.0)  # grey levels, mean over the strokes
    over_ground = (0.15, 0.6)  # per standard deviation of the ground


class SMALL_PRINT:
    cjk_share = 0.3
    cjk_fill, fill = (0.4, 1), (0.5, 1)  # of the line
    line_height = 1.7  # of the letters' size


BLACK, WHITE = np.float32([0] * 3), np.float32([255] * 3)


def box(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return np.float32([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def readable_colour(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """BGR, float32 [3], unlike a piece of ground."""
    lightness = float(ground.mean()) if ground.size else 128.0
    for _ in range(READABLE.tries):
        grey = rng.uniform(*READABLE.dark) if rng.random() < READABLE.dark_share else rng.uniform(*READABLE.bright)
        colour = random_colour(rng) if rng.random() < READABLE.coloured_share else np.float32([grey] * 3)
        if abs(float(colour.mean()) - lightness) > READABLE.least_contrast:
            return colour
    return WHITE if lightness < 128 else BLACK


@dataclass(frozen=True)
class Press:
    """Prints on a picture, in place."""

    image: np.ndarray  # uint8 [H, W, 3], BGR
    rng: np.random.Generator
    held_out: bool = False  # digits in types that training never sees

    def across(self, shares: Range) -> float:
        """A length between two shares of the picture's width, px."""
        return self.image.shape[1] * self.rng.uniform(*shares)

    def down(self, shares: Range) -> float:
        """A length between two shares of the picture's height, px."""
        return self.image.shape[0] * self.rng.uniform(*shares)

    def word(self, text: str, height: float) -> np.ndarray:
        """A word's coverage in any font, float32 [height, W], 0..1."""
        return any_lettering(text, max(5, height), self.rng)

    def stamp(self, coverage: np.ndarray, at: Point, colour: np.ndarray | None = None) -> None:
        """Print a coverage in one colour; what does not fit is cut off.

        Args:
            at: its top left
            colour: BGR; None: a readable one
        """
        x, y = map(int, at)
        left, top = max(0, -x), max(0, -y)
        part = self.image[max(0, y) : y + coverage.shape[0], max(0, x) : x + coverage.shape[1]]
        cover = coverage[top : top + part.shape[0], left : left + part.shape[1], None]
        if cover.size == 0:
            return
        colour = readable_colour(part, self.rng) if colour is None else colour
        part[:] = part * (1 - cover) + colour * cover

    def digits(self, groups: list[str], kind: str, at: Point, width: float) -> Quad:
        """Print or emboss groups in a line.

        Args:
            at: the line's left end, at half its height
            width: of the line, px
        Returns:
            where the characters stand
        """
        image, (x, y) = self.image, at
        # a word between two dates is as high as they are
        line = lay_out(groups, kind, self.held_out, self.rng, labels=())
        first, last = line.characters[0].left, line.characters[-1].right
        scale = width / (last - first)
        left, top = x - first * scale, y - (line.top + DIGIT_HEIGHT / 2) * scale
        target = np.float32([[left, top], [left + line.coverage.shape[1] * scale, top + CANVAS_HEIGHT * scale]])
        (x0, y0), (x1, y1) = np.int32(np.clip(np.round(target), 0, (image.shape[1], image.shape[0])))
        printed = box(x, y - DIGIT_HEIGHT / 2 * scale, x + width, y + DIGIT_HEIGHT / 2 * scale)
        if x1 <= x0 or y1 <= y0:  # beside the card
            return printed
        # the part of the line's canvas that lies on the card
        begin, up = max(0, int((x0 - left) / scale)), max(0, int((y0 - top) / scale))
        w, h = max(8, int((x1 - x0) / scale)), max(8, int((y1 - y0) / scale))
        piece = Line(line.coverage[up : up + h, begin : begin + w], line.characters, line.top, line.stroke)
        ground = cv2.resize(image[y0:y1, x0:x1], piece.coverage.shape[::-1], interpolation=cv2.INTER_LINEAR)
        # only what the digits changed is put back: the ground keeps its detail
        change = self.change(ground.astype(np.float32), piece, kind)
        change = cv2.resize(change, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        image[y0:y1, x0:x1] = np.clip(image[y0:y1, x0:x1] + change, 0, 255)
        return printed

    def change(self, ground: np.ndarray, line: Line, kind: str) -> np.ndarray:
        """By what a printed line changes its ground, float32 [H, W, 3]: mostly so much that it can be seen."""
        inked = line.coverage > 0.5
        if not inked.any():  # it lies beside the card
            return np.zeros_like(ground)
        floor = self.rng.uniform(*LEGIBLE.levels) + ground.std() * self.rng.uniform(*LEGIBLE.over_ground)
        for _ in range(LEGIBLE.tries):
            change = print_line(ground, line, kind, self.rng) - ground
            if np.abs(change).mean(-1)[inked].mean() > floor:
                break
        return np.float32(change)

    def small_print(self, at: Point, width: float, lines: int, size: float, colour: np.ndarray) -> None:
        """Lines of little letters, `size` px high."""
        (x, y), rng = at, self.rng
        for i in range(lines):
            down = i * size * SMALL_PRINT.line_height
            if rng.random() < SMALL_PRINT.cjk_share:
                count = int(width * rng.uniform(*SMALL_PRINT.cjk_fill) / size / 1.3)
                text = "".join(rng.choice(list(CJK), max(2, count)))
                self.stamp(self.word(text, size), (x, y + down), colour)
            else:
                words = " ".join(rng.choice(WORDS, 12)).lower()
                text = words[: max(3, int(width * rng.uniform(*SMALL_PRINT.fill) / size / 0.75))]
                font, foot = int(rng.integers(0, 4)), (int(x), int(y + size + down))
                cv2.putText(self.image, text, foot, font, size / 22, colour.tolist(), 1, cv2.LINE_AA)
