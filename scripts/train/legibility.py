"""Measures whether a made strip can be read. Strips below the floor are thrown away: they would teach a network noise.

A character is as legible as its strokes differ from what the strip would show without them, through the same camera.
"""

import cv2
import numpy as np
from camera import Camera


class FLOOR:
    line = 13  # grey levels, mean over the characters
    character = 8  # grey levels, of the faintest character
    over_noise = 0.6  # of the faintest character, per standard deviation of noise and of the ground's fine detail


DETAIL = (5, 5)  # px: what is finer in the ground counts as noise


def legibility(traces: np.ndarray, coverage: np.ndarray, camera: Camera, extents: list[tuple[float, float]]) -> float:
    """How far above the floor a strip's faintest character is; 1 at the floor.

    Args:
        traces: grey, with and without the line, [H, W, 2]
        coverage: by strokes, 0..1, [H, W]
        extents: of each character, px
    """
    developed = camera.developed(camera.through_lens(traces), float(camera.balance.mean()))
    ground = developed[..., 1]
    noise = np.hypot(camera.noise, float((ground - cv2.blur(ground, DETAIL)).std()))
    strokes, area = (np.abs(developed[..., 0] - ground) * coverage).sum(0), coverage.sum(0)
    each = []
    for begin, end in extents:
        columns = slice(max(0, int(begin)), max(0, int(end)) + 1)
        each.append(strokes[columns].sum() / (area[columns].sum() + 1e-3))
    return min(min(each) / max(FLOOR.character, FLOOR.over_noise * noise), sum(each) / len(each) / FLOOR.line)
