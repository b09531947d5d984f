"""
Makes strips of clear lines, from which readers learn beside those of strips.py: far more types, spacings, inks and
grounds, few of them hard to read. Whole lines have room at their ends, and in it what stands around numbers: words, a
QR code, the card's edge and the table behind it. A line is printed once and photographed several times.

Look at some: `python3 scripts/train/clear_strips.py contact-sheet.png [--seed 1]`
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from camera import expose, light, random_camera
from card_art import card_art, random_colour
from digits import draw, random_style
from draws import one_of
from fonts import SEPARATORS, all_font_files, any_lettering, glyphs
from printed_pictures import random_piece, recoloured, with_drawings
from relief import emboss, smooth_noise, tip
from stock import Stock
from strips import FRAME, MAX_WIDTH, MIN_WIDTH, SHEET_STRIPS, STRIP_HEIGHT, Frame, Strip, contact_sheet, projected
from texts import BANKS, CJK_BANKS, DATE_LABELS, HUGE_WORDS, LAYOUTS, WORDS, cut, random_digits

DIGIT_HEIGHT = 50  # px, while drawing
RIM, END = 24, 60  # px of canvas that a camera may see beyond a strip's rims and ends
HIDDEN = "?"  # stands for a digit that a sign hides
VIEWS = 3  # photographs of one print
ARTS, ARTS_RENEWED_EVERY = 60, 40  # pieces of card art at hand; every so many prints one is replaced


class TEXT:
    date_share, piece_share = 0.12, 0.18  # of the lines; all others are whole numbers
    separators, long_year_share, years = ("/", "/", "/", " / ", "-"), 0.25, 60
    piece = (1, 9)  # digits; the last count is not drawn
    scheme_share, schemes = 0.7, ("62", "4", "5", "37", "35", "6", "9558", "3", "2")  # how numbers begin
    repeating_share, repeated = 0.15, 0.8  # of the numbers; of the digits of such a number, which are one digit
    repeating_group_share, repeated_groups = 0.1, 0.6  # of the numbers; of their groups, each of one digit


class MASKED:
    """Numbers of which signs hide digits: these are none to be read. Sizes in heights of digits, but for strokes and widths."""

    share = 0.16  # of the whole numbers
    shown = (((0, 4), 0.3), ((4, 4), 0.25), ((6, 4), 0.2), ((4, 0), 0.05), ((0, 0), 0.1))  # first and last digits; else any run is hidden
    signs = (("dot", 0.34), ("star", 0.34), ("cross", 0.14), ("block", 0.08), ("bar", 0.06), ("hash", 0.04))
    dot, dot_middle, middle = (0.09, 0.28), (0.4, 0.65), (0.28, 0.55)  # radius; from the top, of a dot, of a star
    star, spokes = (0.17, 0.42), (5, 6, 8)  # radius
    cross, block, block_width, bar, hash = (0.6, 1), (0.6, 1), (0.6, 1), (0.3, 0.6), (0.6, 0.9)  # heights; a bar's is its width
    narrow, stroke = (0.5, 0.8), (0.6, 1.2)  # width of a cross by its height; of the digits' strokes


class TYPE:
    flat, raised, foil = 0.36, 0.33, 0.31  # how many lines are of a kind
    embossed_share, flat_embossed_share = 0.8, 0.08  # in an embossing type: of what is raised, of what is flat
    font_stroke = 0.13  # of the digits' height
    crossed_share, slash_share = 0.08, 0.6  # lines whose zeros are slashed or dotted; of these, slashed
    stretched_share, stretch = 0.5, (0.75, 1.35)
    leaning_share, lean = 0.3, (-0.06, 0.28)
    bold_share, dilated_share = 0.15, 0.6  # of the flat lines: bolder or finer; of these, bolder


class SPACING:
    proportional_share = 0.5  # of the flat lines
    wide_share, wide, narrow = 0.7, (1.0, 1.7), (0.98, 1.15)  # a digit's pitch, of the widest digit
    raised_wide = (1.08, 1.65)
    tracking = (((0, 0.15), 0.7), ((0, 0.5), 0.3))  # between proportional digits, of their height; how frequent
    gap_least, gap_most = 0.25, ((1.3, 0.8), (2.5, 0.2))  # between groups, of the pitch
    jitter = (0, 1.8)  # px


class ROOM:
    """What is seen beyond a line, in heights of its digits."""

    ends = 0.05, (0.4, 1.2, 2.6)  # least, most
    above_and_below = (0.02, 0.6)


class GROUND:
    plain, gradient, art = 0.15, 0.36, 0.25  # how many are of a kind; the others are photographs
    differences = (15, 40, 90)  # of a gradient's ends, grey levels
    steepness = 3  # how much sooner a gradient changes along the line than across
    scale = (0.6, 1.6)  # of card art
    pattern_share, figures_share, drawings_share = 0.3, 0.15, 0.12
    grain_share, grain = 0.25, (1, 12)  # grey levels


class PATTERN:
    pitch = (8, 60)  # px
    faint, bold = (0.05, 0.6), (0.05, 1)  # opacity
    near_share, near = 0.4, 30  # in a colour near the ground's, grey levels
    bends, corners, bend = (1, 9), (3, 7), (15, 90)
    filled_share, thickness = 0.35, (1, 9)
    black_share, black, over = 0.6, (0, 50), (0.3, 1)  # of figures: their colour in grey levels; their opacity


class BESIDE:
    """What stands near a number."""

    free = 0.35  # heights of digits that are free beside it
    word_share, small, tall = 0.2, (0.25, 0.5), (0.5, 1.1)  # at either end; heights
    row_share, row_height, row_away, row_words = 0.14, (0.2, 0.8), (0.12, 0.3), (1, 4)  # above and below
    opacity = (0.3, 1)
    code_share, code_room, code_size, code_away = 0.06, 0.6, (1, 1.8), (0.1, 0.5)
    edge_share, edge_room, edge_slant = 0.3, 0.45, 3  # at either end where there is room; px
    table_share, greys = 0.6, (0, 20, 128, 240)  # what is behind the edge: a ground, or one grey


class INK:
    dark_share, dark, bright, bright_share = 0.35, (0, 60), (190, 255), 0.5  # bright: of what is not dark; the others are coloured
    gold_share, gold = 0.12, ((60, 140), (150, 200), (180, 240))  # BGR
    faint_share, faint, plain, tries = 0.4, 25, 60, 10  # least grey levels between ink and ground
    full_share, full, thin = 0.7, (0.75, 1), (0.35, 0.8)  # opacity
    shadow_share, shadow_away, shadow_blur, shadow, dark_shadow_share = 0.3, 2.5, (0.4, 4), (0.2, 0.9), 0.7
    halo_share, halo, outline_share = 0.1, (0.4, 1), 0.04
    worn_share, worn, worn_from = 0.12, (0.3, 0.95), (0.5, 0.8)
    shaded_share, shade = 0.15, 60  # from top to bottom, grey levels


class RIDGE:
    """Raised strokes as a renderer lights them; of the others relief.py draws the light."""

    share = 0.5
    softness = (0.12, 0.35)  # of the stroke
    opposite_share, opposite = 0.6, 0.7  # of the second lights; radians, standard deviation
    changes, powers = (0, 14), (1, 1, 2, 3)  # how the first light changes along the line, radians; of what is lit
    light, second, dark = (40, 200), (0.5, 1), (10, 130)  # grey levels; of the first light; grey levels
    bands_share, bands, bands_drift, band = 0.35, (4, 11), (0, 5), (15, 80)  # radians up a ridge; along the line; grey levels
    foils = ((150, 240),), ((90, 160), (160, 200), (190, 235)), ((229, 231), (224, 226), (219, 221))  # BGR, or grey
    foil, worn_share, worn, worn_from = (0.6, 1), 0.4, (0.3, 1), (0.4, 0.8)
    shadow_share, shadow, shadow_reach = 0.4, (0.1, 0.5), 3
    tinted_share, tint = 0.35, (-0.2, 0.25)


class VIEW:
    full_share, near_share, near, far = 0.45, 0.35, (0.6, 1), (0.32, 0.6)  # how many of the strip's px the picture had
    camera_share = 0.35  # through camera.py; the others as below
    soft_share, soft = 0.3, (0.4, 2.2)
    uneven_share, uneven, glare_share, glare = 0.25, 0.2, 0.08, (0.3, 0.85)
    glare_size = (10, 90), (8, 40)  # px
    gamma, exposure = 0.25, (0.7, 1.1)
    noise_share, noise, jpeg_share, quality = 0.4, (1, 9), 0.5, (25, 96)


@dataclass(frozen=True)
class Type:
    glyphs: dict[str, np.ndarray]  # coverage, float32 [DIGIT_HEIGHT, W], 0..1
    advance: float  # px, of the widest digit
    stroke: float  # px


@dataclass(frozen=True)
class Written:
    """A line on its canvas."""

    coverage: np.ndarray  # float32 [H, W], 0..1
    begin: float  # of the digits, px
    end: float
    top: int  # of the digits, px
    seen: Frame  # what a strip shows
    stroke: float  # px
    text: str

    def room(self, is_left: bool) -> float:
        """What is seen beyond an end of its digits, px."""
        return self.begin - self.seen.left if is_left else self.seen.right - self.end


class ClearStrips:
    """Makes strips; the n-th of a (seed, worker) is always the same."""

    def __init__(self, seed: int, worker: int = 0):
        self.seed, self.worker, self.made = seed, worker, 0
        self.arts = Stock(ARTS, (seed, worker, 7), card_art)
        self.ready: list[Strip] = []

    def __call__(self) -> Strip:
        if not self.ready:
            self.made += 1
            rng = np.random.default_rng((self.seed, self.worker, 7, self.made))
            if self.made % ARTS_RENEWED_EVERY == 0:
                self.arts.renew_any(rng)
            self.ready = list(views(*printed(self.arts, rng), rng))
        return self.ready.pop()


# ---------------------------------------------------------------------------------------------------------------------
# What is written.


def random_groups(rng: np.random.Generator) -> list[str]:
    """Groups of digits, or a date."""
    chance = rng.random()
    if chance < TEXT.date_share:
        return date_groups(rng)
    if chance < TEXT.date_share + TEXT.piece_share:
        return [random_digits(int(rng.integers(*TEXT.piece)), rng)]
    sizes = one_of(LAYOUTS, rng)
    number = random_digits(sum(sizes), rng)
    if rng.random() < TEXT.scheme_share:
        number = (str(rng.choice(TEXT.schemes)) + number)[: len(number)]
    if rng.random() < MASKED.share:
        return cut(masked(number, rng), sizes)
    groups, chance = cut(number, sizes), rng.random()
    if chance < TEXT.repeating_share:
        digit = random_digits(1, rng)
        return ["".join(digit if rng.random() < TEXT.repeated else other for other in group) for group in groups]
    if chance < TEXT.repeating_share + TEXT.repeating_group_share:
        return [random_digits(1, rng) * len(group) if rng.random() < TEXT.repeated_groups else group for group in groups]
    return groups


def masked(number: str, rng: np.random.Generator) -> str:
    chance, length = rng.random(), len(number)
    for (first, last), share in MASKED.shown:
        chance -= share
        if chance < 0:
            return number[:first] + HIDDEN * (length - first - last) + number[length - last :]
    begin = int(rng.integers(0, length))
    end = int(rng.integers(begin + 1, length + 1))
    return number[:begin] + HIDDEN * (end - begin) + number[end:]


def date_groups(rng: np.random.Generator) -> list[str]:
    century = "20" if rng.random() < TEXT.long_year_share else ""
    separator = str(rng.choice(TEXT.separators))
    return f"{rng.integers(1, 13):02d}{separator}{century}{rng.integers(0, TEXT.years):02d}".split()


def random_kind(rng: np.random.Generator) -> str:
    return one_of((("flat", TYPE.flat), ("embossed", TYPE.raised), ("foil", TYPE.foil)), rng)


def random_type(groups: list[str], kind: str, rng: np.random.Generator) -> Type:
    characters = set("".join(groups)) - {HIDDEN}
    if rng.random() < (TYPE.flat_embossed_share if kind == "flat" else TYPE.embossed_share):
        style = random_style(rng)
        drawn = {character: draw(character, style, DIGIT_HEIGHT) for character in characters}
        type_ = Type(drawn, DIGIT_HEIGHT * style.width, style.stroke * DIGIT_HEIGHT)
    else:
        files = all_font_files()
        of_font, advance = glyphs(files[rng.integers(len(files))], DIGIT_HEIGHT)
        type_ = Type({character: of_font[character] for character in characters}, advance, TYPE.font_stroke * DIGIT_HEIGHT)
    if "0" in characters and rng.random() < TYPE.crossed_share:
        type_.glyphs["0"] = crossed(type_.glyphs["0"], type_.stroke, rng)
    type_.glyphs[HIDDEN] = sign(one_of(MASKED.signs, rng), type_.stroke * rng.uniform(*MASKED.stroke), rng)
    return type_


def sign(form: str, stroke: float, rng: np.random.Generator) -> np.ndarray:
    """What stands in place of a digit: a coverage as tall as digits."""
    size = lambda of: float(rng.uniform(*of)) * DIGIT_HEIGHT
    line = max(2, round(stroke))
    canvas = np.zeros((DIGIT_HEIGHT, 2 * DIGIT_HEIGHT), np.float32)
    x, y = DIGIT_HEIGHT, DIGIT_HEIGHT // 2

    def stroke_between(*ends: tuple[float, float]) -> None:
        cv2.line(canvas, *(tuple(map(round, end)) for end in ends), 1.0, line, cv2.LINE_AA)

    if form == "dot":
        cv2.circle(canvas, (x, round(size(MASKED.dot_middle))), max(3, round(size(MASKED.dot))), 1.0, -1, cv2.LINE_AA)
    elif form == "star":
        radius, middle, spokes, begin = size(MASKED.star), size(MASKED.middle), int(rng.choice(MASKED.spokes)), rng.uniform(0, np.pi)
        for angle in begin + np.arange(spokes) * 2 * np.pi / spokes:
            stroke_between((x, middle), (x + radius * np.cos(angle), middle + radius * np.sin(angle)))
    elif form == "cross":
        height = size(MASKED.cross)
        half = height * rng.uniform(*MASKED.narrow) / 2
        top = (DIGIT_HEIGHT - height) * rng.choice((0.5, 1))
        for side in (-half, half):
            stroke_between((x - side, top + line / 2), (x + side, top + height - line / 2))
    elif form == "block":
        half, height = DIGIT_HEIGHT * rng.uniform(*MASKED.block_width) / 3, size(MASKED.block)
        cv2.rectangle(canvas, (round(x - half), round(y - height / 2)), (round(x + half), round(y + height / 2)), 1.0, -1)
    elif form == "bar":
        half = size(MASKED.bar) / 2
        stroke_between((x - half, y), (x + half, y))
    else:
        half = size(MASKED.hash) / 2
        for away in (-half / 3, half / 3):
            stroke_between((x + away, y - half), (x + away, y + half))
            stroke_between((x - half * 0.8, y + away), (x + half * 0.8, y + away))
    columns = np.flatnonzero(canvas.max(0))
    return canvas[:, columns[0] : columns[-1] + 1]


def crossed(zero: np.ndarray, stroke: float, rng: np.random.Generator) -> np.ndarray:
    """A zero with a slash or a dot in it."""
    zero, (height, width) = zero.copy(), zero.shape
    if rng.random() < TYPE.slash_share:
        ends = (int(width * 0.3), int(height * 0.72)), (int(width * 0.7), int(height * 0.28))
        cv2.line(zero, *ends, 1.0, max(1, int(stroke * rng.uniform(0.5, 1))), cv2.LINE_AA)
    else:
        cv2.circle(zero, (width // 2, height // 2), max(2, int(stroke * rng.uniform(0.5, 0.9))), 1.0, -1, cv2.LINE_AA)
    return zero


def written(groups: list[str], kind: str, rng: np.random.Generator) -> Written:
    type_ = random_type(groups, kind, rng)
    stretch = rng.uniform(*TYPE.stretch) if rng.random() < TYPE.stretched_share else 1
    is_proportional = kind == "flat" and rng.random() < SPACING.proportional_share
    wide = SPACING.wide if kind == "flat" else SPACING.raised_wide
    pitch = type_.advance * stretch * rng.uniform(*(wide if rng.random() < SPACING.wide_share else SPACING.narrow))
    tracking = rng.uniform(*one_of(SPACING.tracking, rng)) * DIGIT_HEIGHT
    gap = pitch * rng.uniform(SPACING.gap_least, one_of(SPACING.gap_most, rng))
    jitter = 0 if kind == "flat" else rng.uniform(*SPACING.jitter)
    before, after = (rng.uniform(ROOM.ends[0], rng.choice(ROOM.ends[1])) * DIGIT_HEIGHT for _ in range(2))
    above, below = (int(rng.uniform(*ROOM.above_and_below) * DIGIT_HEIGHT) for _ in range(2))

    placed, x = [], before + END
    for i, group in enumerate(groups):
        x += gap if i else 0
        for character in group:
            glyph = type_.glyphs[character]
            width = max(1, round(glyph.shape[1] * stretch))
            glyph = cv2.resize(glyph, (width, DIGIT_HEIGHT), interpolation=cv2.INTER_AREA)
            step = width + tracking if is_proportional else pitch
            placed.append((glyph, x + (step - width) / 2, rng.normal(0, jitter)))
            x += step
    top = RIM + above
    coverage = np.zeros((DIGIT_HEIGHT + above + below + 2 * RIM, int(x + after) + END), np.float32)
    for glyph, left, drop in placed:
        lay(coverage, glyph, left, top + drop)
    begin, end = placed[0][1], placed[-1][1] + placed[-1][0].shape[1]
    seen = Frame(left=begin - before, top=RIM, right=end + after, bottom=top + DIGIT_HEIGHT + below)
    text = "".join("/" if character in SEPARATORS else character for character in "".join(groups) if character != HIDDEN)
    if rng.random() < TYPE.leaning_share:
        lean = rng.uniform(*TYPE.lean)
        moved = np.float32([[1, -lean, lean * coverage.shape[0] / 2], [0, 1, 0]])
        coverage = cv2.warpAffine(coverage, moved, coverage.shape[::-1])
        begin, end = begin - abs(lean) * DIGIT_HEIGHT / 2, end + abs(lean) * DIGIT_HEIGHT / 2
    if kind == "flat" and rng.random() < TYPE.bold_share:
        change = cv2.dilate if rng.random() < TYPE.dilated_share else cv2.erode
        coverage = change(coverage, np.ones((3, 3), np.uint8), iterations=int(rng.integers(1, 3)))
    return Written(coverage, begin, end, top, seen, type_.stroke, text)


def lay(canvas: np.ndarray, shape: np.ndarray, left: float, top: float) -> None:
    """Draw a coverage over another one; what is beyond the canvas is lost."""
    x, y = int(left), int(top)
    part = canvas[max(0, y) : max(0, y + shape.shape[0]), max(0, x) : max(0, x + shape.shape[1])]
    shape = shape[max(0, -y) :, max(0, -x) :][: part.shape[0], : part.shape[1]]
    np.maximum(part, shape, out=part)


# ---------------------------------------------------------------------------------------------------------------------
# What it is written on.


def random_ground(shape: tuple[int, int], arts: Stock[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """float32 [*shape, 3], BGR, 0..255."""
    height, width = shape
    chance = rng.random()
    if chance < GROUND.plain:
        ground = np.full((height, width, 3), random_colour(rng), np.float32)
    elif chance < GROUND.plain + GROUND.gradient:
        ground = gradient(height, width, rng)
    elif chance < GROUND.plain + GROUND.gradient + GROUND.art:
        ground = piece_of_art(arts.any(rng), height, width, rng)
    else:
        ground = recoloured(random_piece((height, width), False, rng), rng).clip(0, 255)
    if rng.random() < GROUND.pattern_share:
        opacity = rng.uniform(*(PATTERN.faint if rng.random() < 0.5 else PATTERN.bold))
        is_near = rng.random() < PATTERN.near_share
        colour = ground.mean((0, 1)) + rng.normal(0, PATTERN.near, 3) if is_near else random_colour(rng)
        ground = blended(ground, colour, pattern(height, width, rng) * opacity)
    if rng.random() < GROUND.figures_share:
        colour = np.full(3, rng.uniform(*PATTERN.black)) if rng.random() < PATTERN.black_share else random_colour(rng)
        ground = blended(ground, colour, figures(height, width, rng) * rng.uniform(*PATTERN.over))
    if rng.random() < GROUND.drawings_share:
        ground = with_drawings(ground.astype(np.float32), False, random_colour, rng)
    if rng.random() < GROUND.grain_share:
        ground = ground + rng.normal(0, rng.uniform(*GROUND.grain), (height, width, 1))
    return ground.clip(0, 255).astype(np.float32)


def blended(image: np.ndarray, colour: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """An image under a colour or another image. cover: [H, W], 0..1"""
    return image + (colour - image) * cover[..., None]


def gradient(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    colour, angle = random_colour(rng), rng.uniform(0, 2 * np.pi)
    other = (colour + rng.normal(0, rng.choice(GROUND.differences), 3)).clip(0, 255)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    slope = GROUND.steepness * x * np.cos(angle) + y * np.sin(angle)
    slope = (slope - slope.min()) / (np.ptp(slope) + 1e-6)
    return colour + (other - colour) * slope[..., None]


def piece_of_art(art: np.ndarray, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    scale = rng.uniform(*GROUND.scale)
    scales = (max(scale, (side + 1) / has) for side, has in ((width, art.shape[1]), (height, art.shape[0])))
    art = cv2.resize(art, None, fx=next(scales), fy=next(scales))
    y, x = rng.integers(0, art.shape[0] - height + 1), rng.integers(0, art.shape[1] - width + 1)
    return art[y : y + height, x : x + width].astype(np.float32)


def pattern(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Stripes, dots, squares, waves, rings, a grid or figures: a coverage."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    pitch, angle = rng.uniform(*PATTERN.pitch), rng.uniform(0, np.pi)
    u, v = (x * np.cos(angle) + y * np.sin(angle)) / pitch, (y * np.cos(angle) - x * np.sin(angle)) / pitch
    forms = (
        lambda: u % 1 < rng.uniform(0.2, 0.6),
        lambda: np.hypot(u % 1 - 0.5, v % 1 - 0.5) < rng.uniform(0.15, 0.45),
        lambda: (u % 1 < 0.5) ^ (v % 1 < 0.5),
        lambda: (u + rng.uniform(0.2, 1) * np.sin(v * rng.uniform(0.5, 2))) % 1 < rng.uniform(0.1, 0.5),
        lambda: np.hypot(x - rng.uniform(0, width), y - rng.uniform(-height, 2 * height)) / pitch % 1 < rng.uniform(0.1, 0.5),
        lambda: np.minimum(u % 1, v % 1) < rng.uniform(0.05, 0.2),
        lambda: figures(height, width, rng),
    )
    return cv2.GaussianBlur(forms[rng.integers(len(forms))]().astype(np.float32), (0, 0), 0.7)


def figures(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Bent lines and patches with bent rims: a coverage."""
    cover = np.zeros((height, width), np.uint8)
    for _ in range(rng.integers(*PATTERN.bends)):
        count = int(rng.integers(*PATTERN.corners))
        corners = np.cumsum(rng.normal(0, rng.uniform(*PATTERN.bend), (count, 2)), 0) + rng.uniform(0, (width, height))
        along, at = np.linspace(0, count - 1, 40), np.arange(count)
        bent = np.stack([np.interp(along, at, corners[:, side]) for side in range(2)], -1)
        bent = np.int32(cv2.blur(bent[:, None], (1, 7))[:, 0])
        if rng.random() < PATTERN.filled_share:
            cv2.fillPoly(cover, [bent], 255, cv2.LINE_AA)
        else:
            cv2.polylines(cover, [bent], False, 255, int(rng.integers(*PATTERN.thickness)), cv2.LINE_AA)
    return cover.astype(np.float32) / 255


