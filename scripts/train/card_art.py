"""What is printed on cards, under and around the number."""

import cv2
import numpy as np
from printed_pictures import with_drawings, with_photograph
from relief import smooth_noise
from texts import WORDS

HEIGHT, WIDTH = 420, 900  # px
PHOTOGRAPH_SHARE, DRAWINGS_SHARE = 0.55, 0.4  # of the pieces


class COLOUR:
    """With plenty of dark, white and grey ones. Values of HSV as OpenCV has them."""

    any_value_share, value, extremes = 0.8, (2.2, 1.5), (15, 35, 225, 250)  # a beta distribution
    saturation = (1.2, 1.9)  # a beta distribution
    hues = ((108, 10), (18, 6), (0, 5))  # mean and standard deviation of blue, gold and red: as frequent as any hue


class GRADIENT:
    near_share, near = 0.6, 40  # of the grounds: both colours are alike; grey levels, standard deviation
    straight_share, round_share = 0.45, 0.15  # the others are clouds
    octaves, gain = (2, 7), (0.4, 0.85)


class LAYERS:
    """What lies on the ground, one over the other."""

    count, weights = (0, 5), (0.25, 0.25, 0.15, 0.2, 0.15)  # the last count is not drawn; of `DRAWN`
    opacity, weave_opacity = (0.08, 0.8), 0.5  # the second is a factor


class WAVES:
    lines, phase, swing, pitch = (4, 45), (0, 6), (4, 60), (0.004, 0.05)  # radians; px; radians per px
    drift, thickness = (0, 0.4), (1, 4)  # radians from line to line; px


class SHAPES:
    count, circle_share = (1, 7), 0.5  # the others have corners
    filled_share, thickness, radius = 0.6, (2, 20), (15, 240)  # of circles
    corners = (3, 6)


class LETTERS:
    count, size, thickness = (1, 9), (0.4, 3), (1, 6)  # of OpenCV's letters


class CLOUDS:
    octaves, gain = 8, (0.6, 0.95)
    grey_share, threshold = 0.5, (0.3, 0.7)  # the others are black and white


class WEAVE:
    pitch, stripes_share = (3, 16), 0.5  # px; the others are chequered


class GRAIN:
    """Of the material; grey levels, standard deviation."""

    plastic_share, plastic = 0.4, (1, 10)
    flakes_share, flakes, flakes_blur = 0.12, (20, 90), (0.7, 2)  # of metal; px
    brushed_share, brushed, brushed_length = 0.15, (10, 50), 61  # metal; px


def random_colour(rng: np.random.Generator) -> np.ndarray:
    """BGR, float32 [3]: a colour as cards have it."""
    is_any = rng.random() < COLOUR.any_value_share
    value = 255 * rng.beta(*COLOUR.value) if is_any else rng.choice(COLOUR.extremes)
    hue = rng.choice([rng.integers(0, 180), *(rng.normal(*of_hue) % 180 for of_hue in COLOUR.hues)])
    hsv = np.uint8([[[hue, 255 * rng.beta(*COLOUR.saturation), value]]])
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)


def ground(rng: np.random.Generator) -> np.ndarray:
    """A gradient between two colours, float32 [HEIGHT, WIDTH, 3]."""
    a, b = random_colour(rng), random_colour(rng)
    if rng.random() < GRADIENT.near_share:
        b = np.clip(a + rng.normal(0, GRADIENT.near, 3), 0, 255).astype(np.float32)
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j].astype(np.float32)
    kind, angle = rng.random(), rng.uniform(0, 2 * np.pi)
    if kind < GRADIENT.straight_share:
        t = x * np.cos(angle) + y * np.sin(angle)
    elif kind < GRADIENT.straight_share + GRADIENT.round_share:
        t = np.hypot(x - rng.random(), y - rng.random())
    else:
        t = smooth_noise(rng, HEIGHT, WIDTH, int(rng.integers(*GRADIENT.octaves)), rng.uniform(*GRADIENT.gain))
    t = (t - t.min()) / (np.ptp(t) + 1e-6)
    return a + (b - a) * t[..., None]


