"""Light on raised plastic: what makes embossed digits visible."""

import cv2
import numpy as np


class STROKES:
    """The shape of raised strokes; lengths in widths of a stroke."""

    wide_share, wide, narrow = 0.5, (0.4, 0.6), (0.18, 0.55)  # of a flank
    tube_share = 0.5  # steep at the foot, level on the ridge; the others have even flanks
    smoothing, smoothing_least = (0.06, 0.2), 0.5  # sigma; px
    drawn_up_share, drawn_up, drawn_up_reach = 0.5, (0.7, 0.5), (0.25, 0.7)  # heights: stroke, plastic around it; sigma
    steepness = (0.5, 1.3)


class SURROUNDINGS:
    """What shines on a card: a slope of light, windows, lamps and dark corners. Places over -1..1."""

    size = 64  # px
    slope = (-0.5, 0.5)
    spots, spot_place, spot_brightness, spot_breadth = (1, 6), 0.6, (-0.9, 1.6), (0.08, 0.45)


class BANDS:
    """What a mirror shows of a room: floor, horizon, walls and lamps."""

    lying_share, lying = 0.7, 0.5  # radians from lying, standard deviation; the others have any direction
    levels, least, most = (5, 14), -1.2, 2
    soft_share, blur = 0.5, (2, 10)  # px of 256
    bend, lit = (-0.3, 0.3), (0, 0.5)  # of the bands; how much of SURROUNDINGS is added


class SHADING:
    bend, bends = (0, 0.4), (2, 8)  # how much the light changes along a line, standard deviation; in how many places
    dark, gloss = (0.35, 1), (25, 190)  # how much a dark flank loses; grey levels that a bright one gains
    matt_share = {"plastic": 0.25, "foil": 0.12}  # a plain slope towards the light
    matt, matt_gloss = 1.6, 0.5
    mirror_share = {"plastic": 0.25, "foil": 0.65}  # of the others
    mirror_dark, mirror_gloss = (0.7, 1), (80, 220)  # of foil that mirrors
    darkest = 0.08
    shadow_share, shadow = 0.5, (0.15, 0.7)  # of the lines; how much of the light it takes
    shadow_reach, shadow_blur = (0.2, 0.9), 0.25  # in widths of a stroke


class FOIL:
    colours = (  # BGR
        (192, 196, 200),
        (120, 180, 215),
        (90, 160, 200),
        (216, 216, 216),
        (50, 50, 52),
        (236, 236, 240),
        (150, 150, 155),
    )
    lightness, opacity = (0.75, 1.1), (0.6, 1)
    rim = (0, 0.35)  # coverage below which it does not stick
    wear, wear_least = (0, 0.85), 0.05


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
    """Surface slopes of strokes pressed up through plastic: tubes, or flanks with a plateau or a ridge between them.

    Args:
        coverage: [H, W], 0..1
        stroke: width of strokes, px
    Returns:
        dx, dy, about -1..1
    """
    inside = cv2.distanceTransform(np.uint8(coverage > 0.5), cv2.DIST_L2, 3)
    flank = stroke * rng.uniform(*(STROKES.wide if rng.random() < STROKES.wide_share else STROKES.narrow))
    height = np.minimum(inside * (1 / flank), 1)
    if rng.random() < STROKES.tube_share:
        height = np.sqrt(height * (2 - height))
    height = cv2.GaussianBlur(height, (0, 0), max(STROKES.smoothing_least, stroke * rng.uniform(*STROKES.smoothing)))
    if rng.random() < STROKES.drawn_up_share:
        own, around = STROKES.drawn_up
        blurred = cv2.GaussianBlur(coverage, (0, 0), stroke * rng.uniform(*STROKES.drawn_up_reach))
        height = own * height + around * blurred
    steep = flank * rng.uniform(*STROKES.steepness) / 4
    dx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=steep)
    return dx, cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=steep)


def environment(rng: np.random.Generator) -> np.ndarray:
    """Brightness of the surroundings by surface slope, [size, size] over -1..1: a window, a lamp, a dark room.

    Looking it up along the normal ("matcap") gives the two glints of a stroke that photographs show.
    """
    x, y = slope_grid()
    light = rng.uniform(*SURROUNDINGS.slope) * x + rng.uniform(*SURROUNDINGS.slope) * y
    for _ in range(rng.integers(*SURROUNDINGS.spots)):
        cx, cy = rng.normal(0, SURROUNDINGS.spot_place, 2)
        brightness, away = rng.uniform(*SURROUNDINGS.spot_brightness), (x - cx) ** 2 + (y - cy) ** 2
        light += brightness * np.exp(-away / (2 * rng.uniform(*SURROUNDINGS.spot_breadth) ** 2))
    return light


def slope_grid() -> tuple[np.ndarray, np.ndarray]:
    """x and y over -1..1, float32 [size, size] each."""
    side = SURROUNDINGS.size * 1j
    y, x = np.mgrid[-1:1:side, -1:1:side].astype(np.float32)
    return x, y


