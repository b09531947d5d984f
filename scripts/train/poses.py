"""From where things on a table are seen: the corners of a rectangle in the picture."""

import cv2
import numpy as np
from face import Face
from printing import box


class ANYWHERE:
    """Somewhere in the picture, at any turn."""

    tilt, tilt_most = 14, 0.62  # degrees, standard deviation; radians, about 35 degrees
    any_turn_share, turn = 0.75, 0.06  # the others lie along the picture's sides: radians from them, standard deviation
    inside = 0.42  # of a thing's width and height: so far its middle stays away from the picture's edges
    shift_least = 0.06  # of the picture's shorter side
    cut_share, cut = 0.15, 1.25  # of the things: they are so much farther from the middle


class SIZE:
    """A card's long side, as a share of the picture's shorter one."""

    of_several = (0.34, 0.62)
    small_share, small, large = 0.4, (0.22, 0.6), (0.6, 1.05)


class CLOSE:
    """Upright and filling the picture, its edges a little inside or outside."""

    inside_share, inside, outside = 0.85, (0.78, 1.0), (1.0, 1.12)  # of the picture's width or height
    turn, tilt, shift = 0.05, 4, 0.03  # standard deviations: radians; degrees; of the picture's size
    alike = 0.03  # the most by which the picture's aspect differs from the card's, logarithm of the ratio
    cropped_share, cropped = 0.6, 0.004  # of such pictures: a program cut it out, its corners are the picture's; standard deviation, of the size
    upside_down_share = 0.2
    squeezed_share, squeezed = 0.3, (0.8, 1.0)  # the picture's own shape is squeezed into the network's


class ZOOMED:
    """Upright and larger than the picture, which mostly shows one of its lines."""

    size = (1.15, 2.0)  # of the picture's longer side
    turn, tilt = 0.04, 3  # standard deviations: radians; degrees
    line_share, anywhere = 0.85, (0.1, 0.9)  # what the picture is of, if not of a line: of the face's width and height
    at = (0.2, 0.8)  # where in the picture that is, of its width and height


DISTANCE = (1.6, 4)  # of the camera, in long sides of the thing


def random_share(count: int, rng: np.random.Generator) -> float:
    """The long side of one of so many cards, as a share of the picture's shorter side."""
    if count > 1:
        return rng.uniform(*SIZE.of_several)
    return rng.uniform(*(SIZE.small if rng.random() < SIZE.small_share else SIZE.large))


def random_quad(shape: tuple[int, int], size: tuple[int, int], share: float, rng: np.random.Generator) -> np.ndarray:
    """
    Args:
        shape: of the thing, height and width
        size: of the picture, width and height, px
        share: the thing's long side, of the picture's shorter one
    Returns:
        float32 [4, 2], px, as of all functions below
    """
    width, height = size
    tilt = np.radians(abs(rng.normal(0, ANYWHERE.tilt)))
    is_any = rng.random() < ANYWHERE.any_turn_share
    turn = rng.uniform(0, 2 * np.pi) if is_any else rng.choice(4) * np.pi / 2 + rng.normal(0, ANYWHERE.turn)
    quad = seen_from(shape, share * min(size), turn, min(tilt, ANYWHERE.tilt_most), rng)
    middle = np.array([width, height]) / 2
    spread = np.maximum(middle - ANYWHERE.inside * np.ptp(quad, axis=0), ANYWHERE.shift_least * min(size))
    shift = rng.uniform(-1, 1, 2) * spread
    return np.float32(quad + (middle + shift * (ANYWHERE.cut if rng.random() >= 1 - ANYWHERE.cut_share else 1)))


def close_quad(shape: tuple[int, int], size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """For arguments see `random_quad`."""
    width, height = size
    is_alike = abs(np.log(width / height * shape[0] / shape[1])) < CLOSE.alike
    if is_alike and rng.random() < CLOSE.cropped_share:
        quad = box(0, 0, width, height)
        quad = np.roll(quad, 2, axis=0) if rng.random() < CLOSE.upside_down_share else quad
        return np.float32(quad + rng.normal(0, CLOSE.cropped, (4, 2)) * size)
    fills = rng.uniform(*(CLOSE.inside if rng.random() < CLOSE.inside_share else CLOSE.outside))
    long = fills * (width if shape[1] >= shape[0] else height * 0.999)
    turn, tilt = rng.normal(0, CLOSE.turn), np.radians(abs(rng.normal(0, CLOSE.tilt)))
    quad = seen_from(shape, long, turn, tilt, rng)
    if rng.random() < CLOSE.upside_down_share:
        quad = -quad
    if rng.random() < CLOSE.squeezed_share:
        quad = quad * np.float32([1, min(height / max(np.ptp(quad[:, 1]), 1), 1.5) * rng.uniform(*CLOSE.squeezed)])
    return np.float32(quad + np.array([width, height]) / 2 + rng.normal(0, CLOSE.shift, 2) * size)


def zoomed_quad(face: Face, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """size: of the picture, width and height, px"""
    height, width = face.image.shape[:2]
    long = rng.uniform(*ZOOMED.size) * max(size)
    turn, tilt = rng.normal(0, ZOOMED.turn), np.radians(abs(rng.normal(0, ZOOMED.tilt)))
    quad = seen_from((height, width), long, turn, tilt, rng)
    lines = face.numbers + ([] if face.expiry is None else 2 * [face.expiry])
    if lines and rng.random() < ZOOMED.line_share:
        focus = lines[rng.integers(len(lines))].mean(0)
    else:
        focus = rng.uniform(*ZOOMED.anywhere, 2) * (width, height)
    to_quad = cv2.getPerspectiveTransform(box(0, 0, width, height), np.float32(quad))
    seen = cv2.perspectiveTransform(np.float32([[focus]]), to_quad)[0, 0]
    return np.float32(quad - seen + rng.uniform(*ZOOMED.at, 2) * size)


def seen_from(shape: tuple[int, int], long: float, turn: float, tilt: float, rng: np.random.Generator) -> np.ndarray:
    """Corners about the origin of a rectangle that is turned in its plane and seen from aside through a pinhole, px.

    Args:
        shape: height and width, in any unit
        long: the longer side, px
        turn, tilt: radians
    """
    height, width = np.float64(shape) * long / max(shape)
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    axis = rng.uniform(0, 2 * np.pi)
    corners = rotated(rotated(corners, turn), -axis)
    depth = corners[:, 1] * np.sin(tilt) / (long * rng.uniform(*DISTANCE))
    corners = np.c_[corners[:, 0], corners[:, 1] * np.cos(tilt)] / (1 + depth)[:, None]
    return rotated(corners, axis)


def rotated(points: np.ndarray, angle: float) -> np.ndarray:
    """angle: radians"""
    return points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
