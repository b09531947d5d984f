"""Light on raised plastic: what makes embossed digits visible."""

import cv2
import numpy as np


def smooth_noise(rng: np.random.Generator, height: int, width: int, octaves: int = 4, gain: float = 0.55) -> np.ndarray:
    """Cloudy noise, float32 [height, width], 0..1."""
    total, amplitude = np.zeros((height, width), np.float32), 1.0
    for octave in range(octaves):
        cells = 2 ** (octave + 1)
        grid = rng.standard_normal((cells + 1, cells * max(1, width // max(height, 1)) + 1)).astype(np.float32)
        total += amplitude * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        amplitude *= gain
    return (total - total.min()) / (np.ptp(total) + 1e-6)


def slopes(coverage: np.ndarray, rng: np.random.Generator, stroke: float) -> tuple[np.ndarray, np.ndarray]:
    """Surface slopes of strokes pressed up through plastic: flanks that rise over part of the stroke, a plateau or a ridge between them.

    Args:
        coverage: [H, W], 0..1
        stroke: width of strokes, px
    Returns:
        dx, dy, about -1..1
    """
    inside = cv2.distanceTransform((coverage > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    flank = stroke * rng.uniform(0.18, 0.55)
    height = cv2.GaussianBlur(np.minimum(inside / flank, 1), (0, 0), stroke * rng.uniform(0.06, 0.2))
    if rng.random() < 0.5:  # plastic around the stroke is drawn up as well
        height = 0.7 * height + 0.5 * cv2.GaussianBlur(coverage, (0, 0), stroke * rng.uniform(0.25, 0.7))
    steep = flank * rng.uniform(0.5, 1.3)
    return cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) * steep / 4, cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) * steep / 4


def environment(rng: np.random.Generator, size: int = 64) -> np.ndarray:
    """Brightness of the surroundings by surface slope, [size, size] over -1..1: a window, a lamp, a dark room.

    Looking it up along the normal ("matcap") gives the two glints of a stroke that photographs show.
    """
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j].astype(np.float32)
    light = rng.uniform(-0.5, 0.5) * x + rng.uniform(-0.5, 0.5) * y
    for _ in range(rng.integers(1, 6)):
        cx, cy = rng.normal(0, 0.6, 2)
        light += rng.uniform(-0.9, 1.6) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * rng.uniform(0.08, 0.45) ** 2))
    return light


def shading(dx: np.ndarray, dy: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How much brighter or darker the relief makes each pixel than the flat card is; the light changes along the line.

    Returns:
        float32 [H, W], about -2..2
    """
    h, w = dx.shape
    bend = rng.normal(0, rng.uniform(0, 0.4), (2, int(rng.integers(2, 8)), 2)).astype(np.float32)
    bend = cv2.resize(bend, (w, h), interpolation=cv2.INTER_CUBIC)
    light = environment(rng)
    scale = (light.shape[0] - 1) / 2

    def lit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return cv2.remap(light, (np.clip(x, -1, 1) + 1) * scale, (np.clip(y, -1, 1) + 1) * scale, cv2.INTER_LINEAR)

    return lit(dx + bend[..., 0], dy + bend[..., 1]) - lit(bend[..., 0], bend[..., 1])


def emboss(image: np.ndarray, coverage: np.ndarray, stroke: float, rng: np.random.Generator) -> np.ndarray:
    """Raise strokes out of a picture.

    Args:
        image: float32 [H, W, 3], 0..255
    """
    dx, dy = slopes(coverage, rng, stroke)
    shade = shading(dx, dy, rng)
    dark, gloss = rng.uniform(0.35, 1), rng.uniform(25, 190)
    if rng.random() < 0.25:  # matt plastic: a plain slope towards the light
        angle = rng.uniform(0, 2 * np.pi)
        shade = 1.6 * -(dx * np.cos(angle) + dy * np.sin(angle))
        gloss *= 0.5
    image = image * np.clip(1 + dark * np.minimum(shade, 0), 0.08, 1)[..., None] + (np.maximum(shade, 0) * gloss)[..., None]
    if rng.random() < 0.5:
        angle, reach = rng.uniform(0, 2 * np.pi), stroke * rng.uniform(0.2, 0.9)
        move = np.float32([[1, 0, reach * np.cos(angle)], [0, 1, reach * np.sin(angle)]])
        shadow = cv2.warpAffine(cv2.GaussianBlur(coverage, (0, 0), stroke * 0.25), move, coverage.shape[::-1])
        image = image * (1 - np.clip(shadow - coverage, 0, 1) * rng.uniform(0.15, 0.7))[..., None]
    return image


FOILS = ((192, 196, 200), (120, 180, 215), (90, 160, 200), (216, 216, 216), (50, 50, 52), (236, 236, 240), (150, 150, 155))


def tip(image: np.ndarray, coverage: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Colour the ridges with foil, partly worn off."""
    colour = np.float32(FOILS[rng.integers(len(FOILS))]) * rng.uniform(0.75, 1.1)
    cover = np.clip((coverage - rng.uniform(0, 0.35)) * 1.5, 0, 1) * rng.uniform(0.6, 1)
    wear = rng.uniform(0, 0.85) ** 1.5
    if wear > 0.05:
        worn = smooth_noise(rng, *coverage.shape, octaves=7, gain=0.95)
        cover = cover * (1 - np.clip((worn - (0.92 - wear)) * 5, 0, 1))
    return image * (1 - cover[..., None]) + colour * cover[..., None]
