"""Lines of characters: in what type, how far apart, and how they are printed or raised on a card."""

from collections.abc import Container
from dataclasses import dataclass

import cv2
import numpy as np
from card_art import random_colour
from digits import draw, random_style
from fonts import DIGITS, PERSIAN_DIGITS, SEPARATORS, font_files, glyphs, lettering, persian_font_files, word_font_files
from relief import emboss, smooth_noise, tip
from texts import DATE_LABELS, OTHER

KINDS = ("flat", "embossed", "foil")
DIGIT_HEIGHT = 48  # px, while drawing
CANVAS_HEIGHT = 104
MARGIN = 136  # px of canvas before and behind a line


class TYPE:
    """In what type a line is printed, by its kind."""

    embossed_share = {"flat": 0.12, "embossed": 0.93, "foil": 0.93}  # in an embossing type; the others in a free font
    persian_share = 0.15  # of the lines in a free font that are no date
    stretched_share, stretch = 0.3, (0.85, 1.4)  # of the lines in a free font: how much wider its digits are
    font_stroke = 0.13  # of the digits' height: about how wide the strokes of a free font are


class SPACING:
    """How far apart characters stand."""

    pitch = {"flat": (1.0, 1.35), "embossed": (1.12, 1.6), "foil": (1.12, 1.6)}  # of a digit's advance
    gap = (0.3, 1.3)  # between groups, of the pitch
    jitter = (0, 1.6)  # px, standard deviation: how far raised digits stand above or below the line
    proportional_share = 0.35  # of the flat lines
    between = 0.12  # two digits of a proportional line, of their height
    label_nearer = (-0.35, 0.2)  # by how many gaps a label is away from its place


class WORDS_BESIDE:
    """Words and labels beside digits."""

    size = (0.5, 1)  # of words, of the digits' height
    label_size = (0.2, 0.45)  # of labels
    label_lines = (1.05, 1.4)  # from line to line, of the label's size


class COLUMN:
    """Rows that a strip goes across, on their sides."""

    size = (0.3, 0.8)  # of the digits' height
    step = (1.15, 2.2)  # from row to row, of the size
    begins = (-1.5, 0.6)  # of the canvas's height
    aligned_share = 0.7  # of the rows: they begin where most of them do


class RAISED:
    tinted_share, tint = 0.35, (-0.2, 0.25)  # of embossed lines without foil: stretched plastic is darker or paler


class INK:
    """Flat print."""

    tries, least_contrast = 8, 30  # grey levels between the colour and the ground
    dark, bright, dark_share = (0, 70), (180, 255), 0.5
    coloured_share = 0.35  # the others are grey
    opacity = (0.55, 1)
    worn_share, worn_away, worn_area = 0.3, (0.2, 0.75), (0.5, 0.8)
    shadow_share, shadow = 0.2, 0.5
    label_opacity = (0.4, 1)


@dataclass(frozen=True)
class Character:
    text: str  # a digit, '/' or OTHER (for a whole word)
    left: float  # px
    right: float


@dataclass(frozen=True)
class Line:
    """A drawn line: what its strokes cover, and where its characters stand."""

    coverage: np.ndarray  # float32 [CANVAS_HEIGHT, W], 0..1
    characters: list[Character]
    top: float  # of the digits, px
    stroke: float  # width of strokes, px
    labels: np.ndarray | None = None  # coverage of what is printed flat, whatever the line's kind


@dataclass(frozen=True)
class Type:
    glyphs: dict[str, np.ndarray]  # coverage [DIGIT_HEIGHT, W] of each character
    advance: float  # px from a digit to the next
    stroke: float  # px


@dataclass(frozen=True)
class Glyph:
    """A character or a word where it is drawn."""

    character: Character
    drop: float  # px below the digits' top
    coverage: np.ndarray


