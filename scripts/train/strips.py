"""Strips as the pipeline cuts them out of photographs of cards, with what stands on them: training data without end.

Look at some: `python3 scripts/train/strips.py contact-sheet.png [--seed 1] [--held-out]`
"""

import argparse
from dataclasses import dataclass

import cv2
import numpy as np
from card_art import WORDS, card_art, random_colour
from digits import draw, random_style
from fonts import font_files, glyphs
from relief import emboss, smooth_noise, tip

cv2.setNumThreads(1)

STRIP_HEIGHT = 48
DIGIT_HEIGHT = 56  # px, while drawing
CANVAS_HEIGHT = 120
MAX_WIDTH = 640
ARTS = 60
ARTS_RENEWED_EVERY = 30
KINDS = ("flat", "embossed", "foil")
KIND_WEIGHTS = (0.25, 0.4, 0.35)
# Below this mean difference between strokes and ground, in grey levels of the strip, nobody could read it: it would only be noise.
LEGIBLE_CONTRAST = 7

LAYOUTS = ((4, 4, 4, 4), (6, 13), (4, 4, 4, 4, 3), (4, 6, 5), (19,), (16,), (6, 10), (4, 6, 4), (4, 4, 4, 7))
LAYOUT_WEIGHTS = (0.5, 0.14, 0.12, 0.06, 0.06, 0.04, 0.03, 0.03, 0.02)


@dataclass(frozen=True)
class Strip:
    image: np.ndarray  # uint8 [48, W, 3], BGR
    text: str  # digits, or MM/YY
    kind: str  # of KINDS


@dataclass(frozen=True)
class Line:
    """A drawn line: coverage [CANVAS_HEIGHT, W], 0..1, and where its characters stand, px."""

    coverage: np.ndarray
    left: float
    right: float
    top: float
    stroke: float


class Strips:
    """Makes strips; the n-th of a (seed, worker) is always the same."""

    def __init__(self, seed: int, held_out: bool = False, worker: int = 0):
        self.seed, self.held_out, self.worker, self.made = seed, held_out, worker, 0
        rng = np.random.default_rng((seed, worker, held_out, 0))
        self.arts = [card_art(rng) for _ in range(ARTS)]

    def __call__(self) -> Strip:
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % ARTS_RENEWED_EVERY == 0:
            self.arts[rng.integers(ARTS)] = card_art(rng)
        while True:
            strip = self.attempt(rng)
            if strip:
                return strip

    def attempt(self, rng: np.random.Generator) -> Strip | None:
        kind = str(rng.choice(KINDS, p=KIND_WEIGHTS))
        groups = random_groups(rng)
        line = lay_out(groups, kind, self.held_out, rng)
        ground = background(self.arts[rng.integers(ARTS)], line.coverage.shape[1], rng)
        ground = clutter(ground, rng).astype(np.float32)
        image = print_line(ground, line, kind, rng)
        seen = photograph(light(image, rng), np.abs(image - ground).mean(-1), line, rng)
        return None if seen is None else Strip(seen, "".join(groups), kind)


def random_groups(rng: np.random.Generator) -> list[str]:
    chance = rng.random()
    if chance < 0.1:
        return [f"{rng.integers(1, 13):02d}/{rng.integers(5, 40):02d}"]
    if chance < 0.35:  # a group of a stacked number, or a piece of a line that detection has split
        sizes = [int(rng.choice([2, 3, 4, 4, 4, 5, 6, 7, 8]))] if rng.random() < 0.7 else [4] * int(rng.integers(2, 4))
    else:
        sizes = LAYOUTS[rng.choice(len(LAYOUTS), p=LAYOUT_WEIGHTS)]
    # runs of one digit are frequent on specimens, and hard: CTC must see the gap
    digit = lambda: rng.integers(0, 10)
    repeated = digit() if rng.random() < 0.08 else None
    return ["".join(str(repeated if repeated is not None and rng.random() < 0.8 else digit()) for _ in range(n)) for n in sizes]


def lay_out(groups: list[str], kind: str, held_out: bool, rng: np.random.Generator) -> Line:
    """Draw the characters in a row, with room around for the camera to miss them."""
    if rng.random() < (0.93 if kind != "flat" else 0.12):
        style = random_style(rng, held_out)
        drawn = {char: draw(char, style, DIGIT_HEIGHT) for char in set("".join(groups))}
        advance = DIGIT_HEIGHT * style.width
        stroke = style.stroke * DIGIT_HEIGHT
    else:
        files = font_files(held_out)
        drawn, advance = glyphs(files[rng.integers(len(files))], DIGIT_HEIGHT)
        stroke = 0.13 * DIGIT_HEIGHT
    is_printed = kind == "flat"
    pitch = advance * (rng.uniform(1.0, 1.35) if is_printed else rng.uniform(1.12, 1.6))
    gap = pitch * rng.uniform(0.3, 1.3)
    jitter = 0 if is_printed else rng.uniform(0, 1.8)
    is_proportional = is_printed and rng.random() < 0.35
    margin = 110
    placed, x = [], float(margin)
    for i, group in enumerate(groups):
        x += gap if i else 0
        for char in group:
            width = drawn[char].shape[1]
            step = width + 0.12 * DIGIT_HEIGHT if is_proportional else pitch
            placed.append((x + (step - width) / 2, rng.normal(0, jitter), drawn[char]))
            x += step
    coverage = np.zeros((CANVAS_HEIGHT, int(x) + margin), np.float32)
    top = (CANVAS_HEIGHT - DIGIT_HEIGHT) // 2
    for left, drop, glyph in placed:
        row, column = top + round(drop), round(left)
        part = coverage[row : row + glyph.shape[0], column : column + glyph.shape[1]]
        np.maximum(part, glyph, out=part)
    return Line(coverage, placed[0][0], placed[-1][0] + placed[-1][2].shape[1], top, stroke)


