"""Draws digits and words in free fonts, for everything that is printed flat."""

import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

# Families of Debian's packages (scripts/train/README.md has the set-up line). Every upright style of a family is used.
FAMILIES = (
    "OCR A,OCR B,OCRA,OCRB,Liberation Sans,Liberation Mono,Liberation Serif,Liberation Sans Narrow,DejaVu Sans,"
    "DejaVu Sans Mono,DejaVu Sans Condensed,Lato,Roboto,Roboto Condensed,Open Sans,Open Sans Condensed,Noto Sans Mono,"
    "Noto Mono,Inconsolata,Quicksand,Montserrat,Jura,Dosis,Comfortaa,Nimbus Sans,Nimbus Sans Narrow,Nimbus Mono PS,"
    "Nimbus Roman,URW Gothic,C059,P052,B612,B612 Mono,JetBrains Mono,Bebas Neue,osifont,FreeSans,FreeMono,FreeSerif,"
    "Play,Ferrite Core DX,Millimetre,M+ 1p,Fira Code,Cantarell,Cabin,Karla,League Spartan,Carlito,Clear Sans,"
    "Source Sans 3,Kode Mono"
).split(",")
# Wide and square ones, as many cards have and Debian lacks: npm's @fontsource packages, where they are installed.
SQUARE = (
    "michroma,orbitron,aldrich,electrolize,share-tech-mono,saira,exo-2,quantico,oxanium,days-one,gruppo,syncopate,"
    "krona-one,chakra-petch"
).split(",")
FONTSOURCE = Path("node_modules/@fontsource")
ENDINGS = (".ttf", ".otf")
BOXED = ("OCRBE", "OCRBX")  # each digit in a frame
DIGITS = "0123456789"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"  # as cards of Iran have them
SEPARATORS = "/-"  # in a strip's text all of them are `/`


@cache
def font_files(held_out: bool) -> tuple[str, ...]:
    """Files of the families' upright styles: every fifth for the held-out set, the others for training."""
    files = family_files(lambda _, style: is_upright(style))
    for name in SQUARE:
        files += sorted(map(str, (FONTSOURCE / name / "files").glob(f"{name}-latin-[47]00-normal.woff")))
    return tuple(file for file in part_of(files, held_out) if Path(file).stem not in BOXED)


@cache
def all_font_files() -> tuple[str, ...]:
    """Files for training: those of `font_files` twice, and the others of @fontsource that are installed."""
    more = set(map(str, FONTSOURCE.glob("*/files/*-latin-[47]00-normal.woff")))
    return (*font_files(False) * 2, *sorted(more - {*font_files(False), *font_files(True)}))


@cache
def persian_font_files(held_out: bool) -> tuple[str, ...]:
    """As `font_files`, of all fonts with Persian digits."""
    listed = fc_list(f":charset={ord(PERSIAN_DIGITS[0]):x}", "--format", "%{style[0]}|%{file}\n").splitlines()
    rows = {tuple(line.split("|")) for line in listed}
    return tuple(part_of(sorted(file for style, file in rows if is_upright(style)), held_out))


def family_files(is_wanted: Callable[[str, str], bool]) -> list[str]:
    """Files of the families. is_wanted: takes a family and a style"""
    listed = fc_list("--format", "%{family[0]}|%{style[0]}|%{file}\n")
    rows = {tuple(line.split("|")) for line in listed.splitlines() if line.count("|") == 2}
    files = {file for family, style, file in rows if family in FAMILIES and is_wanted(family, style)}
    return sorted(file for file in files if Path(file).suffix in ENDINGS)


def part_of(files: Sequence[str], held_out: bool) -> list[str]:
    """Every fifth for the held-out set, the others for training."""
    return [file for i, file in enumerate(files) if (i % 5 == 2) == held_out]


def is_upright(style: str) -> bool:
    return style != "" and "Italic" not in style and "Oblique" not in style


def fc_list(*arguments: str) -> str:
    return subprocess.run(["fc-list", *arguments], capture_output=True, text=True, check=True).stdout


@cache
def glyphs(file: str, height: int, digits: str = DIGITS) -> tuple[dict[str, np.ndarray], float]:
    """A font's digits and slash at a height of digits.

    Args:
        digits: how it writes 0 to 9

    Returns:
        coverage by character, float32 [height, width], 0..1, without side bearings, and the widest advance, px
    """
    probe = ImageFont.truetype(file, 200)
    _, top, _, bottom = probe.getbbox(digits)
    font = ImageFont.truetype(file, max(8, round(200 * height / (bottom - top))))
    _, top, _, bottom = font.getbbox(digits)
    drawn = {}
    for char, form in zip(DIGITS + SEPARATORS, digits + SEPARATORS):
        left, _, right, _ = font.getbbox(form)
        image = Image.new("L", (max(1, right - left), bottom - top))
        ImageDraw.Draw(image).text((-left, -top), form, 255, font=font)
        drawn[char] = np.asarray(image.resize((image.width, height), Image.Resampling.BOX), np.float32) / 255
    return drawn, max(font.getlength(form) for form in digits)


SIGNS = "►◄"  # which few fonts have
FIRST_CJK = 0x2E80  # from this code point on characters need a Chinese font
MISSING = "\U0010fffd"  # no font has it: what is drawn for it stands for any missing character


def word_font_files(text: str) -> tuple[str, ...]:
    """Files of fonts that have a text's characters: Chinese fonts, or those of training's digits."""
    signs = "".join(sorted(set(text) & set(SIGNS)))
    return font_files_with(any(ord(char) >= FIRST_CJK for char in text), signs)


@cache
def font_files_with(cjk: bool, signs: str) -> tuple[str, ...]:
    if signs:
        drawn = lambda file, char: bytes(word_font(file).getmask(char))
        return tuple(file for file in font_files_with(cjk, "") if all(drawn(file, sign) != drawn(file, MISSING) for sign in signs))
    if not cjk:
        return font_files(False)
    files = tuple(sorted(set(fc_list(":lang=zh-cn", "--format", "%{file}\n").split())))
    if not files:
        raise RuntimeError("no Chinese font is installed: see the set-up in scripts/train/README.md")
    return files


def lettering(file: str, text: str, height: int) -> np.ndarray:
    """A word's coverage, float32 [height, width], 0..1."""
    font = word_font(file)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, 255, font=font)
    size = (max(1, round(image.width * height / image.height)), height)
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR), np.float32) / 255


def any_lettering(text: str, height: float, rng: np.random.Generator) -> np.ndarray:
    """As `lettering`, in any font that has its characters. height: px"""
    files = word_font_files(text)
    return lettering(files[rng.integers(len(files))], text, int(height))


@cache
def word_font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, 60)
