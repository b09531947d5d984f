"""Strips as the pipeline cuts them out of photographs of cards, with what stands on them: training data without end.

Look at some: `python3 scripts/train/strips.py contact-sheet.png [--seed 1] [--held-out]`
A set to measure on: `python3 scripts/train/strips.py FOLDER --held-out --seed 20261125 --count 1500`
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from card_art import WORDS, card_art, random_colour
from digits import draw, random_style
from fonts import font_files, glyphs, lettering, word_font_files
from relief import emboss, smooth_noise, tip

cv2.setNumThreads(1)

STRIP_HEIGHT = 48
DIGIT_HEIGHT = 48  # px, while drawing
CANVAS_HEIGHT = 104
MARGIN = 136
MAX_WIDTH = 640
ARTS = 60
ARTS_RENEWED_EVERY = 30
SHEET_STRIPS = 48
VIEWS = 4  # photographs of one printed line, of which each shows another piece in another light
KINDS = ("flat", "embossed", "foil")
KIND_WEIGHTS = (0.25, 0.38, 0.37)
OTHER = "*"  # stands for words, and for a line that stands on its head

# How many of a strip's 48 px of height the picture had: all, over 0.55, 0.36, 0.24 of them. Dates are printed smaller than numbers.
SHARPNESS, DATE_SHARPNESS = (0.45, 0.35, 0.17, 0.03), (0.25, 0.3, 0.3, 0.15)

# How much is seen beyond a line's ends at most, in heights of its digits: the service cuts lines as the locator sees them, and looks further to see where they end.
ROOMS, DATE_ROOMS, ROOM_SHARES = (0.12, 0.7, 2.4), (0.12, 0.7, 1.6), (0.3, 0.36, 0.34)

# The legibility floor: by how much a stroke differs from what the strip would show without it, through the same camera. Below it nobody could
# read the line, and it would only be noise.
LEGIBLE_LINE = 13  # grey levels, mean over the characters
LEGIBLE_CHARACTER = 8  # the faintest character
LEGIBLE_OVER_NOISE = 0.6  # the faintest character, per standard deviation of noise and of the ground's fine detail

LAYOUTS = ((4, 4, 4, 4), (6, 13), (4, 4, 4, 4, 3), (4, 6, 5), (19,), (16,), (6, 10), (4, 6, 4), (4, 4, 4, 7), (4, 4, 4, 4, 1), (6, 12), (6, 6, 6), (4, 3, 3, 3))
LAYOUT_WEIGHTS = (0.46, 0.14, 0.12, 0.05, 0.07, 0.04, 0.03, 0.02, 0.02, 0.015, 0.015, 0.01, 0.01)
DATE_SHARE, WORDS_SHARE = 0.22, 0.04
# How dates are written: M a month, Y a year of two digits, F one in full, D a day. What separates them is a `/` to the reader, whatever it is.
DATE_FORMS = (("M/Y", 0.6), ("M/F", 0.1), ("F/M", 0.05), ("M-Y", 0.05), ("M Y", 0.03), ("M/Y M/Y", 0.06), ("M/F M/F", 0.02), ("D/M/Y", 0.03), ("MY", 0.02), ("FM", 0.02), ("B M/F", 0.02))
SEPARATORS = "/-"
# What stands before a date, much smaller than it, in one line or two.
DATE_LABELS = ("VALID\nTHRU", "GOOD\nTHRU", "VALID\nDATES", "EXPIRES\nEND", "MONTH\nYEAR", "UNTIL\nEND", "VALID THRU", "GOOD THRU", "EXPIRES", "THRU", "有效\n期至", "有效期至", "VALID THRU ►", "►", "UNTIL", "EXP", "月/年", "END\nLAST DAY OF")
LABEL_SHARE = 0.4
SPECIMEN_SHARE = 0.04  # of dates that are 00/00 or 88/88
PIECE_SHARE = 0.45
SYMBOLS_SHARE = 0.22
EDGE_SHARE = 0.12  # of the lines beside which, at either end, the card ends or something else begins
TURNED_SHARE = 0.08  # of the lines that have enough of them
TURN_TELLS = "347"  # digits that show whether they stand on their head


@dataclass(frozen=True)
class Strip:
    image: np.ndarray  # uint8 [48, W, 3], BGR
    text: str  # digits, or MM/YY; OTHER for each word
    kind: str  # of KINDS
    centres: tuple[float, ...]  # about where each character of the text stands, px
    legibility: float  # of its faintest character, 1 at the floor


@dataclass(frozen=True)
class Character:
    text: str  # a digit, '/' or OTHER (for a whole word)
    left: float  # px
    right: float


@dataclass(frozen=True)
class Line:
    """A drawn line: coverage [CANVAS_HEIGHT, W], 0..1, and where its characters stand; labels, likewise, are printed flat whatever the line is."""

    coverage: np.ndarray
    characters: list[Character]
    top: float
    stroke: float
    labels: np.ndarray | None = None


@dataclass(frozen=True)
class Print:
    """A line on its ground."""

    image: np.ndarray  # uint8 [H, W, 3]
    traces: np.ndarray  # uint8 [H, W, 3]: grey, with and without the line, and the line's coverage
    line: Line
    kind: str


class Strips:
    """Makes strips; the n-th of a (seed, worker) is always the same."""

    def __init__(self, seed: int, held_out: bool = False, worker: int = 0, digits_only: bool = False):
        """
        digits_only: neither words nor lines on their head
        """
        self.seed, self.held_out, self.worker, self.digits_only, self.made = seed, held_out, worker, digits_only, 0
        rng = np.random.default_rng((seed, worker, held_out, 0))
        self.arts = [card_art(rng) for _ in range(ARTS)]
        self.ready: list[Strip] = []

    def __call__(self) -> Strip:
        while not self.ready:
            self.made += 1
            rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
            if self.made % ARTS_RENEWED_EVERY == 0:
                self.arts[rng.integers(ARTS)] = card_art(rng)
            printed = self.printed(rng)
            # strips to measure on are each of another print
            views = (view(printed, self.digits_only, rng) for _ in range(1 if self.held_out else VIEWS))
            self.ready = [strip for strip in views if strip]
        return self.ready.pop()

    def printed(self, rng: np.random.Generator) -> Print:
        kind = str(rng.choice(KINDS, p=KIND_WEIGHTS))
        line = lay_out(random_groups(self.digits_only, rng), kind, self.held_out, rng)
        ground = background(self.arts[rng.integers(ARTS)], line.coverage.shape[1], rng)
        ground = clutter(figures(ground, rng), rng)
        if rng.random() < SYMBOLS_SHARE:
            ground = symbols(ground, line, rng)
        ground = edges(ground, line, self.arts[rng.integers(ARTS)], rng).astype(np.float32)
        image = print_line(ground, line, kind, rng).clip(0, 255).astype(np.uint8)
        grey = ground.mean(-1)
        traces = np.dstack([image.mean(-1), grey, 255 * line.coverage]).astype(np.uint8)
        return Print(image, traces, line, kind)


def random_groups(digits_only: bool, rng: np.random.Generator) -> list[str]:
    """Groups of digits, a date, or words (those with a letter)."""
    chance = rng.random()
    if chance < DATE_SHARE:
        groups = random_date(rng)
    elif chance < DATE_SHARE + WORDS_SHARE and not digits_only:
        return [random_word(rng) for _ in range(rng.integers(1, 4))]
    else:
        # runs of one digit are frequent on specimens, and hard: CTC must see the gap
        repeated = rng.integers(0, 10) if rng.random() < 0.12 else None
        digit = lambda: repeated if repeated is not None and rng.random() < 0.8 else rng.integers(0, 10)
        sizes = LAYOUTS[rng.choice(len(LAYOUTS), p=LAYOUT_WEIGHTS)]
        groups = ["".join(str(digit()) for _ in range(n)) for n in sizes]
    if chance < DATE_SHARE and rng.random() < LABEL_SHARE and not digits_only:
        return [str(rng.choice(DATE_LABELS)), *groups]
    if rng.random() < (0.3 if chance < DATE_SHARE else 0.04) and not digits_only:
        groups = [random_word(rng), *groups] if rng.random() < 0.7 else [*groups, random_word(rng)]
    return groups


def random_date(rng: np.random.Generator) -> list[str]:
    """Groups of a date as cards have it, with a branch's number (B) or another date beside it now and then."""
    form = DATE_FORMS[rng.choice(len(DATE_FORMS), p=[share for _, share in DATE_FORMS])][0]
    specimen = rng.choice(["0", "8"]) if rng.random() < SPECIMEN_SHARE else None
    date = ""
    for letter in form:
        year = int(rng.integers(3, 45))
        part = {"M": f"{rng.integers(1, 13):02d}", "Y": f"{year:02d}", "F": f"20{year:02d}", "D": f"{rng.integers(1, 32):02d}", "B": f"{rng.integers(0, 10000):04d}"}.get(letter, letter)
        date += part if specimen is None else "".join(specimen if char.isdigit() else char for char in part)
    return date.split()


