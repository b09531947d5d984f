"""Light, and what a camera does to a picture on its way: blur, noise, colours, JPEG."""

from dataclasses import dataclass

import cv2
import numpy as np


class FALL_OFF:
    """Light that changes steadily from the left to the right."""

    share = 0.5  # of the pictures
    factor = (0.6, 1.2)  # at either side


class SHADOW:
    """The edge of a shadow, everything to its right in the dark."""

    share = 0.2  # of the pictures
    slant = (-1, 1)  # px to the side per px down
    softness = (0.03, 0.8)  # of its edge, of the picture's height
    depth = (0.2, 0.65)  # how much of the light it takes


class GLARE:
    """A lamp or a window mirrored by the card: a band from top to bottom, or a spot."""

    share = 0.25  # of the pictures
    slant = (-2, 2)  # px to the side per px down
    breadth = (0.1, 1.6)  # of the picture's height
    spot_share = 0.6
    spot_height = (0.2, 1.2)  # of the picture's height
    brightness = (30, 200)  # grey levels


class LENS:
    """What makes a picture unsharp, before noise is added."""

    motion_share = 0.15  # of the pictures that may be damaged fully
    motion_least, motion_most = 2, 7  # px; parts of the picture's height, of which it is one
    blur_share = 0.3
    blur_least, blur_damage = 0.3, (0, 0.9)  # sigma in px at blur_height; the second grows with the damage
    blur_height = 36  # px


class SENSOR:
    noise_share = 0.6
    noise = (1, 12)  # standard deviation in grey levels, of the pictures that may be damaged fully


class DEVELOPING:
    """What the camera's software and whoever sends the picture on change."""

    sharpened_share = 0.3
    sharpening, sharpening_sigma = (0.3, 1.5), (0.7, 2)  # amount; px
    channel, exposure = (0.88, 1.12), (0.7, 1.25)  # factors: of each channel, of all
    lift = (-20, 30)  # grey levels
    gamma = (0.65, 1.35)
    grey_share = 0.1
    jpeg_share, jpeg_quality = 0.6, (25, 95)