def bands(rng: np.random.Generator) -> np.ndarray:
    """Surroundings as a mirror shows them: bright and dark bands along one direction, in the form of `environment`."""
    angle = rng.normal(np.pi / 2, BANDS.lying) if rng.random() < BANDS.lying_share else rng.uniform(0, np.pi)
    x, y = slope_grid()
    levels = np.clip(rng.normal(0, 1, int(rng.integers(*BANDS.levels))), BANDS.least, BANDS.most).astype(np.float32)
    interpolation = cv2.INTER_CUBIC if rng.random() < BANDS.soft_share else cv2.INTER_LINEAR
    along = cv2.resize(levels[None], (256, 1), interpolation=interpolation)
    along = cv2.GaussianBlur(along, (0, 0), rng.uniform(*BANDS.blur))[0]
    place = x * np.cos(angle) + y * np.sin(angle) + rng.uniform(*BANDS.bend) * x * y
    seen = along[np.int32(np.clip((place / 1.4 + 1) * 127.5, 0, 255))]
    return seen + rng.uniform(*BANDS.lit) * environment(rng)


def shading(dx: np.ndarray, dy: np.ndarray, light: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How much brighter or darker the relief makes each pixel than the flat card is; the light changes along the line.

    Args:
        light: surroundings, as `environment` makes them
    Returns:
        float32 [H, W], about -2..2
    """
    h, w = dx.shape
    bend = rng.normal(0, rng.uniform(*SHADING.bend), (2, int(rng.integers(*SHADING.bends)), 2)).astype(np.float32)
    bend = cv2.resize(bend, (w // 8, h // 8), interpolation=cv2.INTER_CUBIC)
    scale = (SURROUNDINGS.size - 1) / 2

    def lit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return cv2.remap(light, (x + 1) * scale, (y + 1) * scale, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    level = cv2.resize(lit(bend[..., 0], bend[..., 1]), (w, h))
    bend = cv2.resize(bend, (w, h))
    return lit(dx + bend[..., 0], dy + bend[..., 1]) - level


def emboss(
    image: np.ndarray, coverage: np.ndarray, stroke: float, metallic: bool, rng: np.random.Generator
) -> np.ndarray:
    """Raise strokes out of a picture.

    Args:
        image: float32 [H, W, 3], 0..255
        metallic: foil on the strokes mirrors the surroundings
    """
    dx, dy = slopes(coverage, rng, stroke)
    dark, gloss = rng.uniform(*SHADING.dark), rng.uniform(*SHADING.gloss)
    surface = "foil" if metallic else "plastic"
    if rng.random() < SHADING.matt_share[surface]:
        angle = rng.uniform(0, 2 * np.pi)
        shade = SHADING.matt * -(dx * np.cos(angle) + dy * np.sin(angle))
        gloss *= SHADING.matt_gloss
    else:
        mirrors = rng.random() < SHADING.mirror_share[surface]
        shade = shading(dx, dy, bands(rng) if mirrors else environment(rng), rng)
        if mirrors and metallic:
            dark, gloss = rng.uniform(*SHADING.mirror_dark), rng.uniform(*SHADING.mirror_gloss)
    factor, added = np.clip(1 + dark * np.minimum(shade, 0), SHADING.darkest, 1), np.maximum(shade, 0) * gloss
    image = image * factor[..., None] + added[..., None]
    if rng.random() < SHADING.shadow_share:
        image = image * cast_shadow(coverage, stroke, rng)[..., None]
    return image


def cast_shadow(coverage: np.ndarray, stroke: float, rng: np.random.Generator) -> np.ndarray:
    """How much light raised strokes leave beside them, [H, W], 0..1."""
    angle, reach = rng.uniform(0, 2 * np.pi), stroke * rng.uniform(*SHADING.shadow_reach)
    move = np.float32([[1, 0, reach * np.cos(angle)], [0, 1, reach * np.sin(angle)]])
    blurred = cv2.GaussianBlur(coverage, (0, 0), stroke * SHADING.shadow_blur)
    shadow = cv2.warpAffine(blurred, move, coverage.shape[::-1])
    return 1 - np.clip(shadow - coverage, 0, 1) * rng.uniform(*SHADING.shadow)


def tip(image: np.ndarray, coverage: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Colour the ridges with foil, partly worn off."""
    colour = np.float32(FOIL.colours[rng.integers(len(FOIL.colours))]) * rng.uniform(*FOIL.lightness)
    cover = np.clip((coverage - rng.uniform(*FOIL.rim)) * 1.5, 0, 1) * rng.uniform(*FOIL.opacity)
    wear = rng.uniform(*FOIL.wear) ** 1.5
    if wear > FOIL.wear_least:
        worn = smooth_noise(rng, *coverage.shape, octaves=7, gain=0.95)
        cover = cover * (1 - np.clip((worn - (0.92 - wear)) * 5, 0, 1))
    return image * (1 - cover[..., None]) + colour * cover[..., None]