CJK = "银行卡信用借记有效期至月年中国工商农业建设交通招商储蓄联合金额持人姓名"


def random_word(rng: np.random.Generator) -> str:
    chance = rng.random()
    if chance < 0.5:
        word = str(rng.choice(WORDS))
        return word if rng.random() < 0.7 else word.title()
    if chance < 0.7:
        return "".join(rng.choice(list(CJK), rng.integers(2, 7)))
    return "".join(rng.choice(list("ABCDEFGHJKLMNPQRTUVWXYacdefhkmnprstuvwxy"), rng.integers(2, 10)))


def lay_out(groups: list[str], kind: str, held_out: bool, rng: np.random.Generator) -> Line:
    """Draw the characters in a row, with room around for the camera to miss them."""
    if rng.random() < (0.93 if kind != "flat" else 0.12):
        style = random_style(rng, held_out)
        drawn = {char: draw(char, style, DIGIT_HEIGHT) for char in set("".join(groups)) & set("0123456789" + SEPARATORS)}
        advance = DIGIT_HEIGHT * style.width
        stroke = style.stroke * DIGIT_HEIGHT
    else:
        files = font_files(held_out)
        drawn, advance = glyphs(files[rng.integers(len(files))], DIGIT_HEIGHT)
        stroke = 0.13 * DIGIT_HEIGHT
    is_printed = kind == "flat"
    pitch = advance * (rng.uniform(1.0, 1.35) if is_printed else rng.uniform(1.12, 1.6))
    gap = pitch * rng.uniform(0.3, 1.3)
    jitter = 0 if is_printed else rng.uniform(0, 1.6)
    is_proportional = is_printed and rng.random() < 0.35
    placed: list[tuple[Character, float, np.ndarray]] = []
    x = float(MARGIN)
    for i, group in enumerate(groups):
        x += gap if i else 0
        if any(char not in drawn for char in group):
            word = draw_words(group, rng)
            if group in DATE_LABELS:
                x += rng.uniform(-0.35, 0.2) * gap
            placed.append((Character(OTHER, x, x + word.shape[1]), (DIGIT_HEIGHT - word.shape[0]) * rng.random(), word))
            x += word.shape[1]
            continue
        for char in group:
            width = drawn[char].shape[1]
            step = width + 0.12 * DIGIT_HEIGHT if is_proportional else pitch
            left = x + (step - width) / 2
            placed.append((Character("/" if char in SEPARATORS else char, left, left + width), rng.normal(0, jitter), drawn[char]))
            x += step
    coverage, labels = (np.zeros((CANVAS_HEIGHT, int(x) + MARGIN), np.float32) for _ in range(2))
    top = (CANVAS_HEIGHT - DIGIT_HEIGHT) // 2
    is_labelled = any(group in DATE_LABELS for group in groups)
    for character, drop, glyph in placed:
        row, column = top + round(drop), round(character.left)
        canvas = labels if is_labelled and character.text == OTHER else coverage
        part = canvas[row : row + glyph.shape[0], column : column + glyph.shape[1]]
        np.maximum(part, glyph[: part.shape[0], : part.shape[1]], out=part)
    return Line(coverage, [character for character, _, _ in placed], top, stroke, labels if is_labelled else None)


