"""Makes pictures of what is around a card's number, as the service cuts them: what the date locator learns from.

Look at some: `python3 scripts/train/surroundings.py contact-sheet.png [--seed 1] [--held-out]`
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from compositing import fingers
from face import Face
from poses import random_quad
from printing import box
from scenes import OTHERS, STOCK, VIEWS, Scene, Scenes, drawn, laid_card, photographed
from tabletops import background

WIDTH = 384  # px: of the pictures to train on
LEAST_HEIGHT, MOST_HEIGHT, MULTIPLE = 32, WIDTH, 8  # px: of heights; what is higher is squeezed


class AROUND:
    """As lib/location/around-number.ts has it."""

    above, below, below_block = 1.5, 6.5, 3.5  # line heights; the last one below a block's last line
    beside, card = 0.06, 0.03  # widths of the line; widths of the card
    least_width, slant = 0.3, 0.1  # of a number that runs along its card
    block_width = 7.4  # of a number in a block, with as much beside it as a card has: widths of a group of digits
    usual_x, usual_y = (0.08, 0.92), (0.53, 0.64)  # where a number stands that nobody saw


class SEEN:
    """How wrong the service may be about a number and its card."""

    usual_share, outline_share = 0.06, 0.8  # of the pictures: the usual place instead of the number; with an outline
    outline = 0.015  # of a card's width: standard deviation of a corner
    end, cut_share, cut = 0.02, 0.12, 0.3  # of a number's length: standard deviation; of the numbers; at most
    height, across = (0.8, 1.3), 0.12  # factor; of the height, standard deviation
    corner = 0.012  # of the width: standard deviation of a corner of the picture


class PICTURE:
    coarse_share, coarse = 0.5, (0.4, 1)  # of the pictures: taken with fewer px, and enlarged
    other_share = 0.05  # with something else on the card
    hands_share = 0.06


class Surroundings(Scenes):
    """What is around numbers; each picture is a scene of one card, which is larger than it. As `Scenes` otherwise."""

    def __call__(self) -> Scene:
        return self.views()[0]

    def views(self) -> list[Scene]:
        """VIEWS photographs of one place in another light."""
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % STOCK.renewed_every == 0:
            self.renew(rng)
        while True:
            face = self.a_face(rng)
            place, outline = seen_number(face, rng)
            if place is not None:
                return self.around(face, around_number(place, outline), rng)

    def around(self, face: Face, area: np.ndarray, rng: np.random.Generator) -> list[Scene]:
        """area: of the face, px"""
        sides = np.linalg.norm(area[1] - area[0]), np.linalg.norm(area[3] - area[0])
        height = int(np.clip(MULTIPLE * round(WIDTH * sides[1] / max(sides[0], 1) / MULTIPLE), LEAST_HEIGHT, MOST_HEIGHT))
        coarse = rng.uniform(*PICTURE.coarse) if rng.random() < PICTURE.coarse_share else 1.0
        size = max(32, round(WIDTH * coarse)), max(16, round(height * coarse))
        corners = np.float32(box(0, 0, *size) + rng.normal(0, SEEN.corner * size[0], (4, 2)))
        to_picture = cv2.getPerspectiveTransform(np.float32(area), corners)
        card = cv2.perspectiveTransform(box(0, 0, *face.image.shape[1::-1])[None], to_picture)[0]
        image = background(self.tables.any(rng), size, rng)
        placed = laid_card(image, face, card, rng)
        if rng.random() < PICTURE.other_share:
            other = self.others.any(rng)
            share = rng.uniform(*OTHERS.size)
            quad = random_quad(other.image.shape[:2], size, share, rng)
            laid_card(image, Face(other.image), quad, rng)
        if rng.random() < PICTURE.hands_share:
            fingers(image, [placed.quad], rng)
        scale = np.float32([WIDTH / size[0], height / size[1]])
        cards = [placed.moved(lambda points: np.float32(points) * scale)]
        enlarged = lambda picture: cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_LINEAR)
        return [Scene(enlarged(photographed(image, rng)), cards) for _ in range(VIEWS)]


def seen_number(face: Face, rng: np.random.Generator) -> tuple[list[np.ndarray] | None, np.ndarray | None]:
    """A number's lines as the service may see them, None where there is none, and its card's outline or None; the face's px."""
    height, width = face.image.shape[:2]
    outline = box(0, 0, width, height) + rng.normal(0, SEEN.outline * width, (4, 2))
    if rng.random() < SEEN.usual_share:
        (left, right), (top, bottom) = AROUND.usual_x, AROUND.usual_y
        number = box(left * width, top * height, right * width, bottom * height)
        return [np.float32(number)], np.float32(outline)
    if not face.numbers:
        return None, None
    place = [np.float64(line) for line in face.numbers]
    if len(place) == 1:
        ends = rng.normal(0, SEEN.end, 2)
        if rng.random() < SEEN.cut_share:
            ends[rng.integers(2)] = -rng.uniform(0, SEEN.cut)
        place = [stretched(place[0], *ends)]
    down = down_of(place[0])
    middle = down * rng.normal(0, SEEN.across)
    grow = down * (rng.uniform(*SEEN.height) - 1) / 2
    place = [np.float32(line + middle + np.array([-grow, -grow, grow, grow])) for line in place]
    return place, np.float32(outline) if rng.random() < SEEN.outline_share else None


