"""
Photographs and drawings as banks print them on cards: pieces of wallpapers and clip art out of Debian's packages
(README.md has the set-up line). Noise and shapes alone looked too little like them.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from draws import log_uniform, mirrored

PHOTOGRAPHS = "/usr/share/backgrounds", "/usr/share/wallpapers"
DRAWINGS = ("/usr/share/openclipart/png",)
ENDINGS = ".jpg", ".png"
LEAST_BYTES = 3000  # smaller files are icons


class PHOTOGRAPH:
    piece = (0.12, 1)  # of the photograph's width or height: how much of it is seen
    covering_share, opacity = 0.55, (0.15, 1)  # the others let the ground through
    grey_share, mirrored_share = 0.12, 0.5
    hue, saturation = 60, (0.3, 1.4)  # OpenCV's degrees, standard deviation; a factor
    contrast, light = (0.4, 1.3), 45  # a factor; grey levels, standard deviation


class DRAWING:
    count, height = (1, 9), (0.15, 1.5)  # of the ground's height
    widest = 3  # of the ground's width
    opacity, silhouette_share, mirrored_share = (0.2, 1), 0.3, 0.5


@cache
def files(folders: tuple[str, ...], held_out: bool) -> tuple[Path, ...]:
    """Every fifth for the held-out set, the others for training."""
    found = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.suffix in ENDINGS)
    large = [path for path in found if path.stat().st_size >= LEAST_BYTES]
    if not large:
        raise RuntimeError(f"no pictures in {', '.join(folders)}: see the set-up in scripts/train/README.md")
    return tuple(path for i, path in enumerate(large) if (i % 5 == 2) == held_out)


def with_photograph(ground: np.ndarray, held_out: bool, rng: np.random.Generator) -> np.ndarray:
    """A ground, float32 [H, W, 3], BGR, with a piece of a photograph over it."""
    piece = recoloured(random_piece(ground.shape[:2], held_out, rng), rng)
    opacity = 1 if rng.random() < PHOTOGRAPH.covering_share else rng.uniform(*PHOTOGRAPH.opacity)
    return ground * (1 - opacity) + piece * opacity


def random_piece(shape: tuple[int, int], held_out: bool, rng: np.random.Generator) -> np.ndarray:
    """Of a photograph, uint8 [*shape, 3]."""
    height, width = shape
    paths = files(PHOTOGRAPHS, held_out)
    photograph = cv2.imread(str(paths[rng.integers(len(paths))]), cv2.IMREAD_REDUCED_COLOR_2)
    scale = log_uniform(PHOTOGRAPH.piece, rng) * min(photograph.shape[0] / height, photograph.shape[1] / width)
    h, w = max(1, int(height * scale)), max(1, int(width * scale))
    y, x = rng.integers(0, photograph.shape[0] - h + 1), rng.integers(0, photograph.shape[1] - w + 1)
    piece = mirrored(photograph[y : y + h, x : x + w], PHOTOGRAPH.mirrored_share, rng)
    return cv2.resize(piece, (width, height), interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC)


def recoloured(piece: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """In other colours, contrast and light, float32; values may lie outside of 0..255."""
    hsv = cv2.cvtColor(piece, cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.normal(0, PHOTOGRAPH.hue)) % 180
    hsv[..., 1] *= 0 if rng.random() < PHOTOGRAPH.grey_share else rng.uniform(*PHOTOGRAPH.saturation)
    coloured = cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2BGR).astype(np.float32)
    mean = coloured.mean()
    return (coloured - mean) * rng.uniform(*PHOTOGRAPH.contrast) + mean + rng.normal(0, PHOTOGRAPH.light)


def with_drawings(
    ground: np.ndarray, held_out: bool, colour: Callable[[np.random.Generator], np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """A ground, float32 [H, W, 3], BGR, with drawings on it. colour: draws that of a silhouette"""
    height, width = ground.shape[:2]
    paths = files(DRAWINGS, held_out)
    ground = ground.copy()
    for _ in range(rng.integers(*DRAWING.count)):
        drawn = cv2.imread(str(paths[rng.integers(len(paths))]), cv2.IMREAD_UNCHANGED)
        h = int(height * log_uniform(DRAWING.height, rng))
        w = max(1, round(drawn.shape[1] * h / drawn.shape[0]))
        if drawn.ndim != 3 or drawn.shape[2] != 4 or drawn.dtype != np.uint8 or w > DRAWING.widest * width:
            continue  # without transparency it is a rectangle; or it is a rule
        drawn = mirrored(cv2.resize(drawn, (w, h), interpolation=cv2.INTER_AREA), DRAWING.mirrored_share, rng)
        y, x = int(rng.uniform(-h / 2, height - h / 2)), int(rng.uniform(-w / 2, width - w / 2))
        top, left, bottom, right = max(0, y), max(0, x), min(height, y + h), min(width, x + w)
        seen = drawn[top - y : bottom - y, left - x : right - x].astype(np.float32)
        cover = seen[..., 3:] / 255 * rng.uniform(*DRAWING.opacity)
        ink = colour(rng) if rng.random() < DRAWING.silhouette_share else seen[..., :3]
        place = ground[top:bottom, left:right]
        place += (ink - place) * cover
    return ground
