"""
Makes pieces of straightened cards with the words by which cards say that they are for debit or credit, and with words
like them: what the type finder learns from.

Look at some: `python3 scripts/train/type_words.py contact-sheet.png [--seed 1] [--held-out]`
"""

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from card_art import card_art
from face import LONG, SHORT
from faces import random_face
from fonts import family_files, part_of, word_font_files
from PIL import Image, ImageDraw, ImageFont
from printing import BLACK, WHITE, Press, box, readable_colour
from scenes import PHOTOGRAPH, photographed
from stock import Stock
from texts import BANKS, CJK, LETTERS, WORDS, one_of

WIDTH, HEIGHT = 256, 104  # px: of a piece to train on; the service looks at a card LONG px wide
KINDS = ("debit", "credit")
# How a card says what it is for, and how frequent that is.
SAID = {
    "debit": (
        ("DEBIT", 0.49),
        ("Debit", 0.12),
        ("debit", 0.1),
        ("DEBIT CARD", 0.04),
        ("Debit Card", 0.04),
        ("debit card", 0.02),
        ("Debit Mastercard", 0.02),
        ("VISA DEBIT", 0.02),
        ("Visa Debit", 0.02),
        ("DÉBIT", 0.03),
        ("Débit", 0.02),
        ("DÉBITO", 0.03),
        ("Débito", 0.03),
        ("débito", 0.01),
        ("DEBITO", 0.01),
    ),
    "credit": (
        ("CREDIT", 0.25),
        ("Credit", 0.15),
        ("credit", 0.08),
        ("CREDIT CARD", 0.12),
        ("Credit Card", 0.14),
        ("credit card", 0.04),
        ("CRÉDIT", 0.04),
        ("Crédit", 0.03),
        ("CRÉDITO", 0.06),
        ("Crédito", 0.06),
        ("crédito", 0.03),
    ),
}
# Banks whose names have the word: no card is for credit because of them. `/`: where the name may go on below.
CREDIT_BANKS = (
    "CREDIT/ SUISSE,Credit/ Suisse,CRÉDIT/ AGRICOLE,Crédit/ Agricole,CRÉDIT/ MUTUEL,Crédit/ Mutuel,Crédit/ du Nord,"
    "CREDIT/ UNION,Credit/ Union,FEDERAL CREDIT UNION,Navy Federal Credit Union,FEDERAL/ CREDIT UNION,"
    "Federal/ Credit Union,COMMUNITY CREDIT UNION,Community Credit Union,TEACHERS/ CREDIT UNION,CREDIT UNION OF TEXAS,"
    "Banco de Crédito,BANCO DE CRÉDITO,Credit/ Bank,CREDIT/ BANK,UniCredit,UNICREDIT,UniCredit Bank,"
    "Credit Europe Bank,Home Credit,HOME CREDIT,"
    "Credit Lyonnais,CREDIT LYONNAIS,Farm Credit,Crédit Foncier,Crédito Agrícola,CREDITO AGRICOLA,Credit Andorrà,"
    "Creditbank,CREDIT DU MAROC,Crédit Coopératif,Credito Emiliano,Banco Crédito,Credit One Bank,Credit Saison"
).split(",")
ALIKE = (
    "DIRECT,Direct,EDIT,ORBIT,Orbit,RABBIT,DEPOSIT,Deposit,CREATE,CREST,Credentials,DEBUT,Debut,Rebate,REBATE,REBELL,"
    "HABIT,PROFIT,Profit,LIMIT,VISIT,Visit,DIGIT,DIGITAL,Digital,UNIT,BENEFIT,Benefit,EDITION,Limited Edition,DUBAI,"
    "DELHI,CREDO,MERIT,Merit,Summit,TRANSIT,ELECTRON,Electron,PREPAID,Prepaid,prepaid,BUSINESS,Business,PLATINUM,"
    "Platinum,platinum,INFINITE,Infinite,SIGNATURE,Signature,WORLD,World,world,WORLD ELITE,TITANIUM,Titanium,CLASSIC,"
    "Classic,GOLD,Gold,STANDARD,Standard,REWARDS,Rewards,CASH BACK,Cashback,MEMBER,Member,SINCE,VALID THRU,VALID FROM,"
    "GOOD THRU,MONTH/YEAR,EXPIRES END,CARDHOLDER,CARDHOLDER NAME,CORPORATE,Corporate,INTERNATIONAL,ELECTRONIC USE ONLY,"
    "CHINA,China,BANK,Bank,CARD HOLDER,CARDHOLDER'S NAME,CARD MEMBER,PREMIER,Premier,ADVANTAGE,STUDENT,TRAVEL,Travel,"
    "Check Card,ATM,maestro,Maestro,mastercard,MasterCard,VISA,RuPay,CIRRUS,Cirrus"
).split(",")