def background(art: np.ndarray, width: int, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, uint8 [CANVAS_HEIGHT, width, 3]."""
    scale = rng.uniform(0.5, 1.8)
    h, w = min(art.shape[0], int(CANVAS_HEIGHT * scale)), min(art.shape[1], int(width * scale))
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, art.shape[1] - w + 1)
    piece = cv2.resize(art[y : y + h, x : x + w], (width, CANVAS_HEIGHT), interpolation=cv2.INTER_LINEAR)
    return piece[:, ::-1].copy() if rng.random() < 0.5 else piece


def clutter(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Words and numbers of the neighbouring lines reach into the strip from above and below."""
    if rng.random() < 0.5:
        return ground
    height, width = ground.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for _ in range(rng.integers(1, 4)):
        text = str(rng.choice(WORDS)) if rng.random() < 0.6 else f"{rng.integers(0, 10000):04d}"
        size = rng.uniform(0.5, 1.5)
        y = rng.uniform(0, 26 * size) if rng.random() < 0.5 else height + rng.uniform(-6, 24 * size)
        at = (int(rng.uniform(-30, width)), int(y))
        cv2.putText(mask, text, at, int(rng.integers(0, 5)), size, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
    cover = mask.astype(np.float32)[..., None] * (rng.uniform(0.3, 1) / 255)
    return ground * (1 - cover) + random_colour(rng) * cover


def print_line(ground: np.ndarray, line: Line, kind: str, rng: np.random.Generator) -> np.ndarray:
    """The line on its ground, float32 [H, W, 3]."""
    coverage = line.coverage
    if kind != "flat":
        image = tip(ground, coverage, rng) if kind == "foil" else ground
        if kind == "embossed" and rng.random() < 0.35:  # stretched plastic is paler or darker
            image = image * (1 + rng.uniform(-0.2, 0.25) * coverage)[..., None]
        return emboss(image, coverage, line.stroke, rng)
    lightness = float(ground[40:80].mean())
    for _ in range(8):
        grey = rng.uniform(0, 70) if rng.random() < 0.5 else rng.uniform(180, 255)
        colour = random_colour(rng) if rng.random() < 0.35 else np.float32([grey] * 3)
        if abs(float(colour.mean()) - lightness) > 30:
            break
    ink = coverage * rng.uniform(0.55, 1)
    if rng.random() < 0.3:  # worn off
        ink = ink * (1 - rng.uniform(0.2, 0.75) * (smooth_noise(rng, *coverage.shape, octaves=6, gain=0.9) > rng.uniform(0.5, 0.8)))
    image = ground
    if rng.random() < 0.2:
        image = image * (1 - 0.5 * np.roll(coverage, (2, 2), (0, 1)))[..., None]
    return image * (1 - ink[..., None]) + colour * ink[..., None]


def light(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Uneven light, shadows and glare."""
    height, width = image.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    if rng.random() < 0.5:
        across = np.linspace(rng.uniform(0.6, 1.2), rng.uniform(0.6, 1.2), width, dtype=np.float32)
        image = image * across[None, :, None]
    if rng.random() < 0.2:
        edge, slant, soft = rng.uniform(0, width), rng.uniform(-1, 1), rng.uniform(3, 60)
        side = 1 / (1 + np.exp(-np.clip((x[None] - edge - slant * y[:, None]) / soft, -30, 30)))
        image = image * (1 - rng.uniform(0.2, 0.65) * side)[..., None]
    if rng.random() < 0.25:
        centre, slant, breadth = rng.uniform(0, width), rng.uniform(-2, 2), rng.uniform(8, 120)
        glare = np.exp(-(((x[None] - centre - slant * (y[:, None] - height / 2)) / breadth) ** 2))
        if rng.random() < 0.6:
            glare = glare * np.exp(-(((y[:, None] - rng.uniform(0, height)) / rng.uniform(15, 90)) ** 2))
        image = image + (glare * rng.uniform(30, 200))[..., None]
    return image


def photograph(image: np.ndarray, contrast: np.ndarray, line: Line, rng: np.random.Generator) -> np.ndarray | None:
    """Cut the strip as detection would, through a camera.

    Args:
        contrast: of the line against its ground, [H, W]
    Returns:
        uint8 [STRIP_HEIGHT, W, 3]; None when it is not legible
    """
    above, below = rng.uniform(-0.04, 0.5, 2) * DIGIT_HEIGHT
    before, after = rng.uniform(-0.06, 1.0, 2) * DIGIT_HEIGHT * 0.7
    left, right = max(0, line.left - before), min(image.shape[1] - 1, line.right + after)
    top, bottom = line.top - above, line.top + DIGIT_HEIGHT + below
    quad = np.float32([[left, top], [right, top], [right, bottom], [left, bottom]])
    tilt = np.clip(rng.normal(0, 0.014), -0.035, 0.035) * (right - left) / 2
    tilt = np.clip(tilt, -0.12 * DIGIT_HEIGHT, 0.12 * DIGIT_HEIGHT)
    slant = rng.normal(0, 2.5)
    quad += np.float32([[slant, -tilt], [slant, tilt], [-slant, tilt], [-slant, -tilt]]) + rng.normal(0, 1.6, (4, 2)).astype(np.float32)
    aspect = (right - left) / (bottom - top) * rng.uniform(0.8, 1.2)
    width = int(np.clip(STRIP_HEIGHT * aspect, 24, MAX_WIDTH))

    sharpness = rng.choice([1.0, rng.uniform(0.55, 1), rng.uniform(0.36, 0.55)], p=[0.5, 0.35, 0.15])
    h, w = max(12, round(STRIP_HEIGHT * sharpness)), max(16, round(width * sharpness))
    shrink = (bottom - top) / h
    image = cv2.GaussianBlur(image.clip(0, 255), (0, 0), 0.35 * max(shrink, 0.8))
    view = cv2.getPerspectiveTransform(quad, np.float32([[0, 0], [w, 0], [w, h], [0, h]]))
    seen = cv2.warpPerspective(image, view, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    gain = rng.uniform(0.7, 1.25)
    visible = cv2.warpPerspective(np.dstack([contrast, cv2.dilate(line.coverage, np.ones((5, 5)))]), view, (w, h))
    legible = gain * visible[..., 0][visible[..., 1] > 0.3].mean()
    if legible < LEGIBLE_CONTRAST:
        return None
    seen = camera(seen, gain, min(1, legible / 25), rng)
    if (h, w) != (STRIP_HEIGHT, width):
        seen = cv2.resize(seen, (width, STRIP_HEIGHT), interpolation=int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    return seen


def camera(seen: np.ndarray, gain: float, damage: float, rng: np.random.Generator) -> np.ndarray:
    """Blur, noise, sharpening, white balance, tone and JPEG, float32 → uint8.

    Args:
        damage: 0..1, how much of all that the line stands: what is faint is not blurred as well
    """
    height = seen.shape[0]
    if rng.random() < 0.3:
        seen = cv2.GaussianBlur(seen, (0, 0), (0.3 + rng.uniform(0, 0.9) * damage) * height / 36)
    if rng.random() < 0.15 * damage:  # moved
        length, angle = max(2, int(rng.uniform(2, height / 7))), rng.uniform(0, np.pi)
        kernel = np.zeros((length, length), np.float32)
        reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        a, b = np.int32(length / 2 - reach), np.int32(length / 2 + reach)
        cv2.line(kernel, tuple(map(int, a)), tuple(map(int, b)), 1)
        seen = cv2.filter2D(seen, -1, kernel / max(kernel.sum(), 1))
    if rng.random() < 0.6:
        seen = seen + rng.standard_normal((*seen.shape[:2], rng.choice([1, 3]))).astype(np.float32) * rng.uniform(1, 12) * damage
    if rng.random() < 0.3:
        seen = seen + rng.uniform(0.3, 1.5) * (seen - cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.7, 2)))
    seen = seen * rng.uniform(0.88, 1.12, 3).astype(np.float32) * gain + rng.uniform(-20, 30)
    seen = 255 * (seen.clip(0, 255) / 255) ** rng.uniform(0.65, 1.35)
    if rng.random() < 0.1:
        seen = np.repeat(seen.mean(-1, keepdims=True), 3, -1)
    seen = seen.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        seen = cv2.imdecode(cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(25, 95))])[1], cv2.IMREAD_COLOR)
    return seen


def contact_sheet(strips: Strips, rows: int = 24, columns: int = 2) -> np.ndarray:
    """Strips with their text below, for the eye."""
    sheet = np.full((rows * 68, columns * 650, 3), 255, np.uint8)
    for i in range(rows * columns):
        strip, y, x = strips(), i // columns * 68, i % columns * 650
        sheet[y : y + STRIP_HEIGHT, x : x + strip.image.shape[1]] = strip.image
        cv2.putText(sheet, f"{strip.text} {strip.kind}", (x, y + 61), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 200), 1, cv2.LINE_AA)
    return sheet


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    cv2.imwrite(options.out, contact_sheet(Strips(options.seed, options.held_out)))
