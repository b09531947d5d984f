"""Makes photographs of cards on tables, cloths and papers, and tells where everything is: what the locator learns from.

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
from camera import expose, light, random_camera
from card_art import card_art
from compositing import as_centres, fingers, laid
from face import Face
from faces import DRAWS, SIDES, Sides, random_face, with_share
from look_alikes import random_look_alike
from poses import close_quad, random_quad, random_share, zoomed_quad
from printing import box
from stock import Stock
from tabletops import background, table

cv2.setNumThreads(1)

SIDE = 320  # px: the longer side of a scene to train on
FRAMES = ((320, 320), (320, 240), (240, 320), (320, 204), (320, 180), (180, 320))  # width and height, px
FRAME_WEIGHTS = (0.28, 0.23, 0.16, 0.18, 0.09, 0.06)
VIEWS = 2  # photographs of one scene
CORNER_RADIUS = 3.18 / 85.6  # of a card's long side


class STOCK:
    """Ready-made things that scenes are composed of. Every few scenes a face and at most one other thing are replaced."""

    faces, look_alikes, arts, tables = 48, 14, 24, 16
    renewed_every = 3  # scenes
    look_alike_share, art_share, table_share = 0.3, 0.2, 0.1  # how often the other thing is one of these


class CARDS:
    count_weights = (0.09, 0.67, 0.15, 0.09)  # of scenes with 0, 1, 2 and 3 cards
    close_share = 0.48  # of the scenes with one card: it fills the picture, nearly upright, as a second look has it
    zoomed_share = 0.3  # of these: the picture shows only a part of it, larger
    tries = 20  # to find room for a card
    least_visible = 0.35  # of a card: the locator need not find one with less in the picture
    overlap_most = 0.02  # of a card: so much may lie on others
    rounded_share, rounding = 0.93, (0.7, 1.2)  # of the cards; of CORNER_RADIUS
    hands_share = 0.12  # of the scenes


class OTHERS:
    """Things that are no cards."""

    beside_close, beside, alone = (0, 2), (0, 4), (1, 4)  # how many; the last one is not drawn
    size, radius = (0.15, 0.9), (0, 0.03)  # of the picture's shorter side; of the thing's longer one
    behind_close_share = 0.3  # of the things behind a card that fills the picture; the others are left out


class PHOTOGRAPH:
    glare = (0.2, 1)  # of the brightness of a strip's glare
    line_height = 36  # px: `random_camera` takes the height of a strip; number lines of scenes are mostly less high


class TIPPED:
    """Photographs that were turned afterwards, by a program: nothing is in their corners."""

    share, filled = 0.1, (0, 0, 0, 255, 128)  # of the views in which all cards are whole; grey levels


class CLEAN:
    """Pictures with nothing wrong: as if scanned, in even light, sharp, all of one card near and in the picture."""

    counts = (0.0, 1.0, 0.0, 0.0)
    sizes = ((880, 660), (800, 600))  # about as large as faces are made: nothing is blurred by enlarging it
    diagonal = 0.72  # of the picture's width, that a card's has at least
    rim, noise = 4, 2  # px that are free around the card; grey levels, standard deviation


class MEASURED:
    """Sets to measure on."""

    counts = (0.2, 0.4, 0.2, 0.2)
    sizes = ((1600, 1200), (1200, 1600), (1280, 960), (1080, 1440), (1024, 1024))
    jpeg_quality = 92


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

    def __init__(
        self,
        seed: int,
        held_out: bool = False,
        worker: int = 0,
        counts: tuple[float, ...] = CARDS.count_weights,
        varied: bool = False,
        hands: bool = True,
        sides: Sides = SIDES,
    ):
        """
        held_out: digits in types that training never sees
        counts: how frequent scenes with 0, 1, 2 … cards are
        varied: a face of its own for each card, as for a set to measure on
        hands: fingers on some of the cards
        sides: how frequent the sides of cards are
        """
        self.seed, self.held_out, self.worker, self.made = seed, held_out, worker, 0
        self.counts, self.varied, self.hands, self.sides = counts, varied, hands, sides
        beginning = (seed, worker, held_out, 0)
        self.frames = np.random.default_rng((*beginning, 0))
        self.arts = Stock(STOCK.arts, (*beginning, 1), lambda rng: card_art(rng, held_out))
        self.tables = Stock(STOCK.tables, (*beginning, 2), lambda rng: table(self.arts.any(rng), rng))
        self.faces = Stock(STOCK.faces, (*beginning, 3), self.new_face)
        self.others = Stock(STOCK.look_alikes, (*beginning, 4), lambda rng: random_look_alike(rng, self.arts.any(rng)))

    def new_face(self, rng: np.random.Generator) -> Face:
        return random_face(self.held_out, rng, self.arts.any(rng), self.sides)

    def a_face(self, rng: np.random.Generator) -> Face:
        return self.new_face(rng) if self.varied else self.faces.any(rng)

    def __call__(self, size: tuple[int, int] = (SIDE, SIDE)) -> Scene:
        """size: width and height, px"""
        scene, rng = self.laid_out(size)
        return Scene(photographed(scene.image, rng), scene.cards)

    def clean(self, size: tuple[int, int]) -> Scene:
        """A scene with one card, whole and near, and nothing wrong with the picture. size: width and height, px"""
        while True:
            scene, rng = self.laid_out(size)
            whole = [card for card in scene.cards if is_inside(card.quad, CLEAN.rim, size)]
            if len(whole) == 1 and whole[0].numbers and diagonal(whole[0].quad) > CLEAN.diagonal * size[0]:
                noisy = scene.image + rng.normal(0, CLEAN.noise, scene.image.shape)
                return Scene(np.uint8(np.clip(noisy, 0, 255)), scene.cards)

    def views(self) -> list[Scene]:
        """VIEWS photographs of one scene in another light, all but the first turned by some quarters."""
        scene, rng = self.laid_out(FRAMES[self.frames.choice(len(FRAMES), p=FRAME_WEIGHTS)])
        views = []
        for i in range(VIEWS):
            seen = turned(Scene(photographed(scene.image, rng), scene.cards), int(rng.integers(4)) if i else 0)
            views.append(tipped(seen, rng) if is_whole(seen) and rng.random() < TIPPED.share else seen)
        return views

    def laid_out(self, size: tuple[int, int]) -> tuple[Scene, np.random.Generator]:
        """The next scene before it is photographed, and the generator to go on with."""
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % STOCK.renewed_every == 0:
            self.renew(rng)
        return self.composed(size, rng), rng

    def renew(self, rng: np.random.Generator) -> None:
        if not self.varied:
            self.faces.renew_any(rng)
        chance = rng.random()
        if chance < STOCK.look_alike_share:
            self.others.renew_any(rng)
        elif chance < STOCK.look_alike_share + STOCK.art_share:
            self.arts.renew_any(rng)
        elif chance < STOCK.look_alike_share + STOCK.art_share + STOCK.table_share:
            self.tables.renew_any(rng)

    def composed(self, size: tuple[int, int], rng: np.random.Generator) -> Scene:
        count = int(rng.choice(len(self.counts), p=self.counts))
        image = background(self.tables.any(rng), size, rng)
        is_close = count == 1 and rng.random() < CARDS.close_share
        is_zoomed = is_close and rng.random() < CARDS.zoomed_share
        self.lay_others(image, count, is_close, rng)

        def random_pose(face: Face) -> np.ndarray:
            if is_zoomed:
                return zoomed_quad(face, size, rng)
            if is_close:
                return close_quad(face.image.shape[:2], size, rng)
            return random_quad(face.image.shape[:2], size, random_share(count, rng), rng)

        cards: list[Placed] = []
        taken = np.zeros(size[::-1], np.uint8)
        for _ in range(count):
            face = self.a_face(rng)
            quad = free_place(taken, lambda: random_pose(face), is_close)
            if quad is not None:
                cards.append(laid_card(image, face, quad, rng))
        if self.hands and rng.random() < CARDS.hands_share:
            fingers(image, [card.quad for card in cards], rng)
        return Scene(image, cards)

    def lay_others(self, image: np.ndarray, cards: int, is_close: bool, rng: np.random.Generator) -> None:
        """Things that are no cards. cards: how many will lie on them; is_close: one card will fill the picture"""
        beside = OTHERS.beside_close if is_close else OTHERS.beside
        for _ in range(int(rng.integers(*(beside if cards else OTHERS.alone)))):
            other = self.others.any(rng)
            quad = random_quad(other.image.shape[:2], image.shape[1::-1], rng.uniform(*OTHERS.size), rng)
            if not is_close or rng.random() < OTHERS.behind_close_share:
                laid(image, other.image, quad, rng.uniform(*OTHERS.radius), rng)


def free_place(taken: np.ndarray, random_pose: Callable[[], np.ndarray], is_close: bool) -> np.ndarray | None:
    """A quad that is seen enough, does not lie on another and is convex; None if there is no room.

    Args:
        taken: uint8 [H, W], 1 where cards lie; the quad is added
        is_close: any part of it may be out of the picture
    """
    for _ in range(CARDS.tries):
        quad = random_pose()
        footprint = np.zeros_like(taken)
        cv2.fillConvexPoly(footprint, np.int32(quad), 1)
        visible = footprint.sum() / max(1.0, cv2.contourArea(quad))
        if not is_close and visible <= CARDS.least_visible:
            continue
        if (taken & footprint).sum() < CARDS.overlap_most * footprint.sum() and cv2.isContourConvex(quad):
            taken |= footprint
            return quad
    return None


def laid_card(image: np.ndarray, face: Face, quad: np.ndarray, rng: np.random.Generator) -> Placed:
    radius = CORNER_RADIUS * rng.uniform(*CARDS.rounding) if rng.random() < CARDS.rounded_share else 0
    to_scene = laid(image, face.image, quad, radius, rng)
    height, width = face.image.shape[:2]
    upright = Placed(face, box(0, 0, width, height), face.numbers, face.expiry, face.secrets)
    return upright.moved(lambda points: cv2.perspectiveTransform(np.float32(points)[None], to_scene)[0])


def is_inside(quad: np.ndarray, rim: float, size: tuple[int, int]) -> bool:
    """rim: px that must be free around it; size: of the picture, width and height, px"""
    return bool(np.all((quad > rim) & (quad < np.array(size) - rim)))


def diagonal(quad: np.ndarray) -> float:
    return float(np.linalg.norm(quad[0] - quad[2]))


def turned(scene: Scene, quarters: int) -> Scene:
    """A scene turned counterclockwise."""
    height, width = scene.image.shape[:2]
    cards = scene.cards
    for i in range(quarters):
        side = height if i % 2 else width
        turn = lambda quad: np.float32(np.c_[quad[:, 1], side - quad[:, 0]])
        cards = [card.moved(turn) for card in cards]
    return Scene(np.ascontiguousarray(np.rot90(scene.image, quarters)), cards)


def is_whole(scene: Scene) -> bool:
    """Whether all cards lie in the picture."""
    return all(is_inside(card.quad, 0, scene.image.shape[1::-1]) for card in scene.cards)


def tipped(scene: Scene, rng: np.random.Generator) -> Scene:
    """A scene turned by any angle and made so small that all of it stays in the picture."""
    height, width = scene.image.shape[:2]
    degrees = rng.uniform(-180, 180)
    cos, sin = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    scale = min(width / (width * cos + height * sin), height / (width * sin + height * cos))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    filled = (int(rng.choice(TIPPED.filled)),) * 3
    softened = cv2.GaussianBlur(scene.image, (0, 0), max(0.01, 0.5 * (1 / scale - 1)))
    of_centres = turn.copy()
    of_centres[:, 2] = as_centres(turn @ np.float32((0.5, 0.5, 1)))
    image = cv2.warpAffine(softened, of_centres, (width, height), flags=cv2.INTER_LINEAR, borderValue=filled)
    return Scene(image, [card.moved(lambda quad: np.float32(cv2.transform(quad[None], turn)[0])) for card in scene.cards])


def photographed(image: np.ndarray, rng: np.random.Generator, line_height: int = PHOTOGRAPH.line_height) -> np.ndarray:
    """A scene in some light through some camera, uint8 [H, W, 3]. line_height: about that of a number's line in it, px"""
    height, width = image.shape[:2]
    factor, added = light(height, width, rng)
    lit = image * factor[..., None] + added[..., None] * rng.uniform(*PHOTOGRAPH.glare)
    return expose(lit, random_camera(line_height, rng.uniform(0, 1), rng), rng)


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


