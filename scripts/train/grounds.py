"""What lies under and around a line on its strip: card art, bars, neighbouring lines, signs, the card's edge."""

import cv2
import numpy as np
from card_art import random_colour
from draws import mirrored
from lines import CANVAS_HEIGHT, DIGIT_HEIGHT, Line
from stock import Stock
from texts import WORDS


class ART:
    scale = (0.5, 1.8)  # px of card art per px of the canvas
    mirrored_share = 0.5


class FIGURES:
    """Lines, bars and patches with hard edges."""

    none_share = 0.65  # of the strips
    count, thickness = (1, 8), (1, 9)  # the last one is not drawn; px
    bar_share, bends_share, patch_share = 0.35, 0.35, 0.15  # of the figures; the others are ellipses
    bar = ((10, 160), (3, 14))  # width and height, px
    bends, bend = (2, 7), 40  # points of a line; px from one to the next
    corners, patch = (3, 6), 60  # of a patch; px, standard deviation
    radius = (10, 120)  # of an ellipse, px
    new_colour_share = 0.3


class CLUTTER:
    """Words and numbers of the neighbouring lines."""

    none_share = 0.5  # of the strips
    count = (1, 4)
    word_share = 0.6  # the others are numbers
    size = (0.4, 1.3)  # of OpenCV's letters
    above_share, above, below = 0.5, 24, (-5, 20)  # px from the rim at size 1
    opacity = (0.3, 1)


class SIGNS:
    """Signs as tall as digits that are none."""

    share = 0.22  # of the strips
    least_gap, skipped_share = 0.4, 0.5  # of the digits' height, between two of them; of the gaps
    away, end_room = (0.4, 1.4), 0.2  # beyond the ends, of the digits' height
    reach, gap_part = (0.15, 0.4), 0.45  # half of its width, of the digits' height; at most, of the gap
    height = (0.2, 0.5)  # half of it, of the digits' height
    shift = (-8, 8)  # px
    corners, thickness = (3, 6), (2, 7)
    arrow_share, patch_share, bends_share = 0.15, 0.25, 0.4  # of the signs; the others are dots and rings
    closed_share, dot_share, ring = 0.5, 0.5, 4


class EDGES:
    """Beyond an end of the line the card ends, or a picture on it begins."""

    share = 0.12  # of the ends
    away, slant = (0.25, 2.2), 6  # of the digits' height; px, standard deviation
    art_share = 0.5  # the others are of one colour


def random_ground(arts: Stock[np.ndarray], line: Line, rng: np.random.Generator) -> np.ndarray:
    """What a line is printed on: uint8 [CANVAS_HEIGHT, W, 3], as wide as the line. arts: of `card_art`"""
    ground = background(arts.any(rng), line.coverage.shape[1], rng)
    ground = clutter(figures(ground, rng), rng)
    if rng.random() < SIGNS.share:
        ground = signs(ground, line, rng)
    return edges(ground, line, arts.any(rng), rng)