def light(height: int, width: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Uneven light, shadows and glare.

    Returns:
        a factor and what is added to it, float32 [height, width]
    """
    factor, added = np.ones((height, width), np.float32), np.zeros((height, width), np.float32)
    if rng.random() < FALL_OFF.share:
        factor *= np.linspace(rng.uniform(*FALL_OFF.factor), rng.uniform(*FALL_OFF.factor), width, dtype=np.float32)
    if rng.random() < SHADOW.share:
        factor *= shadow(height, width, rng)
    if rng.random() < GLARE.share:
        added += glare(height, width, rng)
    return factor, added


def shadow(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """How much light is left, float32 [height, width], 0..1."""
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    edge, slant = np.float32(rng.uniform(0, width)), np.float32(rng.uniform(*SHADOW.slant))
    softness = np.float32(height * rng.uniform(*SHADOW.softness))
    side = 1 / (1 + np.exp(-np.clip((x[None] - edge - slant * y[:, None]) / softness, -30, 30)))
    return 1 - np.float32(rng.uniform(*SHADOW.depth)) * side


def glare(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Grey levels to add, float32 [height, width]."""
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    centre, slant = np.float32(rng.uniform(0, width)), np.float32(rng.uniform(*GLARE.slant))
    breadth = np.float32(height * rng.uniform(*GLARE.breadth))
    seen = np.exp(-(((x[None] - centre - slant * (y[:, None] - height / 2)) / breadth) ** 2))
    if rng.random() < GLARE.spot_share:
        middle, tall = np.float32(rng.uniform(0, height)), np.float32(height * rng.uniform(*GLARE.spot_height))
        seen = seen * np.exp(-(((y[:, None] - middle) / tall) ** 2))
    return seen * np.float32(rng.uniform(*GLARE.brightness))


@dataclass(frozen=True)
class Camera:
    """What a camera, and whoever sends its picture on, does to it."""

    blur: float  # sigma, px; 0: none
    motion: np.ndarray | None  # a kernel
    noise: float  # standard deviation, grey levels
    sharpening: tuple[float, float]  # amount, sigma in px
    balance: np.ndarray  # factor per channel
    lift: float  # grey levels
    gamma: float
    is_grey: bool
    jpeg_quality: int | None

    def through_lens(self, image: np.ndarray) -> np.ndarray:
        """Blurred by focus and motion."""
        image = cv2.GaussianBlur(image, (0, 0), self.blur) if self.blur else image
        return image if self.motion is None else cv2.filter2D(image, -1, self.motion)

    def developed(self, image: np.ndarray, balance: np.ndarray | float) -> np.ndarray:
        """Sharpened, with other colours and contrast: float32, 0..255. balance: a factor, of all channels or of each"""
        amount, sigma = self.sharpening
        if amount:
            image = image + amount * (image - cv2.GaussianBlur(image, (0, 0), sigma))
        return 255 * ((image * balance + self.lift).clip(0, 255) / 255) ** self.gamma


def random_camera(height: int, damage: float, rng: np.random.Generator) -> Camera:
    """
    height: of the picture, px
    damage: 0..1, how much blur and noise the line stands: a faint line gets less of both
    """
    motion = motion_kernel(height, rng) if rng.random() < LENS.motion_share * damage else None
    is_blurred = rng.random() < LENS.blur_share
    blur = (LENS.blur_least + rng.uniform(*LENS.blur_damage) * damage) * height / LENS.blur_height if is_blurred else 0
    noise = rng.uniform(*SENSOR.noise) * damage if rng.random() < SENSOR.noise_share else 0
    sharpening = (0, 0)
    if rng.random() < DEVELOPING.sharpened_share:
        sharpening = (rng.uniform(*DEVELOPING.sharpening), rng.uniform(*DEVELOPING.sharpening_sigma))
    return Camera(
        blur=blur,
        motion=motion,
        noise=noise,
        sharpening=sharpening,
        balance=np.float32(rng.uniform(*DEVELOPING.channel, 3) * rng.uniform(*DEVELOPING.exposure)),
        lift=rng.uniform(*DEVELOPING.lift),
        gamma=rng.uniform(*DEVELOPING.gamma),
        is_grey=rng.random() < DEVELOPING.grey_share,
        jpeg_quality=int(rng.uniform(*DEVELOPING.jpeg_quality)) if rng.random() < DEVELOPING.jpeg_share else None,
    )


def motion_kernel(height: int, rng: np.random.Generator) -> np.ndarray:
    """A line through the middle of a square, float32, its sum 1. height: of the picture, px"""
    most = max(LENS.motion_least, height / LENS.motion_most)
    length, angle = max(LENS.motion_least, int(rng.uniform(LENS.motion_least, most))), rng.uniform(0, np.pi)
    kernel = np.zeros((length, length), np.float32)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    a, b = np.int32(length / 2 - reach), np.int32(length / 2 + reach)
    cv2.line(kernel, tuple(map(int, a)), tuple(map(int, b)), 1)
    return kernel / max(kernel.sum(), 1)


def expose(lit: np.ndarray, camera: Camera, rng: np.random.Generator) -> np.ndarray:
    """What the camera makes of a lit picture. lit: float32 [H, W, 3], grey levels; returns uint8 [H, W, 3]"""
    image = camera.through_lens(lit)
    if camera.noise:
        noise = rng.standard_normal((*image.shape[:2], rng.choice([1, 3]))).astype(np.float32)
        image = image + noise * np.float32(camera.noise)
    image = camera.developed(image, camera.balance)
    if camera.is_grey:
        image = np.repeat(image.mean(-1, keepdims=True), 3, -1)
    image = image.clip(0, 255).astype(np.uint8)
    if camera.jpeg_quality is None:
        return image
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, camera.jpeg_quality])
    return cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