def write_set(scenes: Scenes, count: int, folder: Path, clean: bool) -> None:
    """Scenes as JPEG files and scenes.json, as `npm run evaluate` reads them. clean: with nothing wrong, see CLEAN"""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = (CLEAN if clean else MEASURED).sizes
    labels = []
    points = lambda quad: None if quad is None else np.round(np.float64(quad), 2).tolist()
    for i in range(count):
        size, name = sizes[i % len(sizes)], f"{i:05d}.jpg"
        scene = scenes.clean(size) if clean else scenes(size)
        cv2.imwrite(str(folder / name), scene.image, [cv2.IMWRITE_JPEG_QUALITY, MEASURED.jpeg_quality])
        cards = [
            {
                "pan": card.face.pan,
                "quad": points(card.quad),
                "numbers": [points(line) for line in card.numbers],
                "expiry": points(card.expiry),
                "expiryText": card.face.expiry_text,
                "secrets": [points(secret) for secret in card.secrets],
            }
            for card in scene.cards
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
    parser.add_argument("--side", choices=DRAWS, help="cards show no other side")
    options = parser.parse_args()
    sides = with_share(options.side, 1) if options.side else SIDES
    counts = (CLEAN if options.clean else MEASURED).counts
    measured = {"varied": True, "counts": counts, "hands": not options.clean}
    scenes = Scenes(options.seed, options.held_out, sides=sides, **({} if options.count is None else measured))
    if options.count is None:
        rows = [np.hstack([drawn(scenes()) for _ in range(6)]) for _ in range(6)]
        cv2.imwrite(str(options.out), np.vstack(rows))
    else:
        write_set(scenes, options.count, options.out, options.clean)
