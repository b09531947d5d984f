"""Photographs of cards on tables, cloths and papers, with where everything is: training data without end for the locator.

Look at some: `python3 scripts/train/scenes.py contact-sheet.jpg [--seed 1] [--held-out]`
A set to measure on: `python3 scripts/train/scenes.py FOLDER --held-out --seed 20261125 --count 500`
One with nothing wrong with its pictures: the same with `--clean`
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from card_art import card_art, random_colour
from faces import Face, box, random_face
from look_alikes import random_look_alike
from relief import smooth_noise
from strips import expose, light, random_camera

cv2.setNumThreads(1)

SIDE = 320  # px: the longer side of a scene to train on
FRAMES = ((320, 320), (320, 240), (240, 320), (320, 204), (320, 180), (180, 320))
FRAME_WEIGHTS = (0.28, 0.23, 0.16, 0.18, 0.09, 0.06)
FACES, LOOK_ALIKES, ARTS, TABLES = 48, 14, 24, 16  # of which scenes are made, renewed one by one
RENEWED_EVERY = 3
COUNT_WEIGHTS = (0.09, 0.67, 0.15, 0.09)  # of scenes with 0, 1, 2 and 3 cards
VIEWS = 2
CLOSE_SHARE = 0.48  # of the scenes with one card: it fills the picture, nearly upright, as a second look has it
ZOOMED_SHARE = 0.3  # of these: the picture shows only a part of it, larger
CLEAN_SHARE = 0.72  # of a clean scene's width, that a card's diagonal has at least
MIN_VISIBLE = 0.35  # of a card, below which it is not to be found
CORNER_RADIUS = 3.18 / 85.6  # of a card's long side


@dataclass(frozen=True)
class Placed:
    """A face in a scene. Quads in the scene's px, clockwise from the top left of what stands in them."""

    face: Face
    quad: np.ndarray  # float32 [4, 2]
    numbers: list[np.ndarray]
    expiry: np.ndarray | None
    secrets: list[np.ndarray]

    def moved(self, move: Callable[[np.ndarray], np.ndarray]) -> "Placed":
        expiry = None if self.expiry is None else move(self.expiry)
        return Placed(self.face, move(self.quad), list(map(move, self.numbers)), expiry, list(map(move, self.secrets)))


@dataclass(frozen=True)
class Scene:
    image: np.ndarray  # uint8 [H, W, 3], BGR
    cards: list[Placed] = field(default_factory=list)
    frame: tuple[int, int] | None = None  # width and height, px, where the image is padded to the right or below


