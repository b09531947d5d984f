"""What cards lie on: wood, cloth, stone, paper, a plain colour, a screen, a scanner's glass."""

import cv2
import numpy as np
from card_art import random_colour
from relief import smooth_noise

SIDE = 640  # px


class TABLE:
    wood_share, cloth_share, stone_share, plain_share = 0.25, 0.2, 0.2, 0.2  # the others are pieces of card art
    near_share, near = 0.7, 30  # of the tables: both colours are alike; grey levels, standard deviation
    cloth_pitch, cloth_noise = (3, 24), 0.15  # px; of the difference between the colours, standard deviation
    stone_octaves, stone_gain = (2, 8), (0.4, 0.9)
    plain_change = (0, 0.5)  # of the difference between the colours
    grain_share, grain = 0.4, (1, 14)  # grey levels, standard deviation


class BACKGROUND:
    plain_share, plain = 0.1, (0, 255, 248, 20)  # grey levels: white or black, as scans are
    scale = (0.7, 1.6)  # px of the picture's longer side per px of the table's
    edge_share, edge = 0.2, (0.1, 0.9)  # of the pictures: another surface begins in them; where, of their size


def table(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """uint8 [SIDE, SIDE, 3]. art: a picture out of `card_art`"""
    a, b = random_colour(rng), random_colour(rng)
    if rng.random() < TABLE.near_share:
        b = np.clip(a + rng.normal(0, TABLE.near), 0, 255)
    texture = random_texture(rng)
    if texture is None:
        return cv2.resize(art, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    image = a + (b - a) * np.clip(texture, 0, 1)[..., None]
    if rng.random() < TABLE.grain_share:
        image = image + rng.normal(0, rng.uniform(*TABLE.grain), (SIDE, SIDE, 1))
    return np.uint8(np.clip(image, 0, 255))


def random_texture(rng: np.random.Generator) -> np.ndarray | None:
    """From one colour (0) to the other (1), float [SIDE, SIDE]; None: card art is to be taken."""
    t = TABLE
    kinds = ((t.wood_share, wood), (t.cloth_share, cloth), (t.stone_share, stone), (t.plain_share, plain))
    chance = rng.random()
    for share, texture in kinds:
        if chance < share:
            return texture(rng)
        chance -= share
    return None


def wood(rng: np.random.Generator) -> np.ndarray:
    """Streaks along one direction."""
    streaks = cv2.resize(rng.standard_normal((160, 4)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(rng.standard_normal((640, 12)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return 1 / (1 + np.exp(-1.2 * (streaks + 0.5 * fine)))


def cloth(rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    pitch = rng.uniform(*TABLE.cloth_pitch)
    weave = np.sin(2 * np.pi * x / pitch) * np.sign(np.sin(2 * np.pi * y / pitch))
    return np.float32(0.5 + 0.25 * weave + rng.normal(0, TABLE.cloth_noise, (SIDE, SIDE)))


def stone(rng: np.random.Generator) -> np.ndarray:
    return smooth_noise(rng, SIDE, SIDE, int(rng.integers(*TABLE.stone_octaves)), rng.uniform(*TABLE.stone_gain))


def plain(rng: np.random.Generator) -> np.ndarray:
    """Nearly one colour."""
    slope = np.linspace(0, 1, SIDE, dtype=np.float32)[None] * np.ones((SIDE, 1), np.float32)
    return slope * rng.uniform(*TABLE.plain_change)


def background(table: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A piece of a table at any turn, sometimes with the edge of another surface; or white or black, as scans are.

    Args:
        size: width and height, px
    Returns:
        uint8 [height, width, 3]
    """
    width, height = size
    if rng.random() < BACKGROUND.plain_share:
        return np.full((height, width, 3), rng.choice(BACKGROUND.plain), np.uint8)
    scale = rng.uniform(*BACKGROUND.scale) * max(size) / SIDE
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), rng.uniform(0, 360), scale)
    turn[:, 2] += np.array([width / 2, height / 2]) - SIDE / 2
    image = cv2.warpAffine(table, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if rng.random() < BACKGROUND.edge_share:
        mask = np.zeros((height, width), np.uint8)
        centre, reach, angle = rng.uniform(*BACKGROUND.edge, 2) * size, 2 * max(size), rng.uniform(0, 2 * np.pi)
        along = reach * np.array([np.cos(angle), np.sin(angle)])
        away = reach * np.array([-np.sin(angle), np.cos(angle)])
        corners = [centre - along, centre + along, centre + along + away, centre - along + away]
        cv2.fillConvexPoly(mask, np.int32(corners), 255)
        image[mask > 0] = random_colour(rng)
    return image