LABELS = tuple(label.replace("\n", " ") for label in DATE_LABELS)
BESIDE_WORDS = (*WORDS, *HUGE_WORDS, *BANKS, *CJK_BANKS, *LABELS)


def with_neighbours(ground: np.ndarray, line: Written, rng: np.random.Generator) -> np.ndarray:
    """Words at a line's ends, and rows of them above and below."""
    cover = np.zeros(line.coverage.shape, np.float32)
    free = BESIDE.free * DIGIT_HEIGHT
    for is_left in (True, False):
        if line.room(is_left) > free and rng.random() < BESIDE.word_share:
            word = str(rng.choice(BESIDE_WORDS))
            height = rng.uniform(*(BESIDE.small if rng.random() < 0.5 else BESIDE.tall)) * DIGIT_HEIGHT
            shape = any_lettering(word, height, rng)
            away = free * rng.uniform(1, 1.6)
            left = line.begin - away - shape.shape[1] if is_left else line.end + away
            lay(cover, shape, left, line.top + rng.uniform(-0.2, 0.9) * (DIGIT_HEIGHT - shape.shape[0]))
    for is_above in (True, False):
        if rng.random() < BESIDE.row_share:
            words = " ".join(map(str, rng.choice((*WORDS, *BANKS), rng.integers(*BESIDE.row_words))))
            shape = any_lettering(words, rng.uniform(*BESIDE.row_height) * DIGIT_HEIGHT, rng)
            away = rng.uniform(*BESIDE.row_away) * DIGIT_HEIGHT
            top = line.top - shape.shape[0] - away if is_above else line.top + DIGIT_HEIGHT + away
            lay(cover, shape, rng.uniform(-100, cover.shape[1]), top)
    ground = blended(ground, random_colour(rng), cover * rng.uniform(*BESIDE.opacity))
    if line.room(False) > BESIDE.code_room * DIGIT_HEIGHT and rng.random() < BESIDE.code_share:
        size = int(rng.uniform(*BESIDE.code_size) * DIGIT_HEIGHT)
        left, top = int(line.end + rng.uniform(*BESIDE.code_away) * DIGIT_HEIGHT), int(RIM + rng.uniform(0, 0.5) * DIGIT_HEIGHT)
        place = ground[top : top + size, left : left + size]
        place[:] = qr_code(size, rng)[: place.shape[0], : place.shape[1], None]
    return ground