def random_type(groups: list[str], kind: str, held_out: bool, rng: np.random.Generator) -> Type:
    """A type with the digits and separators of some groups. held_out: one that training never sees"""
    if rng.random() < TYPE.embossed_share[kind]:
        style = random_style(rng, held_out)
        characters = set("".join(groups)) & set(DIGITS + SEPARATORS)
        drawn = {character: draw(character, style, DIGIT_HEIGHT) for character in characters}
        return Type(drawn, DIGIT_HEIGHT * style.width, style.stroke * DIGIT_HEIGHT)
    is_date = any(separator in group for group in groups for separator in SEPARATORS)
    is_persian = not is_date and rng.random() < TYPE.persian_share
    files, digits = (persian_font_files(held_out), PERSIAN_DIGITS) if is_persian else (font_files(held_out), DIGITS)
    drawn, advance = glyphs(files[rng.integers(len(files))], DIGIT_HEIGHT, digits)
    if rng.random() < TYPE.stretched_share:
        by = rng.uniform(*TYPE.stretch)
        drawn, advance = {char: stretched(shape, by) for char, shape in drawn.items()}, advance * by
    return Type(drawn, advance, TYPE.font_stroke * DIGIT_HEIGHT)


def stretched(coverage: np.ndarray, by: float) -> np.ndarray:
    """A character's coverage, made wider."""
    height, width = coverage.shape
    return cv2.resize(coverage, (max(1, round(width * by)), height), interpolation=cv2.INTER_AREA)


def lay_out(
    groups: list[str], kind: str, held_out: bool, rng: np.random.Generator, labels: Container[str] = DATE_LABELS
) -> Line:
    """
    Draw groups of characters in a row, with a margin around so that the camera can miss them.

    Args:
        labels: groups that are labels, smaller than the characters beside them, on a canvas of their own
    """
    type_ = random_type(groups, kind, held_out, rng)
    placed, end = place(groups, type_, kind, rng, labels)
    coverage, apart = (np.zeros((CANVAS_HEIGHT, int(end) + MARGIN), np.float32) for _ in range(2))
    top = (CANVAS_HEIGHT - DIGIT_HEIGHT) // 2
    is_labelled = any(group in labels for group in groups)
    for glyph in placed:
        row, column = top + round(glyph.drop), round(glyph.character.left)
        canvas = apart if is_labelled and glyph.character.text == OTHER else coverage
        part = canvas[row : row + glyph.coverage.shape[0], column : column + glyph.coverage.shape[1]]
        np.maximum(part, glyph.coverage[: part.shape[0], : part.shape[1]], out=part)
    return Line(coverage, [glyph.character for glyph in placed], top, type_.stroke, apart if is_labelled else None)


def place(
    groups: list[str], type_: Type, kind: str, rng: np.random.Generator, labels: Container[str]
) -> tuple[list[Glyph], float]:
    """Glyphs from MARGIN on to the right, and where the last one's room ends, px."""
    pitch = type_.advance * rng.uniform(*SPACING.pitch[kind])
    gap = pitch * rng.uniform(*SPACING.gap)
    jitter = 0 if kind == "flat" else rng.uniform(*SPACING.jitter)
    is_proportional = kind == "flat" and rng.random() < SPACING.proportional_share
    placed: list[Glyph] = []
    x = float(MARGIN)
    for i, group in enumerate(groups):
        x += gap if i else 0
        if any(char not in type_.glyphs for char in group):
            word = draw_words(group, rng, group in labels)
            if group in labels:
                x += rng.uniform(*SPACING.label_nearer) * gap
            free = DIGIT_HEIGHT - word.shape[0]  # a column has none: it is as high as the canvas
            drop = free * (rng.random() if free > 0 else 0.5)
            placed.append(Glyph(Character(OTHER, x, x + word.shape[1]), drop, word))
            x += word.shape[1]
            continue
        for char in group:
            width = type_.glyphs[char].shape[1]
            step = width + SPACING.between * DIGIT_HEIGHT if is_proportional else pitch
            left = x + (step - width) / 2
            character = Character("/" if char in SEPARATORS else char, left, left + width)
            placed.append(Glyph(character, rng.normal(0, jitter), type_.glyphs[char]))
            x += step
    return placed, x