class WORD:
    kinds = (("debit", 0.22), ("credit", 0.17), ("bank", 0.18), ("alike", 0.13), ("changed", 0.11), ("other", 0.19))
    height, long_smaller = (8, 26), 0.6  # px, of its capitals; one of many large letters is so much smaller
    long_letters, long_height = 12, 18
    stretched_share, stretched = 0.3, (0.75, 1.3)
    spaced_share, spaced = 0.2, (0.08, 0.5)  # of the words; room between letters, in heights
    opacity_share, opacity = 0.35, (0.45, 0.95)
    edge_share, edge = 0.12, 0.6  # with an edge of another colour; its opacity
    patch_share, patch = 0.1, 0.5  # on a patch of one colour; its rim, in heights
    below_share = 0.3  # of the banks' names that may: in two lines
    beside_share = 0.3  # of the words: another one above or below
    tries = 8  # to find room for it


class CARD:
    words = (3, 7)
    clear_share = 0.85  # of the numbers and dates: no word stands on them
    outline = 0.012  # of the width: standard deviation of a corner
    coarse_share, coarse = 0.45, (0.4, 1)  # of the cards: seen with fewer px, and enlarged
    upside_down_share = 0.04  # no word of these counts
    half_share = 0.4  # seen at half the size, its words printed twice as large: the service looks at both sizes
    pieces = 8  # of one photograph
    anywhere_share, astray = 0.3, 0.35  # of the pieces; how far a word may be from the middle of the others


class STOCK:
    faces, arts, renewed_every, art_share = 64, 24, 2, 0.2


BIG, ROOM = 40, 0.3  # px, of capitals as they are drawn; above and below them, of that


@dataclass(frozen=True)
class Word:
    kind: int  # index in KINDS
    quad: np.ndarray  # float32 [4, 2], px: tight around its capitals

    def moved(self, by: np.ndarray) -> "Word":
        """by: a homography"""
        return Word(self.kind, cv2.perspectiveTransform(self.quad[None], by)[0])


@dataclass(frozen=True)
class Piece:
    image: np.ndarray  # uint8 [HEIGHT, WIDTH, 3], BGR
    words: list[Word]


class TypeWords:
    """Pieces of straightened cards; those of the n-th card of a (seed, worker) are always the same."""

    def __init__(self, seed: int, held_out: bool = False, worker: int = 0):
        """held_out: in types that training never sees"""
        self.seed, self.held_out, self.worker, self.made = seed, held_out, worker, 0
        beginning = (seed, worker, held_out)
        self.arts = Stock(STOCK.arts, (*beginning, 1), card_art)
        self.faces = Stock(STOCK.faces, (*beginning, 2), lambda rng: random_face(held_out, rng, self.arts.any(rng)))

    def __call__(self) -> list[Piece]:
        """Pieces of one card."""
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % STOCK.renewed_every == 0:
            self.faces.renew_any(rng)
            if rng.random() < STOCK.art_share:
                self.arts.renew_any(rng)
        face = self.faces.any(rng)
        size = (SHORT, LONG) if face.image.shape[0] > face.image.shape[1] else (LONG, SHORT)
        image = cv2.resize(face.image, size)
        lines = [*face.numbers, *([] if face.expiry is None else [face.expiry])]
        kept = [line for line in lines if rng.random() < CARD.clear_share]
        is_half = rng.random() < CARD.half_share and size[0] // 2 >= WIDTH
        words = print_words(Press(image, rng, self.held_out), kept, 2 if is_half else 1)
        image, words = seen(image, words, rng)
        if is_half:
            image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            words = [Word(word.kind, word.quad / 2) for word in words]
        return [piece_of(image, words, rng) for _ in range(CARD.pieces)]