def draw_words(text: str, rng: np.random.Generator) -> np.ndarray:
    """Coverage of a word, or of a label in one line or two."""
    files = word_font_files(any(char in CJK for char in text))
    file = files[rng.integers(len(files))]
    if text not in DATE_LABELS:
        return lettering(file, text, round(DIGIT_HEIGHT * rng.uniform(0.5, 1)))
    size = round(DIGIT_HEIGHT * rng.uniform(0.2, 0.45))
    lines = [lettering(file, line, size) for line in text.split("\n")]
    step = round(size * rng.uniform(1.05, 1.4))
    drawn = np.zeros((size + step * (len(lines) - 1), max(line.shape[1] for line in lines)), np.float32)
    for i, line in enumerate(lines):
        drawn[i * step : i * step + size, drawn.shape[1] - line.shape[1] :] = line
    return drawn


def background(art: np.ndarray, width: int, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, uint8 [CANVAS_HEIGHT, width, 3]."""
    scale = rng.uniform(0.5, 1.8)
    h, w = min(art.shape[0], int(CANVAS_HEIGHT * scale)), min(art.shape[1], int(width * scale))
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, art.shape[1] - w + 1)
    piece = cv2.resize(art[y : y + h, x : x + w], (width, CANVAS_HEIGHT), interpolation=cv2.INTER_LINEAR)
    return piece[:, ::-1].copy() if rng.random() < 0.5 else piece


def figures(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lines, bars and patches with hard edges run under the digits."""
    if rng.random() < 0.65:
        return ground
    height, width = ground.shape[:2]
    ground = ground.copy()
    colour = random_colour(rng).tolist()
    thickness = int(rng.integers(1, 9))
    for _ in range(rng.integers(1, 8)):
        kind = rng.random()
        x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
        if kind < 0.35:
            size = (int(rng.uniform(10, 160)), int(rng.uniform(3, 14)))
            cv2.rectangle(ground, (x, y), (x + size[0], y + size[1]), colour, -1)
        elif kind < 0.7:
            bends = np.cumsum(rng.normal(0, 40, (int(rng.integers(2, 7)), 2)), 0) + (x, y)
            cv2.polylines(ground, [np.int32(bends)], False, colour, thickness, cv2.LINE_AA)
        elif kind < 0.85:
            cv2.fillPoly(ground, [np.int32(rng.normal(0, 60, (int(rng.integers(3, 6)), 2)) + (x, y))], colour, cv2.LINE_AA)
        else:
            cv2.ellipse(ground, (x, y), (int(rng.uniform(10, 120)), int(rng.uniform(10, 120))), 0, 0, 360, colour, thickness, cv2.LINE_AA)
        if rng.random() < 0.3:
            colour = random_colour(rng).tolist()
    return ground


def symbols(ground: np.ndarray, line: Line, rng: np.random.Generator) -> np.ndarray:
    """Signs as tall as digits in the gaps and at the ends, that are no digits: arrows, dots, currency signs, bits of a logo."""
    ground = ground.copy()
    inner = zip(line.characters, line.characters[1:])
    gaps = [((a.right + b.left) / 2, b.left - a.right) for a, b in inner if b.left - a.right > 0.4 * DIGIT_HEIGHT]
    away = DIGIT_HEIGHT * rng.uniform(0.4, 1.4, 2)
    gaps += [(line.characters[0].left - away[0], away[0] + 0.2 * DIGIT_HEIGHT), (line.characters[-1].right + away[1], away[1] + 0.2 * DIGIT_HEIGHT)]
    for centre, room in gaps:
        if rng.random() < 0.5:
            continue
        reach = min(room * 0.45, DIGIT_HEIGHT * rng.uniform(0.15, 0.4))
        points = rng.uniform(-1, 1, (int(rng.integers(3, 6)), 2)) * (reach, DIGIT_HEIGHT * rng.uniform(0.2, 0.5))
        points = np.int32(points + (centre, CANVAS_HEIGHT / 2 + rng.uniform(-8, 8)))
        colour = random_colour(rng).tolist()
        chance = rng.random()
        if chance < 0.15:  # the arrow that says which way a card goes into a machine
            side, tall = rng.choice([-1, 1]), DIGIT_HEIGHT * rng.uniform(0.2, 0.5)
            x, y = centre, CANVAS_HEIGHT / 2
            cv2.fillPoly(ground, [np.int32([[x + side * reach, y - tall], [x + side * reach, y + tall], [x - side * reach, y]])], colour, cv2.LINE_AA)
        elif chance < 0.4:
            cv2.fillPoly(ground, [cv2.convexHull(points)], colour, cv2.LINE_AA)
        elif chance < 0.8:
            cv2.polylines(ground, [points], bool(rng.random() < 0.5), colour, int(rng.integers(2, 7)), cv2.LINE_AA)
        else:
            cv2.circle(ground, (int(centre), CANVAS_HEIGHT // 2), int(reach), colour, -1 if rng.random() < 0.5 else 4, cv2.LINE_AA)
    return ground


def edges(ground: np.ndarray, line: Line, art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Beyond an end of the line the card ends, or a picture on it begins."""
    ground = ground.copy()
    for is_left in (True, False):
        if rng.random() > EDGE_SHARE:
            continue
        away, slant = DIGIT_HEIGHT * rng.uniform(0.25, 2.2), rng.normal(0, 6)
        x = line.characters[0].left - away if is_left else line.characters[-1].right + away
        rim = 0 if is_left else ground.shape[1]
        mask = np.zeros(ground.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.int32([[rim, 0], [x + slant, 0], [x - slant, len(ground)], [rim, len(ground)]]), 255, cv2.LINE_AA)
        other = background(art, ground.shape[1], rng) if rng.random() < 0.5 else random_colour(rng)
        ground = np.uint8(ground + (other - ground.astype(np.float32)) * (mask / np.float32(255))[..., None])
    return ground


def clutter(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Words and numbers of the neighbouring lines reach into the strip from above and below."""
    if rng.random() < 0.5:
        return ground
    height, width = ground.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for _ in range(rng.integers(1, 4)):
        text = str(rng.choice(WORDS)) if rng.random() < 0.6 else f"{rng.integers(0, 10000):04d}"
        size = rng.uniform(0.4, 1.3)
        y = rng.uniform(0, 24 * size) if rng.random() < 0.5 else height + rng.uniform(-5, 20 * size)
        at = (int(rng.uniform(-30, width)), int(y))
        cv2.putText(mask, text, at, int(rng.integers(0, 5)), size, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
    cover = mask.astype(np.float32)[..., None] * (rng.uniform(0.3, 1) / 255)
    return ground * (1 - cover) + random_colour(rng) * cover


def print_line(ground: np.ndarray, line: Line, kind: str, rng: np.random.Generator) -> np.ndarray:
    """The line on its ground, float32 [H, W, 3]."""
    coverage = line.coverage
    if line.labels is not None:
        ground = ground + (random_colour(rng) - ground) * (line.labels * rng.uniform(0.4, 1))[..., None]
    if kind != "flat":
        image = tip(ground, coverage, rng) if kind == "foil" else ground
        if kind == "embossed" and rng.random() < 0.35:  # stretched plastic is paler or darker
            image = image * (1 + rng.uniform(-0.2, 0.25) * coverage)[..., None]
        return emboss(image, coverage, line.stroke, kind == "foil", rng)
    behind = ground[len(ground) // 3 : -(len(ground) // 3)]  # of a card's rim the canvas has only a part
    lightness = float(behind.mean()) if behind.size else float(ground.mean())
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


def light(height: int, width: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Uneven light, shadows and glare.

    Returns:
        a factor and what is added to it, float32 [height, width]
    """
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    factor, added = np.ones((height, width), np.float32), np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        factor *= np.linspace(rng.uniform(0.6, 1.2), rng.uniform(0.6, 1.2), width, dtype=np.float32)
    if rng.random() < 0.2:
        edge, slant, soft = np.float32(rng.uniform(0, width)), np.float32(rng.uniform(-1, 1)), np.float32(height * rng.uniform(0.03, 0.8))
        side = 1 / (1 + np.exp(-np.clip((x[None] - edge - slant * y[:, None]) / soft, -30, 30)))
        factor *= 1 - np.float32(rng.uniform(0.2, 0.65)) * side
    if rng.random() < 0.25:
        centre, slant, breadth = (np.float32(v) for v in (rng.uniform(0, width), rng.uniform(-2, 2), height * rng.uniform(0.1, 1.6)))
        glare = np.exp(-(((x[None] - centre - slant * (y[:, None] - height / 2)) / breadth) ** 2))
        if rng.random() < 0.6:
            glare = glare * np.exp(-(((y[:, None] - np.float32(rng.uniform(0, height))) / np.float32(height * rng.uniform(0.2, 1.2))) ** 2))
        added += glare * np.float32(rng.uniform(30, 200))
    return factor, added


def view(printed: Print, digits_only: bool, rng: np.random.Generator) -> Strip | None:
    """A photograph of a printed line or of a piece of it; None when it is not legible."""
    characters = printed.line.characters
    first, last = random_piece(characters, rng)
    # neighbours of a piece show at most a sliver, words any part of them
    before = characters[first].left - (characters[first - 1].right - sliver(characters[first - 1])) if first else MARGIN
    after = characters[last + 1].left + sliver(characters[last + 1]) - characters[last].right if last + 1 < len(characters) else MARGIN
    seen = photograph(printed, first, last, max(0.0, before), max(0.0, after), rng)
    if seen is None:
        return None
    image, centres, legible = seen
    text = "".join(character.text for character in characters[first : last + 1])
    if not digits_only and sum(text.count(digit) for digit in TURN_TELLS) > 2 and rng.random() < TURNED_SHARE:
        return Strip(image[::-1, ::-1], OTHER, printed.kind, (image.shape[1] / 2,), legible)
    return Strip(image, text, printed.kind, centres, legible)


def sliver(character: Character) -> float:
    """How much of a neighbour may be seen, px."""
    return character.right - character.left if character.text == OTHER else 0.1 * DIGIT_HEIGHT


def random_piece(characters: list[Character], rng: np.random.Generator) -> tuple[int, int]:
    """First and last character of what is seen: mostly all, else a few in a row, as detection splits lines."""
    count = len(characters)
    if characters[0].text == OTHER and count > 1 and rng.random() < 0.5:
        return 1, count - 1
    if count <= 5 or rng.random() > PIECE_SHARE:
        return 0, count - 1
    length = int(rng.choice([1, 2, 3, 4, 4, 4, 4, 5, 6, 7, 8, 10, 12]))
    first = int(rng.integers(0, max(1, count - length + 1)))
    return first, min(count, first + length) - 1


def photograph(
    printed: Print, first: int, last: int, before: float, after: float, rng: np.random.Generator
) -> tuple[np.ndarray, tuple[float, ...], float] | None:
    """Cut a strip as detection would, through a camera.

    Args:
        first, last: the characters in it
        before, after: room at its ends that may be seen, px
    Returns:
        uint8 [STRIP_HEIGHT, W, 3], about where the characters' centres are in it, px, and its legibility; None when it is not legible
    """
    characters = printed.line.characters[first : last + 1]
    above, below = rng.uniform(-0.03, 0.5, 2) * DIGIT_HEIGHT
    is_date = any(character.text == "/" for character in characters)
    reaches = DATE_ROOMS if is_date else ROOMS
    room = [rng.uniform(-0.09, reaches[rng.choice(3, p=ROOM_SHARES)]) * DIGIT_HEIGHT for _ in range(2)]
    left, right = characters[0].left - min(before, room[0]), characters[-1].right + min(after, room[1])
    top, bottom = printed.line.top - above, printed.line.top + DIGIT_HEIGHT + below
    aspect = (right - left) / (bottom - top) * rng.uniform(0.72, 1.25)
    width = int(np.clip(STRIP_HEIGHT * aspect, 24, MAX_WIDTH))
    shares = DATE_SHARPNESS if is_date else SHARPNESS
    sharpness = rng.choice([1.0, rng.uniform(0.55, 1), rng.uniform(0.36, 0.55), rng.uniform(0.24, 0.36)], p=shares)
    h, w = max(12, round(STRIP_HEIGHT * sharpness)), max(16, round(width * sharpness))

    begin, end = max(0, int(left) - 12), min(printed.image.shape[1], int(right) + 12)
    quad = np.float32([[left, top], [right, top], [right, bottom], [left, bottom]]) - np.float32([begin, 0])
    tilt = np.clip(rng.normal(0, 0.014), -0.035, 0.035) * (right - left) / 2
    tilt = np.clip(tilt, -0.09 * DIGIT_HEIGHT, 0.09 * DIGIT_HEIGHT)
    slant = np.clip(rng.normal(0, 2.2), -4, 4)
    quad += np.float32([[slant, -tilt], [slant, tilt], [-slant, tilt], [-slant, -tilt]]) + rng.normal(0, 1.4, (4, 2)).astype(np.float32)
    projection = cv2.getPerspectiveTransform(quad, np.float32([[0, 0], [w, 0], [w, h], [0, h]]))
    blur = 0.35 * max((bottom - top) / h, 0.8)
    seen, traces = (
        cv2.warpPerspective(
            cv2.GaussianBlur(layer[:, begin:end], (0, 0), blur), projection, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        ).astype(np.float32)
        for layer in (printed.image, printed.traces)
    )

    factor, added = light(h, w, rng)
    lit, lit_traces = (layer * factor[..., None] + added[..., None] for layer in (seen, traces[..., :2]))
    coverage = traces[..., 2] / 255
    contrast = np.abs(lit_traces[..., 0] - lit_traces[..., 1])[coverage > 0.5]
    camera = random_camera(h, min(1.0, contrast.mean() / 25) if contrast.size else 0.0, rng)
    extents = [((c.left - left) * w / (right - left), (c.right - left) * w / (right - left)) for c in characters]
    legible = legibility(lit_traces, coverage, camera, extents)
    if legible < 1:
        return None
    seen = expose(lit, camera, rng)
    if (h, w) != (STRIP_HEIGHT, width):
        seen = cv2.resize(seen, (width, STRIP_HEIGHT), interpolation=int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    return seen, tuple((begin + end) / 2 * width / w for begin, end in extents), legible


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
        image = cv2.GaussianBlur(image, (0, 0), self.blur) if self.blur else image
        return image if self.motion is None else cv2.filter2D(image, -1, self.motion)

    def developed(self, image: np.ndarray, balance: np.ndarray | float) -> np.ndarray:
        """float32, 0..255"""
        amount, sigma = self.sharpening
        if amount:
            image = image + amount * (image - cv2.GaussianBlur(image, (0, 0), sigma))
        return 255 * ((image * balance + self.lift).clip(0, 255) / 255) ** self.gamma


def random_camera(height: int, damage: float, rng: np.random.Generator) -> Camera:
    """
    height: of the strip, px
    damage: 0..1, how much blur and noise the line stands: what is faint is not blurred as well
    """
    motion = None
    if rng.random() < 0.15 * damage:
        length, angle = max(2, int(rng.uniform(2, max(2, height / 7)))), rng.uniform(0, np.pi)
        motion = np.zeros((length, length), np.float32)
        reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        a, b = np.int32(length / 2 - reach), np.int32(length / 2 + reach)
        cv2.line(motion, tuple(map(int, a)), tuple(map(int, b)), 1)
        motion /= max(motion.sum(), 1)
    return Camera(
        blur=(0.3 + rng.uniform(0, 0.9) * damage) * height / 36 if rng.random() < 0.3 else 0,
        motion=motion,
        noise=rng.uniform(1, 12) * damage if rng.random() < 0.6 else 0,
        sharpening=(rng.uniform(0.3, 1.5), rng.uniform(0.7, 2)) if rng.random() < 0.3 else (0, 0),
        balance=np.float32(rng.uniform(0.88, 1.12, 3) * rng.uniform(0.7, 1.25)),
        lift=rng.uniform(-20, 30),
        gamma=rng.uniform(0.65, 1.35),
        is_grey=rng.random() < 0.1,
        jpeg_quality=int(rng.uniform(25, 95)) if rng.random() < 0.6 else None,
    )


def expose(lit: np.ndarray, camera: Camera, rng: np.random.Generator) -> np.ndarray:
    """float32 to uint8"""
    image = camera.through_lens(lit)
    if camera.noise:
        image = image + rng.standard_normal((*image.shape[:2], rng.choice([1, 3]))).astype(np.float32) * np.float32(camera.noise)
    image = camera.developed(image, camera.balance)
    if camera.is_grey:
        image = np.repeat(image.mean(-1, keepdims=True), 3, -1)
    image = image.clip(0, 255).astype(np.uint8)
    if camera.jpeg_quality is None:
        return image
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, camera.jpeg_quality])[1], cv2.IMREAD_COLOR)


def legibility(traces: np.ndarray, coverage: np.ndarray, camera: Camera, extents: list[tuple[float, float]]) -> float:
    """How far above the legibility floor a strip's faintest character is; 1 at the floor.

    Args:
        traces: grey, with and without the line, [H, W, 2]
        coverage: by strokes, 0..1, [H, W]
        extents: of each character, px
    """
    developed = camera.developed(camera.through_lens(traces), float(camera.balance.mean()))
    ground = developed[..., 1]
    noise = np.hypot(camera.noise, float((ground - cv2.blur(ground, (5, 5))).std()))
    strokes, area = (np.abs(developed[..., 0] - ground) * coverage).sum(0), coverage.sum(0)
    each = []
    for begin, end in extents:
        columns = slice(max(0, int(begin)), max(0, int(end)) + 1)
        each.append(strokes[columns].sum() / (area[columns].sum() + 1e-3))
    return min(min(each) / max(LEGIBLE_CHARACTER, LEGIBLE_OVER_NOISE * noise), sum(each) / len(each) / LEGIBLE_LINE)


def contact_sheet(captioned: list[tuple[np.ndarray, str]], columns: int = 2) -> np.ndarray:
    """Strips with their captions below, for the eye."""
    rows = max(1, -(-len(captioned) // columns))
    sheet = np.full((rows * 68, columns * 650, 3), 255, np.uint8)
    for i, (image, caption) in enumerate(captioned):
        y, x = i // columns * 68, i % columns * 650
        sheet[y : y + STRIP_HEIGHT, x : x + image.shape[1]] = image
        cv2.putText(sheet, caption, (x, y + 61), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 200), 1, cv2.LINE_AA)
    return sheet


def write_set(strips: Strips, count: int, folder: Path) -> None:
    """Strips as PNG files and labels.tsv, as `npm run evaluate` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "labels.tsv", "w", encoding="utf8") as labels:
        print("file", "text", "digits", "kind", "legibility", sep="\t", file=labels)
        for i in range(count):
            strip, name = strips(), f"{i:05d}.png"
            cv2.imwrite(str(folder / name), strip.image)
            print(name, strip.text, strip.text, strip.kind, f"{strip.legibility:.2f}", sep="\t", file=labels)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture, or with --count a folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts, styles and grounds that training never saw")
    parser.add_argument("--count", type=int, help="write so many strips with labels.tsv, digits only")
    options = parser.parse_args()
    strips = Strips(options.seed, options.held_out, digits_only=options.count is not None)
    if options.count is None:
        some = [strips() for _ in range(SHEET_STRIPS)]
        cv2.imwrite(str(options.out), contact_sheet([(strip.image, f"{strip.text} {strip.kind}") for strip in some]))
    else:
        write_set(strips, options.count, options.out)