def waves(mask: np.ndarray, rng: np.random.Generator) -> None:
    x = np.arange(WIDTH)
    lines, phase = rng.integers(*WAVES.lines), rng.uniform(*WAVES.phase)
    swing, pitch = rng.uniform(*WAVES.swing), rng.uniform(*WAVES.pitch)
    for i in range(lines):
        y = HEIGHT * i / lines + swing * np.sin(pitch * x + phase + i * rng.uniform(*WAVES.drift))
        cv2.polylines(mask, [np.int32(np.c_[x, y])], False, 255, int(rng.integers(*WAVES.thickness)), cv2.LINE_AA)


def shapes(mask: np.ndarray, rng: np.random.Generator) -> None:
    for _ in range(rng.integers(*SHAPES.count)):
        if rng.random() < SHAPES.circle_share:
            fill = -1 if rng.random() < SHAPES.filled_share else int(rng.integers(*SHAPES.thickness))
            centre = (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT)))
            cv2.circle(mask, centre, int(rng.integers(*SHAPES.radius)), 255, fill, cv2.LINE_AA)
        else:
            corners = rng.integers(-50, WIDTH, (int(rng.integers(*SHAPES.corners)), 2))
            cv2.fillPoly(mask, [np.int32(corners)], 255, cv2.LINE_AA)


def words(mask: np.ndarray, rng: np.random.Generator) -> None:
    for _ in range(rng.integers(*LETTERS.count)):
        at = (int(rng.integers(-50, WIDTH - 60)), int(rng.integers(20, HEIGHT)))
        word, font, size = str(rng.choice(WORDS)), int(rng.integers(0, 8)), rng.uniform(*LETTERS.size)
        cv2.putText(mask, word, at, font, size, 255, int(rng.integers(*LETTERS.thickness)), cv2.LINE_AA)


def clouds(mask: np.ndarray, rng: np.random.Generator) -> None:
    """What a photograph on a card looks like to a network that reads digits."""
    cover = smooth_noise(rng, HEIGHT, WIDTH, CLOUDS.octaves, rng.uniform(*CLOUDS.gain))
    is_grey = rng.random() < CLOUDS.grey_share
    mask[:] = np.uint8(255 * (cover if is_grey else cover > rng.uniform(*CLOUDS.threshold)))


def weave(mask: np.ndarray, rng: np.random.Generator) -> None:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pitch = int(rng.integers(*WEAVE.pitch))
    stripes = (x + y * rng.choice([-1, 0, 1])) % pitch < pitch / 2
    mask[:] = 255 * (stripes & ((y % pitch < pitch / 2) | (rng.random() < WEAVE.stripes_share)))


DRAWN = (waves, shapes, words, clouds, weave)


def card_art(rng: np.random.Generator, held_out: bool = False) -> np.ndarray:
    """
    A piece of a card's face without a number, uint8 [HEIGHT, WIDTH, 3], BGR.

    Args:
        held_out: of photographs and drawings that training never sees
    """
    image = ground(rng)
    if rng.random() < PHOTOGRAPH_SHARE:
        image = with_photograph(image, held_out, rng)
    if rng.random() < DRAWINGS_SHARE:
        image = with_drawings(image, held_out, random_colour, rng)
    for _ in range(rng.integers(*LAYERS.count)):
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        draw = DRAWN[rng.choice(len(DRAWN), p=LAYERS.weights)]
        draw(mask, rng)
        opacity = rng.uniform(*LAYERS.opacity) * (LAYERS.weave_opacity if draw is weave else 1)
        cover = mask.astype(np.float32)[..., None] * (opacity / 255)
        image = image * (1 - cover) + random_colour(rng) * cover
    if rng.random() < GRAIN.plastic_share:
        image += rng.normal(0, rng.uniform(*GRAIN.plastic), (HEIGHT, WIDTH, 1))
    if rng.random() < GRAIN.flakes_share:
        flakes = rng.normal(0, rng.uniform(*GRAIN.flakes), (HEIGHT, WIDTH)).astype(np.float32)
        image += cv2.GaussianBlur(flakes, (0, 0), rng.uniform(*GRAIN.flakes_blur))[..., None]
    if rng.random() < GRAIN.brushed_share:
        brushed = rng.normal(0, rng.uniform(*GRAIN.brushed), (HEIGHT, WIDTH)).astype(np.float32)
        image += cv2.blur(brushed, (GRAIN.brushed_length, 1))[..., None]
    return np.clip(image, 0, 255).astype(np.uint8)