def qr_code(size: int, rng: np.random.Generator) -> np.ndarray:
    """What looks like one: float32 [size, size], 0 or 255."""
    dots = rng.random((21, 21)) < 0.5
    for y, x in ((0, 0), (0, 14), (14, 0)):
        dots[y : y + 7, x : x + 7] = True
        dots[y + 1 : y + 6, x + 1 : x + 6] = False
        dots[y + 2 : y + 5, x + 2 : x + 5] = True
    return cv2.resize(255 * np.pad(~dots, 1, constant_values=True).astype(np.float32), (size, size), interpolation=cv2.INTER_NEAREST)


def with_edges(image: np.ndarray, line: Written, arts: Stock[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """The card's edge at an end of the line, and the table behind it."""
    (height, width), least = line.coverage.shape, BESIDE.edge_room * DIGIT_HEIGHT
    for is_left in (True, False):
        if line.room(is_left) < least or rng.random() > BESIDE.edge_share:
            continue
        away, slant = rng.uniform(least, line.room(is_left)), rng.normal(0, BESIDE.edge_slant)
        x = line.begin - away if is_left else line.end + away
        beyond = 0 if is_left else width
        cover = np.zeros((height, width), np.float32)
        cv2.fillPoly(cover, [np.int32([[x + slant, 0], [x - slant, height], [beyond, height], [beyond, 0]])], 1.0, cv2.LINE_AA)
        is_table = rng.random() < BESIDE.table_share
        other = random_ground((height, width), arts, rng) if is_table else float(rng.choice(BESIDE.greys))
        image = blended(image, other, cover)
    return image


# ---------------------------------------------------------------------------------------------------------------------
# How it is printed.


def printed(arts: Stock[np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, Written]:
    kind = random_kind(rng)
    line = written(random_groups(rng), kind, rng)
    ground = with_neighbours(random_ground(line.coverage.shape, arts, rng), line, rng)
    image = in_ink(ground, line, rng) if kind == "flat" else raised(ground, line, kind == "foil", rng)
    return with_edges(image, line, arts, rng), line


def in_ink(ground: np.ndarray, line: Written, rng: np.random.Generator) -> np.ndarray:
    cover = line.coverage
    colour = ink_colour(float(ground[line.top : line.top + DIGIT_HEIGHT].mean()), rng)
    opacity = rng.uniform(*(INK.full if rng.random() < INK.full_share else INK.thin))
    chance = rng.random()
    if chance < INK.shadow_share:
        moved = tuple(map(int, rng.normal(0, INK.shadow_away, 2)))
        shadow = cv2.GaussianBlur(np.roll(cover, moved, (0, 1)), (0, 0), rng.uniform(*INK.shadow_blur))
        grey = 0.0 if rng.random() < INK.dark_shadow_share else 255.0
        ground = blended(ground, grey, shadow * rng.uniform(*INK.shadow))
    if chance > 1 - INK.halo_share:
        ground = blended(ground, random_colour(rng), cv2.dilate(cover, np.ones((5, 5), np.uint8)) * rng.uniform(*INK.halo))
    if chance > 1 - INK.outline_share:
        cover = cv2.morphologyEx(cover, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    if rng.random() < INK.worn_share:
        noise = smooth_noise(rng, *cover.shape, octaves=int(rng.integers(2, 7)), gain=0.8)
        cover = cover * (1 - rng.uniform(*INK.worn) * (noise > rng.uniform(*INK.worn_from)))
    if rng.random() < INK.shaded_share:
        colour = colour + np.linspace(0, 1, len(cover))[:, None, None] * rng.normal(0, INK.shade, 3)
    return blended(ground, colour, cover * opacity)


def ink_colour(lightness: float, rng: np.random.Generator) -> np.ndarray:
    """BGR, mostly unlike the lightness of its ground (grey levels)."""
    for _ in range(INK.tries):
        if rng.random() < INK.dark_share:
            colour = np.full(3, rng.uniform(*INK.dark))
        elif rng.random() < INK.bright_share:
            colour = np.full(3, rng.uniform(*INK.bright))
        else:
            colour = random_colour(rng)
        if rng.random() < INK.gold_share:
            colour = np.array([rng.uniform(*channel) for channel in INK.gold])
        if abs(colour.mean() - lightness) > (INK.faint if rng.random() < INK.faint_share else INK.plain):
            break
    return colour


def raised(ground: np.ndarray, line: Written, is_foil: bool, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < RIDGE.share:
        return ridged(ground, line, is_foil, rng)
    image = tip(ground, line.coverage, rng) if is_foil else ground
    if not is_foil and rng.random() < RIDGE.tinted_share:
        image = image * (1 + rng.uniform(*RIDGE.tint) * line.coverage)[..., None]
    return emboss(image, line.coverage, line.stroke, is_foil, rng)


def ridged(ground: np.ndarray, line: Written, is_foil: bool, rng: np.random.Generator) -> np.ndarray:
    """Strokes as a map of heights, lit from one side."""
    cover, angle = line.coverage, rng.uniform(0, 2 * np.pi)
    heights = cv2.GaussianBlur(cover, (0, 0), line.stroke * rng.uniform(*RIDGE.softness))
    is_opposite = rng.random() < RIDGE.opposite_share
    other = angle + np.pi + rng.normal(0, RIDGE.opposite) if is_opposite else rng.uniform(0, 2 * np.pi)
    slopes, others = slopes_to(angle, heights), slopes_to(other, heights)
    image = ground
    if is_foil:
        foil = foil_colour(rng)
        worn = rng.uniform(*RIDGE.worn) if rng.random() < RIDGE.worn_share else 0
        noise = smooth_noise(rng, *cover.shape, octaves=6, gain=0.9)
        image = blended(image, foil, cover * (1 - worn * (noise > rng.uniform(*RIDGE.worn_from))) * rng.uniform(*RIDGE.foil))
    image = image + glints(slopes, others, rng)[..., None]
    if rng.random() < RIDGE.bands_share:
        along = np.linspace(0, 1, cover.shape[1]) * rng.uniform(*RIDGE.bands_drift)
        bands = np.sin(heights / max(1e-3, heights.max()) * rng.uniform(*RIDGE.bands) + rng.uniform(0, 2 * np.pi) + along)
        image = image + (bands * cover * rng.uniform(*RIDGE.band))[..., None]
    if rng.random() < RIDGE.shadow_share:
        moved = (int(RIDGE.shadow_reach * np.sin(angle)), int(RIDGE.shadow_reach * np.cos(angle)))
        shadow = cv2.GaussianBlur(np.roll(cover, moved, (0, 1)), (0, 0), RIDGE.shadow_reach) * (1 - cover)
        image = image * (1 - shadow * rng.uniform(*RIDGE.shadow))[..., None]
    return image


def slopes_to(angle: float, heights: np.ndarray) -> np.ndarray:
    """How steeply a map of heights falls away from a light, -1..1 but for the steepest."""
    slopes = cv2.Sobel(heights, cv2.CV_32F, 1, 0) * np.cos(angle) + cv2.Sobel(heights, cv2.CV_32F, 0, 1) * np.sin(angle)
    return slopes / max(1e-3, np.percentile(np.abs(slopes), 99))


def glints(slopes: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What two lights add to a picture, grey levels: the share of each may change along the line."""
    along = np.linspace(0, 1, slopes.shape[1])
    share = 0.5 + 0.5 * np.sin(along * rng.uniform(*RIDGE.changes) + rng.uniform(0, 2 * np.pi))
    other_share = 1 - share * rng.random() if rng.random() < 0.5 else rng.random()
    power, light = rng.choice(RIDGE.powers), rng.uniform(*RIDGE.light)
    lit = slopes.clip(0, 1) ** power * share + others.clip(0, 1) ** power * other_share * rng.uniform(*RIDGE.second)
    dark = (-slopes).clip(0, 1) * ((-others).clip(0, 1) ** 0.5 if rng.random() < 0.5 else 1)
    return lit * light - dark * rng.uniform(*RIDGE.dark)


def foil_colour(rng: np.random.Generator) -> np.ndarray:
    """Grey, gold or silver, BGR."""
    channels = RIDGE.foils[rng.integers(len(RIDGE.foils))]
    drawn = [rng.uniform(*channel) for channel in channels]
    return np.array(drawn if len(drawn) == 3 else drawn * 3)


# ---------------------------------------------------------------------------------------------------------------------
# How it is seen.


def views(image: np.ndarray, line: Written, rng: np.random.Generator) -> Iterator[Strip]:
    for _ in range(VIEWS):
        yield Strip(photographed(image, line, rng), line.text, "clear", (), 1.0)


def photographed(image: np.ndarray, line: Written, rng: np.random.Generator) -> np.ndarray:
    """uint8 [STRIP_HEIGHT, W, 3]"""
    aspect = line.seen.width / line.seen.height * rng.uniform(*FRAME.stretch)
    width = int(np.clip(STRIP_HEIGHT * aspect, MIN_WIDTH, MAX_WIDTH))
    chance = rng.random()
    near = rng.uniform(*(VIEW.near if chance < VIEW.full_share + VIEW.near_share else VIEW.far))
    scale = 1 if chance < VIEW.full_share else near
    h, w = max(14, round(STRIP_HEIGHT * scale)), max(12, round(width * scale))
    (seen,) = projected((image.clip(0, 255).astype(np.float32),), line.seen, (w, h), rng)
    if rng.random() < VIEW.camera_share:
        factor, added = light(h, w, rng)
        seen = expose(seen * factor[..., None] + added[..., None], random_camera(h, rng.random(), rng), rng)
    else:
        seen = plainly_exposed(seen, scale, rng)
    if (h, w) != (STRIP_HEIGHT, width):
        seen = cv2.resize(seen, (width, STRIP_HEIGHT), interpolation=int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    return seen


def plainly_exposed(seen: np.ndarray, scale: float, rng: np.random.Generator) -> np.ndarray:
    """Soft, uneven, with glare, darker, noisy, or none of it, uint8. scale: of its px to those of a strip"""
    (height, width), normal = seen.shape[:2], rng.standard_normal
    if rng.random() < VIEW.soft_share:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(*VIEW.soft) * scale)
    if rng.random() < VIEW.uneven_share:
        slope = np.linspace(-1, 1, width) * normal() + np.linspace(-1, 1, height)[:, None] * normal()
        seen = seen * (1 + VIEW.uneven * slope)[..., None]
    if rng.random() < VIEW.glare_share:
        y, x = np.mgrid[:height, :width]
        w, h = (rng.uniform(*size) for size in VIEW.glare_size)
        spot = np.exp(-(((x - rng.uniform(0, width)) / w) ** 2) - ((y - rng.uniform(0, height)) / h) ** 2)
        seen = blended(seen, 255.0, spot * rng.uniform(*VIEW.glare))
    seen = 255 * (seen / 255).clip(0, 1) ** np.exp(VIEW.gamma * normal()) * rng.uniform(*VIEW.exposure)
    if rng.random() < VIEW.noise_share:
        seen = seen + rng.uniform(*VIEW.noise) * normal(seen.shape)
    seen = seen.clip(0, 255).astype(np.uint8)
    if rng.random() > VIEW.jpeg_share:
        return seen
    _, jpeg = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*VIEW.quality))])
    return cv2.imdecode(jpeg, cv2.IMREAD_COLOR)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    strips = ClearStrips(options.seed)
    some = [strips() for _ in range(SHEET_STRIPS)]
    cv2.imwrite(str(options.out), contact_sheet([(strip.image, f"{strip.text} {strip.kind}") for strip in some]))