class Scenes:
    """Makes scenes; the n-th of a (seed, worker) is always the same."""

    def __init__(self, seed: int, held_out: bool = False, worker: int = 0, counts: tuple[float, ...] = COUNT_WEIGHTS, varied: bool = False, hands: bool = True):
        """
        varied: a face of its own for each, as for a set to measure on
        hands: fingers on some of the cards
        """
        self.seed, self.held_out, self.worker, self.counts, self.varied, self.hands, self.made = seed, held_out, worker, counts, varied, hands, 0
        rng = np.random.default_rng((seed, worker, held_out, 0))
        self.frames = np.random.default_rng((seed, worker, held_out, 0, 0))
        self.arts = [card_art(rng) for _ in range(ARTS)]
        self.tables = [table(self.arts[i % ARTS], rng) for i in range(TABLES)]
        self.faces = [] if varied else [self.new_face(rng) for _ in range(FACES)]
        self.others = [random_look_alike(rng, self.an_art(rng)) for _ in range(LOOK_ALIKES)]

    def an_art(self, rng: np.random.Generator) -> np.ndarray:
        return self.arts[rng.integers(len(self.arts))]

    def new_face(self, rng: np.random.Generator) -> Face:
        return random_face(self.held_out, rng, self.an_art(rng))

    def a_face(self, rng: np.random.Generator) -> Face:
        return self.new_face(rng) if self.varied else self.faces[rng.integers(len(self.faces))]

    def __call__(self, size: tuple[int, int] = (SIDE, SIDE)) -> Scene:
        """size: width and height, px"""
        scene, rng = self.laid_out(size)
        return Scene(photographed(scene.image, rng), scene.cards)

    def clean(self, size: tuple[int, int]) -> Scene:
        """One with a single card that is whole and near, and nothing wrong with the picture."""
        while True:
            scene, rng = self.laid_out(size)
            whole = [card for card in scene.cards if np.all((card.quad > 4) & (card.quad < np.array(size) - 4))]
            if len(whole) == 1 and whole[0].numbers and np.linalg.norm(whole[0].quad[0] - whole[0].quad[2]) > CLEAN_SHARE * size[0]:
                return Scene(np.uint8(np.clip(scene.image + rng.normal(0, 2, scene.image.shape), 0, 255)), scene.cards)

    def views(self) -> list[Scene]:
        """VIEWS photographs of one scene in another light, each turned by some quarters."""
        scene, rng = self.laid_out(FRAMES[self.frames.choice(len(FRAMES), p=FRAME_WEIGHTS)])
        return [turned(Scene(photographed(scene.image, rng), scene.cards), int(rng.integers(4)) if i else 0) for i in range(VIEWS)]

    def laid_out(self, size: tuple[int, int]) -> tuple[Scene, np.random.Generator]:
        """The next scene before it is photographed."""
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % RENEWED_EVERY == 0:
            if not self.varied:
                self.faces[rng.integers(FACES)] = self.new_face(rng)
            chance = rng.random()
            if chance < 0.3:
                self.others[rng.integers(LOOK_ALIKES)] = random_look_alike(rng, self.an_art(rng))
            elif chance < 0.5:
                self.arts[rng.integers(ARTS)] = card_art(rng)
            elif chance < 0.6:
                self.tables[rng.integers(TABLES)] = table(self.an_art(rng), rng)
        return self.composed(size, rng), rng

    def composed(self, size: tuple[int, int], rng: np.random.Generator) -> Scene:
        count = int(rng.choice(len(self.counts), p=self.counts))
        image = background(self.tables[rng.integers(TABLES)], size, rng)
        taken = np.zeros(size[::-1], np.uint8)
        close = count == 1 and rng.random() < CLOSE_SHARE
        zoomed = close and rng.random() < ZOOMED_SHARE
        for _ in range(int(rng.integers(0, 2 if close else 4)) if count else int(rng.integers(1, 4))):
            other = self.others[rng.integers(len(self.others))]
            quad = random_quad(other.image.shape[:2], size, rng.uniform(0.15, 0.9), rng)
            if count == 0 or not close or rng.random() < 0.3:
                laid(image, other.image, quad, rng.uniform(0, 0.03), rng)
        cards: list[Placed] = []
        for _ in range(count):
            face = self.a_face(rng)
            for _ in range(20):
                shape = face.image.shape[:2]
                if close:
                    quad = zoomed_quad(face, size, rng) if zoomed else close_quad(shape, size, rng)
                else:
                    quad = random_quad(shape, size, random_share(count, rng), rng)
                footprint = np.zeros_like(taken)
                cv2.fillConvexPoly(footprint, np.int32(quad), 1)
                visible = footprint.sum() / max(1.0, cv2.contourArea(quad))
                if (close or visible > MIN_VISIBLE) and (taken & footprint).sum() < 0.02 * footprint.sum() and cv2.isContourConvex(quad):
                    break
            else:
                continue
            taken |= footprint
            to_scene = laid(image, face.image, quad, CORNER_RADIUS * rng.uniform(0.7, 1.2) if rng.random() < 0.93 else 0, rng)
            height, width = face.image.shape[:2]
            upright = Placed(face, box(0, 0, width, height), face.numbers, face.expiry, face.secrets)
            cards.append(upright.moved(lambda points: cv2.perspectiveTransform(np.float32(points)[None], to_scene)[0]))
        if self.hands and rng.random() < 0.12:
            fingers(image, [card.quad for card in cards], rng)
        return Scene(image, cards)


def turned(scene: Scene, quarters: int) -> Scene:
    """A scene turned counterclockwise."""
    height, width = scene.image.shape[:2]
    cards = scene.cards
    for i in range(quarters):
        side = height if i % 2 else width
        turn = lambda quad: np.float32(np.c_[quad[:, 1], side - quad[:, 0]])
        cards = [card.moved(turn) for card in cards]
    return Scene(np.ascontiguousarray(np.rot90(scene.image, quarters)), cards)


