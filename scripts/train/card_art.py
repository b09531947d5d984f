"""What is printed on cards, under and around the number."""

import cv2
import numpy as np
from relief import smooth_noise
from texts import WORDS

HEIGHT, WIDTH = 420, 900



def random_colour(rng: np.random.Generator) -> np.ndarray:
    """BGR, float32 [3]: card colours, with plenty of dark, white and grey ones."""
    value = 255 * rng.beta(2.2, 1.5) if rng.random() < 0.8 else rng.choice([15, 35, 225, 250])
    hue = rng.choice(
        [rng.integers(0, 180), rng.normal(108, 10) % 180, rng.normal(18, 6) % 180, rng.normal(0, 5) % 180]
    )  # any, blue, gold, red
    hsv = np.uint8([[[hue, 255 * rng.beta(1.2, 1.9), value]]])
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)


def ground(rng: np.random.Generator) -> np.ndarray:
    """A gradient between two colours, float32 [HEIGHT, WIDTH, 3]."""
    a, b = random_colour(rng), random_colour(rng)
    if rng.random() < 0.6:
        b = np.clip(a + rng.normal(0, 40, 3), 0, 255).astype(np.float32)
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j].astype(np.float32)
    kind, angle = rng.random(), rng.uniform(0, 2 * np.pi)
    if kind < 0.45:
        t = x * np.cos(angle) + y * np.sin(angle)
    elif kind < 0.6:
        t = np.hypot(x - rng.random(), y - rng.random())
    else:
        t = smooth_noise(rng, HEIGHT, WIDTH, int(rng.integers(2, 7)), rng.uniform(0.4, 0.85))
    t = (t - t.min()) / (np.ptp(t) + 1e-6)
    return a + (b - a) * t[..., None]


def waves(mask: np.ndarray, rng: np.random.Generator) -> None:
    x = np.arange(WIDTH)
    lines, phase, swing, pitch = rng.integers(4, 45), rng.uniform(0, 6), rng.uniform(4, 60), rng.uniform(0.004, 0.05)
    for i in range(lines):
        y = HEIGHT * i / lines + swing * np.sin(pitch * x + phase + i * rng.uniform(0, 0.4))
        cv2.polylines(mask, [np.int32(np.c_[x, y])], False, 255, int(rng.integers(1, 4)), cv2.LINE_AA)


def shapes(mask: np.ndarray, rng: np.random.Generator) -> None:
    for _ in range(rng.integers(1, 7)):
        if rng.random() < 0.5:
            fill = -1 if rng.random() < 0.6 else int(rng.integers(2, 20))
            cv2.circle(mask, (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT))), int(rng.integers(15, 240)), 255, fill, cv2.LINE_AA)
        else:
            cv2.fillPoly(mask, [np.int32(rng.integers(-50, WIDTH, (int(rng.integers(3, 6)), 2)))], 255, cv2.LINE_AA)


def words(mask: np.ndarray, rng: np.random.Generator) -> None:
    for _ in range(rng.integers(1, 9)):
        at = (int(rng.integers(-50, WIDTH - 60)), int(rng.integers(20, HEIGHT)))
        cv2.putText(
            mask, str(rng.choice(WORDS)), at, int(rng.integers(0, 8)), rng.uniform(0.4, 3), 255, int(rng.integers(1, 6)), cv2.LINE_AA
        )


def photograph(mask: np.ndarray, rng: np.random.Generator) -> None:
    clouds = smooth_noise(rng, HEIGHT, WIDTH, 8, rng.uniform(0.6, 0.95))
    mask[:] = np.uint8(255 * (clouds if rng.random() < 0.5 else clouds > rng.uniform(0.3, 0.7)))


def weave(mask: np.ndarray, rng: np.random.Generator) -> None:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pitch = int(rng.integers(3, 16))
    stripes = (x + y * rng.choice([-1, 0, 1])) % pitch < pitch / 2
    mask[:] = 255 * (stripes & ((y % pitch < pitch / 2) | (rng.random() < 0.5)))


def card_art(rng: np.random.Generator) -> np.ndarray:
    """A piece of a card's face without a number, uint8 [HEIGHT, WIDTH, 3], BGR."""
    image = ground(rng)
    for _ in range(rng.integers(0, 5)):
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        layer = [waves, shapes, words, photograph, weave][rng.choice(5, p=[0.25, 0.25, 0.15, 0.2, 0.15])]
        layer(mask, rng)
        opacity = rng.uniform(0.08, 0.8) * (0.5 if layer is weave else 1)
        cover = mask.astype(np.float32)[..., None] * (opacity / 255)
        image = image * (1 - cover) + random_colour(rng) * cover
    if rng.random() < 0.4:  # grain of plastic
        image += rng.normal(0, rng.uniform(1, 10), (HEIGHT, WIDTH, 1))
    if rng.random() < 0.12:  # metal flakes
        image += cv2.GaussianBlur(rng.normal(0, rng.uniform(20, 90), (HEIGHT, WIDTH)).astype(np.float32), (0, 0), rng.uniform(0.7, 2))[..., None]
    if rng.random() < 0.15:  # brushed metal
        image += cv2.blur(rng.normal(0, rng.uniform(10, 50), (HEIGHT, WIDTH)).astype(np.float32), (61, 1))[..., None]
    return np.clip(image, 0, 255).astype(np.uint8)
