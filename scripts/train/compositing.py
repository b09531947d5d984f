"""Things laid into a picture, with their shadows, and fingers on them."""

import cv2
import numpy as np


class SHADOW:
    share, reach = 0.6, (0.004, 0.04)  # of the things; of their width
    blur_least, blur = 0.6, (0.3, 1)  # px; sigma, of its reach
    depth = (0.1, 0.6)


class RIM:
    share, brightness = 0.25, (-60, 80)  # of the things; grey levels


class FINGERS:
    count = (1, 3)  # the last one is not drawn
    skin, lightness, tint = (130, 165, 215), (0.5, 1.15), 12  # BGR; factor; grey levels, standard deviation
    on_card_share, along, inward = 0.8, (0.1, 0.9), (0.02, 0.2)  # of a card's side; of the way to its middle
    breadth = (0.04, 0.1)  # of the picture's shorter side
    blur = 0.8  # sigma, px


OVERSAMPLING = 1.25  # px of a thing per px of the picture: things with more are made smaller before they are laid
WORTH_SHRINKING = 0.95  # a factor nearer to 1 changes nothing


def laid(image: np.ndarray, thing: np.ndarray, quad: np.ndarray, radius: float, rng: np.random.Generator) -> np.ndarray:
    """Lay a thing into a picture, its corners rounded, with its shadow.

    Args:
        radius: of its corners, of its longer side
    Returns:
        the homography from the thing's px to the picture's
    """
    height, width = thing.shape[:2]
    sides = np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[1] - quad[2])
    shrink = min(1.0, OVERSAMPLING * max(sides[0] / width, sides[1] / height))
    small = thing
    if shrink < WORTH_SHRINKING:
        small = cv2.resize(thing, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    reach = sides[0] * rng.uniform(*SHADOW.reach) if rng.random() < SHADOW.share else 0.0
    window = window_of(quad, 3 * reach, image.shape[1::-1])
    part = image[window].astype(np.float32)
    corner = (window[1].start, window[0].start)
    transform = cv2.getPerspectiveTransform(*map(as_centres, (corners_of(small), np.float32(quad - corner))))
    size = part.shape[1::-1]
    seen = cv2.warpPerspective(small, transform, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = rounded_mask(small.shape[:2], radius)
    cover = cv2.warpPerspective(mask, transform, size, flags=cv2.INTER_LINEAR) / np.float32(255)
    if reach:
        part *= shadow(cover, reach, rng)[..., None]
    if rng.random() < RIM.share:
        rim = cover - cv2.erode(cover, np.ones((3, 3), np.uint8))
        seen = np.clip(seen + (np.float32(rng.uniform(*RIM.brightness)) * rim)[..., None], 0, 255)
    part += (seen - part) * cover[..., None]
    image[window] = part
    return cv2.getPerspectiveTransform(corners_of(thing), quad)


def corners_of(thing: np.ndarray) -> np.ndarray:
    height, width = thing.shape[:2]
    return np.float32([[0, 0], [width, 0], [width, height], [0, height]])


def as_centres(points: np.ndarray) -> np.ndarray:
    """
    Points as OpenCV's warps count them: px of 0, 0 at the centre of the first pixel, float32.

    points: px of 0, 0 at its corner, as all labels are
    """
    return np.float32(points) - np.float32(0.5)


def window_of(quad: np.ndarray, margin: float, size: tuple[int, int]) -> tuple[slice, slice]:
    """
    The rows and columns of a picture in which a quad lies, and `margin` + 2 px around it.

    size: of the picture, width and height, px
    """
    x0, y0 = np.int32(np.clip(np.floor(quad.min(0) - margin - 2), 0, np.array(size) - 1))
    x1, y1 = np.int32(np.clip(np.ceil(quad.max(0) + margin + 2), (x0 + 1, y0 + 1), size))
    return slice(y0, y1), slice(x0, x1)


def rounded_mask(shape: tuple[int, int], radius: float) -> np.ndarray:
    """uint8 of a shape (height, width): 255 but for the corners. radius: of the longer side"""
    h, w = shape
    r = int(radius * max(h, w))
    if r <= 0:
        return np.full((h, w), 255, np.uint8)
    mask = np.zeros((h, w), np.uint8)
    cv2.rectangle(mask, (r, 0), (w - 1 - r, h - 1), 255, -1)
    cv2.rectangle(mask, (0, r), (w - 1, h - 1 - r), 255, -1)
    for centre in ((r, r), (w - 1 - r, r), (r, h - 1 - r), (w - 1 - r, h - 1 - r)):
        cv2.circle(mask, centre, r, 255, -1, cv2.LINE_AA)
    return mask


def shadow(cover: np.ndarray, reach: float, rng: np.random.Generator) -> np.ndarray:
    """How much light a thing leaves, float32 [H, W]. cover: by the thing, 0..1; reach: px"""
    angle = rng.uniform(0, 2 * np.pi)
    move = np.float32([[1, 0, reach * np.cos(angle)], [0, 1, reach * np.sin(angle)]])
    blur = max(SHADOW.blur_least, reach * rng.uniform(*SHADOW.blur))
    moved = cv2.GaussianBlur(cv2.warpAffine(cover, move, cover.shape[::-1]), (0, 0), blur)
    return 1 - np.float32(rng.uniform(*SHADOW.depth)) * moved


def fingers(image: np.ndarray, quads: list[np.ndarray], rng: np.random.Generator) -> None:
    """One or two fingers over a card's edge, or anywhere. quads: the cards' corners"""
    height, width = image.shape[:2]
    skin = np.float32(FINGERS.skin) * rng.uniform(*FINGERS.lightness) + rng.normal(0, FINGERS.tint, 3)
    for _ in range(int(rng.integers(*FINGERS.count))):
        if quads and rng.random() < FINGERS.on_card_share:
            quad = quads[rng.integers(len(quads))]
            side = rng.integers(4)
            tip = quad[side] + (quad[(side + 1) % 4] - quad[side]) * rng.uniform(*FINGERS.along)
            inward = quad.mean(0) - tip
            tip = tip + inward * rng.uniform(*FINGERS.inward)
        else:
            tip, inward = rng.uniform(0, 1, 2) * (width, height), rng.normal(0, 1, 2)
        away = -inward / (np.linalg.norm(inward) + 1e-6)
        breadth = min(width, height) * rng.uniform(*FINGERS.breadth)
        end = tip + away * max(width, height)
        shade = np.zeros(image.shape[:2], np.uint8)
        cv2.line(shade, tuple(map(int, tip)), tuple(map(int, end)), 255, max(2, int(breadth)), cv2.LINE_AA)
        cover = cv2.GaussianBlur(shade, (0, 0), FINGERS.blur)[..., None] / np.float32(255)
        image[:] = np.uint8(np.clip(image * (1 - cover) + skin * cover, 0, 255))