def table(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What cards lie on, uint8 [640, 640, 3]: wood, cloth, stone, paper, a plain colour, a screen."""
    side = 640
    a, b = random_colour(rng), random_colour(rng)
    if rng.random() < 0.7:
        b = np.clip(a + rng.normal(0, 30), 0, 255)
    chance = rng.random()
    if chance < 0.25:  # wood: streaks along one direction
        streaks = cv2.resize(rng.standard_normal((160, 4)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        streaks += 0.5 * cv2.resize(rng.standard_normal((640, 12)).astype(np.float32), (side, side), interpolation=cv2.INTER_LINEAR)
        t = 1 / (1 + np.exp(-1.2 * streaks))
    elif chance < 0.45:  # cloth
        y, x = np.mgrid[0:side, 0:side]
        pitch = rng.uniform(3, 24)
        t = np.float32(0.5 + 0.25 * np.sin(2 * np.pi * x / pitch) * np.sign(np.sin(2 * np.pi * y / pitch)) + rng.normal(0, 0.15, (side, side)))
    elif chance < 0.65:
        t = smooth_noise(rng, side, side, int(rng.integers(2, 8)), rng.uniform(0.4, 0.9))
    elif chance < 0.85:  # nearly plain
        t = np.linspace(0, 1, side, dtype=np.float32)[None] * np.ones((side, 1), np.float32) * rng.uniform(0, 0.5)
    else:
        return cv2.resize(art, (side, side), interpolation=cv2.INTER_LINEAR)
    image = a + (b - a) * np.clip(t, 0, 1)[..., None]
    if rng.random() < 0.4:
        image = image + rng.normal(0, rng.uniform(1, 14), (side, side, 1))
    return np.uint8(np.clip(image, 0, 255))


def background(table: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A piece of a table at any turn; now and then two, with an edge between; white or black as scans have it."""
    width, height = size
    if rng.random() < 0.1:
        return np.full((height, width, 3), rng.choice([0, 255, 248, 20]), np.uint8)
    scale = rng.uniform(0.7, 1.6) * max(size) / 640
    turn = cv2.getRotationMatrix2D((320, 320), rng.uniform(0, 360), scale)
    turn[:, 2] += np.array([width / 2, height / 2]) - 320
    image = cv2.warpAffine(table, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if rng.random() < 0.2:
        mask = np.zeros((height, width), np.uint8)
        centre, reach, angle = rng.uniform(0.1, 0.9, 2) * size, 2 * max(size), rng.uniform(0, 2 * np.pi)
        along, away = reach * np.array([np.cos(angle), np.sin(angle)]), reach * np.array([-np.sin(angle), np.cos(angle)])
        cv2.fillConvexPoly(mask, np.int32([centre - along, centre + along, centre + along + away, centre - along + away]), 255)
        image[mask > 0] = random_colour(rng)
    return image


def random_share(count: int, rng: np.random.Generator) -> float:
    """A card's long side, as a share of the picture's shorter side."""
    if count > 1:
        return rng.uniform(0.34, 0.62)
    return rng.uniform(0.22, 0.6) if rng.random() < 0.4 else rng.uniform(0.6, 1.05)


def random_quad(shape: tuple[int, int], size: tuple[int, int], share: float, rng: np.random.Generator) -> np.ndarray:
    """A thing of a shape (height, width) somewhere in the picture, at any turn, seen from up to about 35 degrees aside."""
    width, height = size
    long = share * min(size)
    tilt = np.radians(abs(rng.normal(0, 14)))
    quad = seen_from(shape, long, rng.uniform(0, 2 * np.pi) if rng.random() < 0.75 else rng.choice(4) * np.pi / 2 + rng.normal(0, 0.06), min(tilt, 0.62), rng)
    spread = np.array([width, height]) / 2 - 0.42 * np.ptp(quad, axis=0)
    centre = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * np.maximum(spread, 0.06 * min(size)) * (1 if rng.random() < 0.85 else 1.25)
    return np.float32(quad + centre)


def close_quad(shape: tuple[int, int], size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Upright, filling the picture, its edges a little inside or outside."""
    width, height = size
    fills = rng.uniform(0.78, 1.0) if rng.random() < 0.85 else rng.uniform(1.0, 1.12)
    long = fills * (width if shape[1] >= shape[0] else height * 0.999)
    quad = seen_from(shape, long, rng.normal(0, 0.05), np.radians(abs(rng.normal(0, 4))), rng)
    if rng.random() < 0.2:  # upside down
        quad = -quad
    if rng.random() < 0.3:  # the picture's own shape is squeezed into the network's
        quad = quad * np.float32([1, min(height / max(np.ptp(quad[:, 1]), 1), 1.5) * rng.uniform(0.8, 1.0)])
    return np.float32(quad + np.array([width, height]) / 2 + rng.normal(0, 0.03, 2) * size)


def zoomed_quad(face: Face, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Upright and larger than the picture, which shows one of its lines, mostly."""
    height, width = face.image.shape[:2]
    quad = seen_from((height, width), rng.uniform(1.15, 2.0) * max(size), rng.normal(0, 0.04), np.radians(abs(rng.normal(0, 3))), rng)
    lines = face.numbers + ([] if face.expiry is None else 2 * [face.expiry])
    focus = lines[rng.integers(len(lines))].mean(0) if lines and rng.random() < 0.85 else rng.uniform(0.1, 0.9, 2) * (width, height)
    to_quad = cv2.getPerspectiveTransform(box(0, 0, width, height), np.float32(quad))
    return np.float32(quad - cv2.perspectiveTransform(np.float32([[focus]]), to_quad)[0, 0] + rng.uniform(0.2, 0.8, 2) * size)


def seen_from(shape: tuple[int, int], long: float, turn: float, tilt: float, rng: np.random.Generator) -> np.ndarray:
    """Corners about the origin of a rectangle that is turned in its plane and seen from aside through a pinhole, px."""
    height, width = np.float64(shape) * long / max(shape)
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    rotate = lambda p, a: p @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    corners = rotate(corners, turn)
    axis = rng.uniform(0, 2 * np.pi)
    corners = rotate(corners, -axis)
    depth = corners[:, 1] * np.sin(tilt) / (long * rng.uniform(1.6, 4))
    corners = np.c_[corners[:, 0], corners[:, 1] * np.cos(tilt)] / (1 + depth)[:, None]
    return rotate(corners, axis)


def laid(image: np.ndarray, thing: np.ndarray, quad: np.ndarray, radius: float, rng: np.random.Generator) -> np.ndarray:
    """Lay a thing into a picture, its corners rounded, with its shadow.

    Args:
        radius: of its corners, of its longer side
    Returns:
        the homography from the thing's px to the picture's
    """
    height, width = thing.shape[:2]
    size = image.shape[1::-1]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    shrink = min(1.0, 1.25 * max(np.linalg.norm(quad[0] - quad[1]) / width, np.linalg.norm(quad[1] - quad[2]) / height))
    small = cv2.resize(thing, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 0.95 else thing
    h, w = small.shape[:2]
    mask = np.full((h, w), 255, np.uint8)
    r = int(radius * max(h, w))
    if r > 0:
        mask[:] = 0
        cv2.rectangle(mask, (r, 0), (w - 1 - r, h - 1), 255, -1)
        cv2.rectangle(mask, (0, r), (w - 1, h - 1 - r), 255, -1)
        for x, y in ((r, r), (w - 1 - r, r), (r, h - 1 - r), (w - 1 - r, h - 1 - r)):
            cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    reach = np.linalg.norm(quad[0] - quad[1]) * rng.uniform(0.004, 0.04) if rng.random() < 0.6 else 0.0  # of its shadow
    x0, y0 = np.int32(np.clip(np.floor(quad.min(0) - 3 * reach - 2), 0, np.array(size) - 1))
    x1, y1 = np.int32(np.clip(np.ceil(quad.max(0) + 3 * reach + 2), (x0 + 1, y0 + 1), size))
    part = image[y0:y1, x0:x1].astype(np.float32)
    transform = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), np.float32(quad - (x0, y0)))
    seen = cv2.warpPerspective(small, transform, part.shape[1::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(mask, transform, part.shape[1::-1], flags=cv2.INTER_LINEAR) / np.float32(255)
    if reach:
        angle = rng.uniform(0, 2 * np.pi)
        move = np.float32([[1, 0, reach * np.cos(angle)], [0, 1, reach * np.sin(angle)]])
        shadow = cv2.GaussianBlur(cv2.warpAffine(cover, move, cover.shape[::-1]), (0, 0), max(0.6, reach * rng.uniform(0.3, 1)))
        part *= (1 - np.float32(rng.uniform(0.1, 0.6)) * shadow)[..., None]
    if rng.random() < 0.25:  # a bright or dark rim
        rim = cover - cv2.erode(cover, np.ones((3, 3), np.uint8))
        seen = np.clip(seen + (np.float32(rng.uniform(-60, 80)) * rim)[..., None], 0, 255)
    part += (seen - part) * cover[..., None]
    image[y0:y1, x0:x1] = part
    return cv2.getPerspectiveTransform(corners, quad)


def fingers(image: np.ndarray, quads: list[np.ndarray], rng: np.random.Generator) -> None:
    """One or two fingers over a card's edge, or anywhere."""
    height, width = image.shape[:2]
    skin = np.float32([130, 165, 215]) * rng.uniform(0.5, 1.15) + rng.normal(0, 12, 3)
    for _ in range(int(rng.integers(1, 3))):
        if quads and rng.random() < 0.8:
            quad = quads[rng.integers(len(quads))]
            side = rng.integers(4)
            tip = quad[side] + (quad[(side + 1) % 4] - quad[side]) * rng.uniform(0.1, 0.9)
            inward = quad.mean(0) - tip
            tip = tip + inward * rng.uniform(0.02, 0.2)
        else:
            tip, inward = rng.uniform(0, 1, 2) * (width, height), rng.normal(0, 1, 2)
        away = -inward / (np.linalg.norm(inward) + 1e-6)
        breadth = min(width, height) * rng.uniform(0.04, 0.1)
        end = tip + away * max(width, height)
        shade = np.zeros(image.shape[:2], np.uint8)
        cv2.line(shade, tuple(map(int, tip)), tuple(map(int, end)), 255, max(2, int(breadth)), cv2.LINE_AA)
        cover = cv2.GaussianBlur(shade, (0, 0), 0.8)[..., None] / np.float32(255)
        image[:] = np.uint8(np.clip(image * (1 - cover) + skin * cover, 0, 255))


def photographed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light, lens, noise, compression."""
    height, width = image.shape[:2]
    factor, added = light(height, width, rng)
    lit = image * factor[..., None] + added[..., None] * rng.uniform(0.2, 1)
    # a strip's camera is made for its 48 px of height: here that is about a card's number line
    return expose(lit, random_camera(36, rng.uniform(0, 1), rng), rng)


def drawn(scene: Scene) -> np.ndarray:
    """The scene with its labels, for the eye."""
    image = scene.image.copy()
    for card in scene.cards:
        cv2.polylines(image, [np.int32(card.quad)], True, (0, 255, 255), 1, cv2.LINE_AA)
        cv2.circle(image, tuple(map(int, card.quad[0])), 4, (0, 0, 255), -1)
        for line in card.numbers:
            cv2.polylines(image, [np.int32(line)], True, (0, 255, 0), 1, cv2.LINE_AA)
        for secret in card.secrets:
            cv2.polylines(image, [np.int32(secret)], True, (255, 255, 0), 1, cv2.LINE_AA)
        if card.expiry is not None:
            cv2.polylines(image, [np.int32(card.expiry)], True, (255, 0, 255), 1, cv2.LINE_AA)
    return image


MEASURED_COUNTS = (0.2, 0.4, 0.2, 0.2)
MEASURED_SIZES = ((1600, 1200), (1200, 1600), (1280, 960), (1080, 1440), (1024, 1024))


CLEAN_COUNTS = (0.0, 1.0, 0.0, 0.0)
CLEAN_SIZES = ((880, 660), (800, 600))  # about as large as faces are made: nothing is blurred by enlarging it


def write_set(scenes: Scenes, count: int, folder: Path, clean: bool) -> None:
    """Scenes as JPEG files and scenes.json. Clean ones are as if scanned: in even light, sharp, all of a card near and in the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = CLEAN_SIZES if clean else MEASURED_SIZES
    labels = []
    points = lambda quad: None if quad is None else np.round(np.float64(quad), 2).tolist()
    for i in range(count):
        size, name = sizes[i % len(sizes)], f"{i:05d}.jpg"
        scene = scenes.clean(size) if clean else scenes(size)
        cv2.imwrite(str(folder / name), scene.image, [cv2.IMWRITE_JPEG_QUALITY, 92])
        cards = [
            {"pan": c.face.pan, "quad": points(c.quad), "numbers": [points(line) for line in c.numbers], "expiry": points(c.expiry)}
            | {"expiryText": c.face.expiry_text, "secrets": [points(secret) for secret in c.secrets]}
            for c in scene.cards
        ]
        labels.append({"file": name, "cards": cards})
    (folder / "scenes.json").write_text(json.dumps(labels), encoding="utf8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture, or with --count a folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts, styles and seeds that training never saw")
    parser.add_argument("--count", type=int, help="write so many scenes with scenes.json")
    parser.add_argument("--clean", action="store_true", help="with --count: pictures with nothing wrong")
    options = parser.parse_args()
    measured = {"varied": True, "counts": CLEAN_COUNTS if options.clean else MEASURED_COUNTS, "hands": not options.clean}
    scenes = Scenes(options.seed, options.held_out, **({} if options.count is None else measured))
    if options.count is None:
        rows = [np.hstack([drawn(scenes()) for _ in range(6)]) for _ in range(6)]
        cv2.imwrite(str(options.out), np.vstack(rows))
    else:
        write_set(scenes, options.count, options.out, options.clean)