def draw_words(text: str, rng: np.random.Generator, is_label: bool) -> np.ndarray:
    """Coverage of a word, of a label in one line or two, or of a column of rows."""
    files = word_font_files(text)
    file = files[rng.integers(len(files))]
    if not is_label and "\n" in text:
        return draw_column(text.split("\n"), file, rng)
    if not is_label:
        return lettering(file, text, round(DIGIT_HEIGHT * rng.uniform(*WORDS_BESIDE.size)))
    size = round(DIGIT_HEIGHT * rng.uniform(*WORDS_BESIDE.label_size))
    lines = [lettering(file, line, size) for line in text.split("\n")]
    step = round(size * rng.uniform(*WORDS_BESIDE.label_lines))
    drawn = np.zeros((size + step * (len(lines) - 1), max(line.shape[1] for line in lines)), np.float32)
    for i, line in enumerate(lines):
        drawn[i * step : i * step + size, drawn.shape[1] - line.shape[1] :] = line
    return drawn


def draw_column(rows: list[str], file: str, rng: np.random.Generator) -> np.ndarray:
    """Coverage of rows on their sides, as high as the canvas; they begin and end where they like."""
    size = round(DIGIT_HEIGHT * rng.uniform(*COLUMN.size))
    step = round(size * rng.uniform(*COLUMN.step))
    drawn = np.zeros((size + step * (len(rows) - 1), CANVAS_HEIGHT), np.float32)
    aligned = rng.uniform(*COLUMN.begins)
    for i, row in enumerate(rows):
        shape = lettering(file, row, size)
        begin = round(CANVAS_HEIGHT * (aligned if rng.random() < COLUMN.aligned_share else rng.uniform(*COLUMN.begins)))
        shape = shape[:, max(0, -begin) : CANVAS_HEIGHT - begin]
        begin = max(0, begin)
        drawn[i * step : i * step + size, begin : begin + shape.shape[1]] = shape
    return np.rot90(drawn, 1 if rng.random() < 0.5 else 3)


def print_line(ground: np.ndarray, line: Line, kind: str, rng: np.random.Generator) -> np.ndarray:
    """The line on its ground. ground: float32 [H, W, 3]; returns the same form"""
    coverage = line.coverage
    if line.labels is not None:
        ground = ground + (random_colour(rng) - ground) * (line.labels * rng.uniform(*INK.label_opacity))[..., None]
    if kind == "flat":
        return print_flat(ground, coverage, rng)
    image = tip(ground, coverage, rng) if kind == "foil" else ground
    if kind == "embossed" and rng.random() < RAISED.tinted_share:
        image = image * (1 + rng.uniform(*RAISED.tint) * coverage)[..., None]
    return emboss(image, coverage, line.stroke, kind == "foil", rng)


def print_flat(ground: np.ndarray, coverage: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    behind = ground[len(ground) // 3 : -(len(ground) // 3)]  # near a card's rim the canvas has only a part of it
    colour = ink_colour(float(behind.mean()) if behind.size else float(ground.mean()), rng)
    ink = coverage * rng.uniform(*INK.opacity)
    if rng.random() < INK.worn_share:
        away = rng.uniform(*INK.worn_away)
        ink = ink * (1 - away * (smooth_noise(rng, *coverage.shape, octaves=6, gain=0.9) > rng.uniform(*INK.worn_area)))
    image = ground
    if rng.random() < INK.shadow_share:
        image = image * (1 - INK.shadow * np.roll(coverage, (2, 2), (0, 1)))[..., None]
    return image * (1 - ink[..., None]) + colour * ink[..., None]


def ink_colour(lightness: float, rng: np.random.Generator) -> np.ndarray:
    """BGR, float32 [3], mostly unlike the lightness of its ground (grey levels)."""
    for _ in range(INK.tries):
        grey = rng.uniform(*INK.dark) if rng.random() < INK.dark_share else rng.uniform(*INK.bright)
        colour = random_colour(rng) if rng.random() < INK.coloured_share else np.float32([grey] * 3)
        if abs(float(colour.mean()) - lightness) > INK.least_contrast:
            break
    return colour
