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
    """Surface slopes of strokes pressed up through plastic: round like a tube, or flanks with a plateau or a ridge between them.

    Args:
        coverage: [H, W], 0..1
        stroke: width of strokes, px
    Returns:
        dx, dy, about -1..1
    """
    inside = cv2.distanceTransform(np.uint8(coverage > 0.5), cv2.DIST_L2, 3)
    flank = stroke * (rng.uniform(0.4, 0.6) if rng.random() < 0.5 else rng.uniform(0.18, 0.55))
    height = np.minimum(inside * (1 / flank), 1)
    if rng.random() < 0.5:  # a tube: steep at its foot, level on its ridge
        height = np.sqrt(height * (2 - height))
    height = cv2.GaussianBlur(height, (0, 0), max(0.5, stroke * rng.uniform(0.06, 0.2)))
    if rng.random() < 0.5:  # plastic around the stroke is drawn up as well
        height = 0.7 * height + 0.5 * cv2.GaussianBlur(coverage, (0, 0), stroke * rng.uniform(0.25, 0.7))
    steep = flank * rng.uniform(0.5, 1.3) / 4
    return cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=steep), cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=steep)


ENVIRONMENT_SIZE = 64


def environment(rng: np.random.Generator) -> np.ndarray:
    """Brightness of the surroundings by surface slope, [size, size] over -1..1: a window, a lamp, a dark room.

    Looking it up along the normal ("matcap") gives the two glints of a stroke that photographs show.
    """
    y, x = np.mgrid[-1 : 1 : ENVIRONMENT_SIZE * 1j, -1 : 1 : ENVIRONMENT_SIZE * 1j].astype(np.float32)
    light = rng.uniform(-0.5, 0.5) * x + rng.uniform(-0.5, 0.5) * y
    for _ in range(rng.integers(1, 6)):
        cx, cy = rng.normal(0, 0.6, 2)
        light += rng.uniform(-0.9, 1.6) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * rng.uniform(0.08, 0.45) ** 2))
    return light


def bands(rng: np.random.Generator) -> np.ndarray:
    """Surroundings as a mirror shows them, in `environment`'s form: floor, horizon, walls and lamps as bright and dark bands along one direction."""
    angle = rng.normal(np.pi / 2, 0.5) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    y, x = np.mgrid[-1 : 1 : ENVIRONMENT_SIZE * 1j, -1 : 1 : ENVIRONMENT_SIZE * 1j].astype(np.float32)
    levels = np.clip(rng.normal(0, 1, int(rng.integers(5, 14))), -1.2, 2).astype(np.float32)
    along = cv2.resize(levels[None], (256, 1), interpolation=cv2.INTER_CUBIC if rng.random() < 0.5 else cv2.INTER_LINEAR)
    along = cv2.GaussianBlur(along, (0, 0), rng.uniform(2, 10))[0]
    place = x * np.cos(angle) + y * np.sin(angle) + rng.uniform(-0.3, 0.3) * x * y
    return along[np.int32(np.clip((place / 1.4 + 1) * 127.5, 0, 255))] + rng.uniform(0, 0.5) * environment(rng)


def shading(dx: np.ndarray, dy: np.ndarray, light: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How much brighter or darker the relief makes each pixel than the flat card is; the light changes along the line.

    Args:
        light: surroundings, as `environment` makes them
    Returns:
        float32 [H, W], about -2..2
    """
    h, w = dx.shape
    bend = rng.normal(0, rng.uniform(0, 0.4), (2, int(rng.integers(2, 8)), 2)).astype(np.float32)
    bend = cv2.resize(bend, (w // 8, h // 8), interpolation=cv2.INTER_CUBIC)
    scale = (ENVIRONMENT_SIZE - 1) / 2

    def lit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return cv2.remap(light, (x + 1) * scale, (y + 1) * scale, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    level = cv2.resize(lit(bend[..., 0], bend[..., 1]), (w, h))
    bend = cv2.resize(bend, (w, h))
    return lit(dx + bend[..., 0], dy + bend[..., 1]) - level


def emboss(image: np.ndarray, coverage: np.ndarray, stroke: float, metallic: bool, rng: np.random.Generator) -> np.ndarray:
    """Raise strokes out of a picture.

    Args:
        image: float32 [H, W, 3], 0..255
        metallic: foil on the strokes mirrors the surroundings
    """
    dx, dy = slopes(coverage, rng, stroke)
    dark, gloss = rng.uniform(0.35, 1), rng.uniform(25, 190)
    if rng.random() < (0.12 if metallic else 0.25):  # matt: a plain slope towards the light
        angle = rng.uniform(0, 2 * np.pi)
        shade = 1.6 * -(dx * np.cos(angle) + dy * np.sin(angle))
        gloss *= 0.5
    else:
        mirror = rng.random() < (0.65 if metallic else 0.25)
        shade = shading(dx, dy, bands(rng) if mirror else environment(rng), rng)
        if mirror and metallic:
            dark, gloss = rng.uniform(0.7, 1), rng.uniform(80, 220)
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