def seen(image: np.ndarray, words: list[Word], rng: np.random.Generator) -> tuple[np.ndarray, list[Word]]:
    """A card as it is photographed, and straightened by an outline that is not quite right."""
    size = image.shape[1::-1]
    corners = np.float32(box(0, 0, *size) + rng.normal(0, CARD.outline * size[0], (4, 2)))
    bend = cv2.getPerspectiveTransform(box(0, 0, *size), corners)
    image = cv2.warpPerspective(image, bend, size, borderMode=cv2.BORDER_REFLECT)
    coarse = rng.uniform(*CARD.coarse) if rng.random() < CARD.coarse_share else 1.0
    if coarse < 1:
        image = cv2.resize(image, [round(side * coarse) for side in size], interpolation=cv2.INTER_AREA)
    image = photographed(image, rng, round(PHOTOGRAPH.line_height * max(0.5, coarse)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    if rng.random() < CARD.upside_down_share:
        return np.ascontiguousarray(image[::-1, ::-1]), []
    return image, [word.moved(bend) for word in words]


def piece_of(image: np.ndarray, words: list[Word], rng: np.random.Generator) -> Piece:
    height, width = image.shape[:2]
    if words and rng.random() > CARD.anywhere_share:
        middle = words[rng.integers(len(words))].quad.mean(0)
        x, y = middle + rng.uniform(-CARD.astray, CARD.astray, 2) * (WIDTH, HEIGHT)
    else:
        x, y = rng.uniform(0, width), rng.uniform(0, height)
    left, top = int(np.clip(x - WIDTH / 2, 0, width - WIDTH)), int(np.clip(y - HEIGHT / 2, 0, height - HEIGHT))
    shown = image[top : top + HEIGHT, left : left + WIDTH].copy()
    return Piece(shown, [Word(word.kind, word.quad - np.float32([left, top])) for word in words])


def print_words(press: Press, kept: list[np.ndarray], times: int) -> list[Word]:
    """
    Print some words on a card, and tell where those stand that count.

    Args:
        kept: quads that stay free
        times: so much larger than usual
    """
    rng, taken = press.rng, np.zeros(press.image.shape[:2], bool)
    for quad in kept:
        (left, top), (right, bottom) = np.int32(quad.min(0)).clip(0), np.int32(quad.max(0)).clip(0)
        taken[top:bottom, left:right] = True
    words = []
    for _ in range(int(rng.integers(*CARD.words))):
        lines, said = some_lines(rng)
        height = times * float(np.exp(rng.uniform(*np.log(WORD.height))))
        if height > times * WORD.long_height and max(map(len, lines)) > WORD.long_letters:
            height *= WORD.long_smaller
        style = int(rng.integers(1 << 30))  # one for all lines
        stamps = [printed(line, height, press.held_out, np.random.default_rng(style)) for line in lines]
        at = free_place(taken, max(stamp.shape[1] for stamp in stamps), sum(stamp.shape[0] for stamp in stamps), rng)
        if at is None:
            continue
        places = print_lines(press, stamps, at, height)
        for line, (left, top, right, bottom) in zip(lines, places):
            if said and said[1] in line:
                letter, first = (right - left) / len(line), line.index(said[1])
                margin = ROOM * height
                ends = left + first * letter, left + (first + len(said[1])) * letter
                words.append(Word(KINDS.index(said[0]), box(ends[0], top + margin, ends[1], bottom - margin)))
    return words


def some_lines(rng: np.random.Generator) -> tuple[list[str], tuple[str, str] | None]:
    """One or two lines of words; and what they say, if they do: its kind, and by which word."""
    way = one_of(WORD.kinds, rng)
    if way in KINDS:
        text = one_of(SAID[way], rng)
        word = next(word for word in text.split() if way in plain(word))
        if rng.random() >= WORD.beside_share:
            return [text], (way, word)
        lines = [text, str(rng.choice([*ALIKE, *WORDS]))]
        return lines[:: int(rng.choice([-1, 1]))], (way, word)
    if way == "bank":
        name = str(rng.choice(CREDIT_BANKS))
        is_below = "/" in name and rng.random() < WORD.below_share
        return [part.strip() for part in name.split("/")] if is_below else [name.replace("/", "")], None
    if way == "alike":
        return [str(rng.choice(ALIKE))], None
    if way == "changed":
        return [changed(one_of(SAID[KINDS[rng.integers(len(KINDS))]], rng), rng)], None
    return [other_text(rng)], None


def plain(text: str) -> str:
    return text.lower().replace("é", "e")


def changed(text: str, rng: np.random.Generator) -> str:
    """A text with one or two other letters near its beginning, or fewer or more of them."""
    chars = list(text)
    letters = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ" if text.isupper() else "abcdefghijklmnopqrstuvwxyz")
    for _ in range(int(rng.integers(1, 3))):
        at, way = int(rng.integers(min(6, len(chars)))), rng.random()
        if way < 0.6:
            chars[at] = str(rng.choice(letters))
        elif way < 0.8 and len(chars) > 4:
            del chars[at]
        else:
            chars.insert(at, str(rng.choice(letters)))
    result = "".join(chars)
    return changed(text, rng) if any(kind in plain(result) for kind in KINDS) else result


def other_text(rng: np.random.Generator) -> str:
    """Digits, letters, Chinese characters, words."""
    letters = lambda least, most: "".join(rng.choice(list(LETTERS), int(rng.integers(least, most))))
    way = rng.integers(9)
    if way == 0:
        return "".join(map(str, rng.integers(0, 10, 4 if rng.random() < 0.6 else int(rng.integers(2, 9)))))
    if way == 1:
        return letters(3, 10)
    if way == 2:
        return f"{'CCB' if rng.random() < 0.4 else letters(3, 4)} {letters(2, 4)}".upper()
    if way < 5:
        return "".join(rng.choice(list(CJK), int(rng.integers(2, 9))))
    if way < 8:
        return made_up(rng)
    return " ".join(rng.choice([*WORDS, *BANKS], int(rng.integers(1, 4))))


def made_up(rng: np.random.Generator) -> str:
    """A word of no language, in capitals or not."""
    parts = ("BCDFGHKLMNPRSTVXZ", "AEIOU", "BCDFGHKLMNPRSTY")
    syllables = (parts[: int(rng.integers(2, 4))] for _ in range(int(rng.integers(1, 4))))
    word = "".join(str(rng.choice(list(letters))) for syllable in syllables for letters in syllable)
    word = word if rng.random() < 0.6 else word.capitalize() if rng.random() < 0.6 else word.lower()
    return made_up(rng) if any(kind.startswith(word.lower()) for kind in KINDS) else word


def printed(text: str, height: float, held_out: bool, style: np.random.Generator) -> np.ndarray:
    """A line's coverage, float32 [H, W], 0..1. height: of its capitals, px; style: the same for lines of one style"""
    latin = word_files(held_out)
    file = latin[style.integers(len(latin))]
    if any(char in CJK for char in text):
        files = word_font_files(True)
        file = files[style.integers(len(files))]
    is_stretched, stretched = style.random() < WORD.stretched_share, style.uniform(*WORD.stretched)
    is_spaced, spaced = style.random() < WORD.spaced_share, style.uniform(*WORD.spaced)
    if is_spaced:
        gap = np.zeros((line_height(), max(1, int(spaced * BIG))), np.float32)
        space = np.zeros((line_height(), BIG // 3), np.float32)
        letters = [space if char == " " else lettered(file, char) for char in text]
        coverage = np.hstack([part for letter in letters for part in (letter, gap)][:-1])
    else:
        coverage = lettered(file, text)
    scale = height / BIG
    width = coverage.shape[1] * scale * (stretched if is_stretched else 1)
    size = max(2, round(width)), max(2, round(coverage.shape[0] * scale))
    return cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)


def line_height() -> int:
    return int(BIG * (1 + 2 * ROOM))


@cache
def word_files(held_out: bool) -> tuple[str, ...]:
    """Files of the families, slanted ones among them, but for those of machine-readable digits."""
    return tuple(part_of(family_files(lambda family, _: "OCR" not in family), held_out))


def lettered(file: str, text: str) -> np.ndarray:
    """Coverage, float32 [line_height(), W], 0..1, its capitals BIG px high."""
    font, top = capital_font(file)
    left, _, right, _ = font.getbbox(text)
    image = Image.new("L", (max(1, right - left), line_height()))
    ImageDraw.Draw(image).text((-left, int(BIG * ROOM) - top), text, 255, font=font)
    return np.asarray(image, np.float32) / 255


@cache
def capital_font(file: str) -> tuple[ImageFont.FreeTypeFont, int]:
    """A font whose capitals are BIG px high, and where they begin, px."""
    _, top, _, bottom = ImageFont.truetype(file, 200).getbbox("H")
    font = ImageFont.truetype(file, max(8, round(200 * BIG / max(1, bottom - top))))
    return font, font.getbbox("H")[1]


def free_place(taken: np.ndarray, width: int, height: int, rng: np.random.Generator) -> tuple[int, int] | None:
    """The left and the top, px, of where nothing stands yet; it is taken then. None: no room was found."""
    high, wide = taken.shape
    if width + 4 > wide or height + 4 > high:
        return None
    for _ in range(WORD.tries):
        x, y = int(rng.integers(2, wide - width - 1)), int(rng.integers(2, high - height - 1))
        place = taken[y : y + height, x : x + width]
        if not place.any():
            place[:] = True
            return x, y
    return None


def print_lines(
    press: Press, stamps: list[np.ndarray], at: tuple[int, int], height: float
) -> list[tuple[int, int, int, int]]:
    """Print lines of one colour, one below the other; returns where: left, top, right, bottom, px."""
    image, rng, (x, y) = press.image, press.rng, at
    width = max(stamp.shape[1] for stamp in stamps)
    ground = image[y : y + sum(stamp.shape[0] for stamp in stamps), x : x + width]
    if rng.random() < WORD.patch_share:
        rim = int(WORD.patch * height)
        image[y : y + ground.shape[0], max(0, x - rim) : x + width + rim] = np.uint8(readable_colour(ground, rng))
    colour = readable_colour(ground, rng)
    opacity = rng.uniform(*WORD.opacity) if rng.random() < WORD.opacity_share else 1.0
    indent = rng.choice([0, 0.5, 1])
    places = []
    for stamp in stamps:
        left = x + int(indent * (width - stamp.shape[1]))
        if rng.random() < WORD.edge_share:
            press.stamp(stamp * WORD.edge, (left + 1, y + 1), BLACK if colour.mean() > 128 else WHITE)
        press.stamp(stamp * opacity, (left, y), colour)
        places.append((left, y, left + stamp.shape[1], y + stamp.shape[0]))
        y += stamp.shape[0]
    return places


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts and seeds that training never saw")
    options = parser.parse_args()
    made = TypeWords(options.seed, options.held_out)
    rows = []
    for _ in range(12):
        pieces = made()
        for piece in pieces:
            for word in piece.words:
                cv2.polylines(piece.image, [np.int32(word.quad)], True, ((0, 255, 0), (255, 0, 255))[word.kind], 1)
        rows.append(np.hstack([piece.image for piece in pieces]))
    cv2.imwrite(str(options.out), np.vstack(rows))