def background(art: np.ndarray, width: int, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, uint8 [CANVAS_HEIGHT, width, 3]."""
    scale = rng.uniform(*ART.scale)
    h, w = min(art.shape[0], int(CANVAS_HEIGHT * scale)), min(art.shape[1], int(width * scale))
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, art.shape[1] - w + 1)
    piece = cv2.resize(art[y : y + h, x : x + w], (width, CANVAS_HEIGHT), interpolation=cv2.INTER_LINEAR)
    return mirrored(piece, ART.mirrored_share, rng)


def figures(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lines, bars and patches with hard edges run under the digits."""
    if rng.random() < FIGURES.none_share:
        return ground
    ground = ground.copy()
    colour = random_colour(rng).tolist()
    thickness = int(rng.integers(*FIGURES.thickness))
    for _ in range(rng.integers(*FIGURES.count)):
        draw_figure(ground, colour, thickness, rng)
        if rng.random() < FIGURES.new_colour_share:
            colour = random_colour(rng).tolist()
    return ground


def draw_figure(ground: np.ndarray, colour: list[float], thickness: int, rng: np.random.Generator) -> None:
    height, width = ground.shape[:2]
    chance = rng.random()
    x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
    if chance < FIGURES.bar_share:
        w, h = (int(rng.uniform(*side)) for side in FIGURES.bar)
        cv2.rectangle(ground, (x, y), (x + w, y + h), colour, -1)
    elif chance < FIGURES.bar_share + FIGURES.bends_share:
        bends = np.cumsum(rng.normal(0, FIGURES.bend, (int(rng.integers(*FIGURES.bends)), 2)), 0) + (x, y)
        cv2.polylines(ground, [np.int32(bends)], False, colour, thickness, cv2.LINE_AA)
    elif chance < FIGURES.bar_share + FIGURES.bends_share + FIGURES.patch_share:
        corners = rng.normal(0, FIGURES.patch, (int(rng.integers(*FIGURES.corners)), 2)) + (x, y)
        cv2.fillPoly(ground, [np.int32(corners)], colour, cv2.LINE_AA)
    else:
        radii = (int(rng.uniform(*FIGURES.radius)), int(rng.uniform(*FIGURES.radius)))
        cv2.ellipse(ground, (x, y), radii, 0, 0, 360, colour, thickness, cv2.LINE_AA)


def clutter(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Words and numbers of the neighbouring lines reach into the strip from above and below."""
    if rng.random() < CLUTTER.none_share:
        return ground
    height, width = ground.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for _ in range(rng.integers(*CLUTTER.count)):
        text = str(rng.choice(WORDS)) if rng.random() < CLUTTER.word_share else f"{rng.integers(0, 10000):04d}"
        size = rng.uniform(*CLUTTER.size)
        if rng.random() < CLUTTER.above_share:
            y = rng.uniform(0, CLUTTER.above * size)
        else:
            y = height + rng.uniform(CLUTTER.below[0], CLUTTER.below[1] * size)
        at = (int(rng.uniform(-30, width)), int(y))
        cv2.putText(mask, text, at, int(rng.integers(0, 5)), size, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
    cover = mask.astype(np.float32)[..., None] * (rng.uniform(*CLUTTER.opacity) / 255)
    return ground * (1 - cover) + random_colour(rng) * cover


def signs(ground: np.ndarray, line: Line, rng: np.random.Generator) -> np.ndarray:
    """Arrows, dots, currency signs, bits of a logo in the gaps and at the ends of a line."""
    ground = ground.copy()
    characters = line.characters
    inner = [((a.right + b.left) / 2, b.left - a.right) for a, b in zip(characters, characters[1:])]
    gaps = [(centre, width) for centre, width in inner if width > SIGNS.least_gap * DIGIT_HEIGHT]
    before, after = DIGIT_HEIGHT * rng.uniform(*SIGNS.away, 2)
    more = SIGNS.end_room * DIGIT_HEIGHT
    gaps += [(characters[0].left - before, before + more), (characters[-1].right + after, after + more)]
    for centre, room in gaps:
        if rng.random() >= SIGNS.skipped_share:
            draw_sign(ground, centre, room, rng)
    return ground


def draw_sign(ground: np.ndarray, centre: float, room: float, rng: np.random.Generator) -> None:
    reach = min(room * SIGNS.gap_part, DIGIT_HEIGHT * rng.uniform(*SIGNS.reach))
    corners = rng.uniform(-1, 1, (int(rng.integers(*SIGNS.corners)), 2))
    corners = corners * (reach, DIGIT_HEIGHT * rng.uniform(*SIGNS.height))
    corners = np.int32(corners + (centre, CANVAS_HEIGHT / 2 + rng.uniform(*SIGNS.shift)))
    colour = random_colour(rng).tolist()
    chance = rng.random()
    if chance < SIGNS.arrow_share:  # the arrow that says which way a card goes into a machine
        side, tall = rng.choice([-1, 1]), DIGIT_HEIGHT * rng.uniform(*SIGNS.height)
        x, y = centre, CANVAS_HEIGHT / 2
        arrow = np.int32([[x + side * reach, y - tall], [x + side * reach, y + tall], [x - side * reach, y]])
        cv2.fillPoly(ground, [arrow], colour, cv2.LINE_AA)
    elif chance < SIGNS.arrow_share + SIGNS.patch_share:
        cv2.fillPoly(ground, [cv2.convexHull(corners)], colour, cv2.LINE_AA)
    elif chance < SIGNS.arrow_share + SIGNS.patch_share + SIGNS.bends_share:
        is_closed = bool(rng.random() < SIGNS.closed_share)
        cv2.polylines(ground, [corners], is_closed, colour, int(rng.integers(*SIGNS.thickness)), cv2.LINE_AA)
    else:
        thickness = -1 if rng.random() < SIGNS.dot_share else SIGNS.ring
        cv2.circle(ground, (int(centre), CANVAS_HEIGHT // 2), int(reach), colour, thickness, cv2.LINE_AA)


def edges(ground: np.ndarray, line: Line, art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Beyond an end of the line the card ends, or a picture on it begins."""
    ground = ground.copy()
    for is_left in (True, False):
        if rng.random() > EDGES.share:
            continue
        away, slant = DIGIT_HEIGHT * rng.uniform(*EDGES.away), rng.normal(0, EDGES.slant)
        x = line.characters[0].left - away if is_left else line.characters[-1].right + away
        rim = 0 if is_left else ground.shape[1]
        mask = np.zeros(ground.shape[:2], np.uint8)
        outside = np.int32([[rim, 0], [x + slant, 0], [x - slant, len(ground)], [rim, len(ground)]])
        cv2.fillConvexPoly(mask, outside, 255, cv2.LINE_AA)
        other = background(art, ground.shape[1], rng) if rng.random() < EDGES.art_share else random_colour(rng)
        ground = np.uint8(ground + (other - ground.astype(np.float32)) * (mask / np.float32(255))[..., None])
    return ground