def along_of(line: np.ndarray) -> np.ndarray:
    return (line[1] + line[2] - line[0] - line[3]) / 2


def down_of(line: np.ndarray) -> np.ndarray:
    return (line[3] + line[2] - line[0] - line[1]) / 2


def stretched(quad: np.ndarray, before: float, behind: float) -> np.ndarray:
    """A line made longer. before, behind: in its widths"""
    along = along_of(quad)
    return quad + np.array([-before * along, behind * along, behind * along, -before * along])


def around_number(place: list[np.ndarray], outline: np.ndarray | None) -> np.ndarray:
    """As `aroundNumber` of lib/location/around-number.ts: float32 [4, 2]. place: the number's lines"""
    line = place[min(1, len(place) - 1)]
    if len(place) > 1:
        groups = 1 if len(place) > 2 else 2  # in each line
        reach = (AROUND.block_width / groups - 1) / 2
        line = stretched(line, reach, reach)
    # perpendicular to the line, as long as it is high
    direction = along_of(line) / max(np.linalg.norm(along_of(line)), 1e-6)
    down = np.array([-direction[1], direction[0]]) * np.linalg.norm(down_of(line))
    first, last = [(row.mean(0) - line.mean(0)) @ down / max(down @ down, 1e-6) for row in (place[0], place[-1])]
    above, below = AROUND.above - first, max(AROUND.below, last + AROUND.below_block)
    across = None if outline is None else across_card(line, outline, above, below)
    if across is not None:
        return across
    beside = stretched(line, AROUND.beside, AROUND.beside)
    return np.float32(beside + np.array([-above * down, -above * down, below * down, below * down]))


def across_card(number: np.ndarray, outline: np.ndarray, above: float, below: float) -> np.ndarray | None:
    """above, below: how far around the number, in its heights"""
    unit = box(0, 0, 1, 1)
    to_picture = cv2.getPerspectiveTransform(unit, outline)
    to_card = cv2.getPerspectiveTransform(outline, unit)
    a, b, c, d = cv2.perspectiveTransform(number[None], to_card)[0]
    width = (b[0] - a[0] + c[0] - d[0]) / 2
    if not width > AROUND.least_width or abs(b[1] - a[1] + c[1] - d[1]) / 2 > AROUND.slant * width:
        return None
    top, bottom = (a[1] + b[1]) / 2, (c[1] + d[1]) / 2
    first = max(-AROUND.card, top - above * (bottom - top))
    last = min(1 + AROUND.card, bottom + below * (bottom - top))
    if last <= first:
        return None
    corners = box(-AROUND.card, first, 1 + AROUND.card, last)
    return cv2.perspectiveTransform(np.float32(corners)[None], to_picture)[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts, styles and seeds that training never saw")
    options = parser.parse_args()
    made = Surroundings(options.seed, options.held_out)
    rows = []
    for _ in range(9):
        row = []
        for _ in range(4):
            picture = drawn(made())
            row.append(cv2.copyMakeBorder(picture, 0, MOST_HEIGHT - picture.shape[0], 0, 0, cv2.BORDER_CONSTANT))
        rows.append(np.hstack(row))
    cv2.imwrite(str(options.out), np.vstack(rows))
