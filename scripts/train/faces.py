"""Faces of bank cards, front and back, lying and standing, and where number and expiry stand on them."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from card_art import card_art, random_colour
from dates import print_dates
from emblems import bank_name, chip, contactless, random_scheme, scheme_logo
from printing import Point, Press, Quad, box, readable_colour
from texts import CJK_BANKS, MONEY_PRINTS, WORDS, cut, random_pan, with_check_digit

LONG, SHORT = 640, 404  # px: ISO/IEC 7810 ID-1, 85.60 x 53.98 mm
BLACK = np.float32([0] * 3)
SIDES = (0.72, 0.16, 0.12)  # of the faces: fronts that lie, fronts that stand, backs
KINDS = {"flat": 0.36, "embossed": 0.32, "foil": 0.32}  # how a number is printed, and how frequent that is

# In the tables below, x and widths are shares of a face's width; y, heights and sizes of letters shares of its height.


class GROUND:
    scale = (0.7, 1.0)  # of the card art that is seen
    band_share = 0.35  # of the faces: a band or half of the card has another colour
    band_y, band_height, opacity = (0.5, 0.85), (0.12, 0.5), (0.4, 1)


class FRONT:
    """A front that lies."""

    bank_left_share, bank_x, bank_x_anywhere = 0.7, (0.03, 0.12), (0.03, 0.5)
    bank_y, bank_height, bank_most = (0.04, 0.1), (0.08, 0.15), 0.6
    second_name_share, second_name_x, second_name_y, second_name_height = 0.3, (0.6, 0.8), (0.05, 0.14), (0.05, 0.11)
    chip_share, chip_x, chip_y, chip_width = 0.78, (0.07, 0.13), (0.3, 0.38), (0.11, 0.16)
    contactless_share, contactless_x, contactless_y, contactless_size = 0.25, (0.28, 0.88), (0.3, 0.5), 0.07
    logo_low_share, logo_x, logo_y, logo_y_high, logo_width = 0.82, (0.74, 0.8), (0.66, 0.76), (0.05, 0.1), (0.15, 0.2)
    money_print_share, money_print_x, money_print_y, money_print_height = 0.4, (0.02, 0.4), (0.86, 0.93), (0.03, 0.06)
    small_print_share, small_print_x, small_print_y = 0.2, (0.03, 0.4), (0.78, 0.9)
    small_print_width, small_print_size = 0.4, 0.03
    numberless_share, stacked_share = 0.06, 0.07
    date_share = 0.8
    date_x, date_below, date_above = (0.12, 0.62), (0.1, 0.17), (0.12, 0.2)  # x; how far below or above the number
    date_above_from = 0.78  # of the number's y on
    name_share, name_x, name_height = 0.7, (0.03, 0.12), (0.045, 0.07)
    name_y, name_y_above, name_above_from = (0.84, 0.92), (0.7, 0.76), 0.8


class FRONT_STACKED:
    """The number of a front that lies, in four groups one below the other."""

    x, y, width = (0.06, 0.7), (0.25, 0.42), (0.14, 0.22)
    number_y, date_height = 0.7, 0.07  # as if the number stood there


class FRONT_NUMBER:
    """The number of a front that lies, in one line."""

    width = {"flat": (0.42, 0.86), "embossed": (0.7, 0.88), "foil": (0.7, 0.88)}
    y, y_anywhere, flat_anywhere_share = (0.54, 0.66), (0.45, 0.92), 0.4
    left_share, x, x_anywhere, right = 0.8, (0.05, 0.12), (0.1, 0.95), 0.97  # the second is of the room beside it
    date_height = (0.42, 0.9)  # of the number's
    code_share, code_x, code_above = 0.6, (0.78, 0.88), (0.09, 0.15)  # of the numbers of 15 digits
    again_share = 0.25  # the first four digits again, small, below


class PORTRAIT:
    """A front that stands."""

    bank_x, bank_y, bank_height, bank_most = (0.05, 0.12), (0.03, 0.08), (0.05, 0.09), 0.85
    chip_high_share, chip_y_high, chip_y = 0.4, (0.12, 0.25), (0.6, 0.78)
    chip_share, chip_middle_share, chip_x_middle, chip_x, chip_width = 0.8, 0.6, (0.38, 0.45), (0.08, 0.15), (0.16, 0.22)
    logo_x, logo_y, logo_width = (0.5, 0.68), (0.85, 0.89), (0.22, 0.3)
    numberless_share, stacked_share, across_share = 0.15, 0.3, 0.35  # the other numbers run along the long side
    date_share = 0.6


class PORTRAIT_STACKED:
    raised_share = 0.4
    x, y, width = (0.08, 0.5), (0.3, 0.5), (0.25, 0.42)
    date_x, date_y, date_height = (0.1, 0.4), (0.74, 0.82), 0.035


class PORTRAIT_ACROSS:
    width, x, right, y = (0.7, 0.9), 0.04, 0.96, (0.32, 0.62)
    date_x, date_below, date_height = (0.1, 0.5), (0.05, 0.12), (0.7, 1)  # the last is of the number's


class PORTRAIT_ALONG:
    """Shares of the face that has been turned so that it lies."""

    x, y, width = (0.05, 0.12), (0.5, 0.7), (0.65, 0.82)


class BACK:
    plain_share, plain = 0.5, (0.3, 0.7)  # how much of the ground and of one colour is seen
    stripe_top, stripe_bottom, stripe, stripe_lightness = (0.04, 0.14), (0.24, 0.34), (20, 20, 22), (0.5, 2.5)
    signature_y, signature_height, signature_x, signature_right = (0.38, 0.46), 0.13, (0.03, 0.1), (0.6, 0.8)
    signature_lightness, guilloche_share, guilloche_lightness = (205, 250), 0.7, (140, 220)
    code_beside_share, code_right = 0.5, 0.86
    small_print_x, small_print_y, small_print_width, small_print_size = (0.03, 0.1), (0.74, 0.8), (0.5, 0.9), (0.022, 0.035)
    logo_share, logo_x, logo_y, logo_width = 0.4, (0.76, 0.82), (0.72, 0.8), 0.14
    number_share, number_width, number_x, number_right = 0.6, (0.4, 0.75), 0.04, 0.95
    number_below, number_bottom = 0.19, 0.7  # the signature's top
    date_share, date_x, date_below, date_height = 0.5, (0.15, 0.6), (1.5, 2), (0.7, 1)  # the last two are of the number's height
    date_bottom = 0.95


class HOLDER:
    """The holder's line."""

    raised_share, raised, lightness = 0.7, (200, 205, 208), (0.7, 1.15)  # of the embossed cards; BGR
    edge, opacity = 0.6, (0.6, 1)


STACKED_PITCH = 1.45  # from group to group, of their height
CODE_HEIGHT = (0.045, 0.065)  # of SHORT
LEAST_DATE, LEAST_DATE_ON_BACK = 9.0, 8.0  # px


@dataclass
class Face:
    image: np.ndarray  # uint8 [H, W, 3], BGR, as it is read upright
    pan: str | None = None
    numbers: list[Quad] = field(default_factory=list)  # the number's line, or its four stacked groups
    expiry: Quad | None = None
    expiry_text: str | None = None
    secrets: list[Quad] = field(default_factory=list)  # signature strip and security code
    is_card: bool = True


def random_face(held_out: bool, rng: np.random.Generator, art: np.ndarray | None = None) -> Face:
    """held_out: digits in types that training never sees; art: a picture out of `card_art`"""
    art = card_art(rng) if art is None else art
    draw = [front, portrait, back][rng.choice(3, p=SIDES)]
    return draw(art, held_out, rng)


def random_kind(rng: np.random.Generator) -> str:
    return str(rng.choice(list(KINDS), p=list(KINDS.values())))


def ground(height: int, width: int, art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, now and then with a band in another colour: uint8 [height, width, 3]."""
    scale = rng.uniform(*GROUND.scale)
    h = int(min(art.shape[0], art.shape[1] * height / width) * scale)
    w = int(h * width / height)
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, max(1, art.shape[1] - w + 1))
    piece = cv2.resize(art[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_CUBIC)
    if rng.random() < GROUND.band_share:
        colour = random_colour(rng)
        cover = rng.uniform(*GROUND.opacity)
        y0 = int(rng.choice([0, height * rng.uniform(*GROUND.band_y)]))
        band = piece[y0 : y0 + int(height * rng.uniform(*GROUND.band_height))]
        band[:] = band * (1 - cover) + colour * cover
    return np.ascontiguousarray(piece)


# ---------------------------------------------------------------------------------------------------------------------
# A front that lies.


def front(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    image = ground(SHORT, LONG, art, rng)
    face, press = Face(image), Press(image, rng, held_out)
    scheme, kind = random_scheme(rng), random_kind(rng)
    print_front(press, scheme)
    if rng.random() < FRONT.numberless_share:
        return face
    face.pan, sizes = random_pan(rng)
    if rng.random() < FRONT.stacked_share:
        at = (press.across(FRONT_STACKED.x), press.down(FRONT_STACKED.y))
        print_stacked(face, press, "flat", at, press.across(FRONT_STACKED.width))
        number_y, unit = FRONT_STACKED.number_y, SHORT * FRONT_STACKED.date_height
    else:
        number_y, unit = front_number(face, press, kind, sizes)
    if rng.random() < FRONT.date_share:
        is_below = number_y < FRONT.date_above_from
        y = number_y + rng.uniform(*FRONT.date_below) if is_below else number_y - rng.uniform(*FRONT.date_above)
        add_dates(face, press, kind, (press.across(FRONT.date_x), SHORT * y), max(LEAST_DATE, unit))
    if rng.random() < FRONT.name_share:
        name = " ".join(rng.choice(WORDS, int(rng.integers(2, 4))))
        y = press.down(FRONT.name_y if number_y < FRONT.name_above_from else FRONT.name_y_above)
        print_holder(press, name, kind, (press.across(FRONT.name_x), y), press.down(FRONT.name_height))
    return face


def print_front(press: Press, scheme: str) -> None:
    """What a front carries beside number, date and name."""
    rng, image = press.rng, press.image
    bank_x = FRONT.bank_x if rng.random() < FRONT.bank_left_share else FRONT.bank_x_anywhere
    at = (press.across(bank_x), press.down(FRONT.bank_y))
    bank_name(press, at, press.down(FRONT.bank_height), LONG * FRONT.bank_most)
    if rng.random() < FRONT.second_name_share:
        coverage = press.word(str(rng.choice(CJK_BANKS + WORDS)), press.down(FRONT.second_name_height))
        press.stamp(coverage, (press.across(FRONT.second_name_x), press.down(FRONT.second_name_y)))
    if rng.random() < FRONT.chip_share:
        chip(press, (press.across(FRONT.chip_x), press.down(FRONT.chip_y)), press.across(FRONT.chip_width))
    if rng.random() < FRONT.contactless_share:
        at = (LONG * rng.choice(FRONT.contactless_x), press.down(FRONT.contactless_y))
        contactless(image, at, SHORT * FRONT.contactless_size, readable_colour(image[100:200, 150:250], rng))
    is_low = rng.random() < FRONT.logo_low_share
    at = (press.across(FRONT.logo_x), press.down(FRONT.logo_y if is_low else FRONT.logo_y_high))
    scheme_logo(press, scheme, at, press.across(FRONT.logo_width))
    if rng.random() < FRONT.money_print_share:
        coverage = press.word(str(rng.choice(MONEY_PRINTS)), press.down(FRONT.money_print_height))
        press.stamp(coverage, (press.across(FRONT.money_print_x), press.down(FRONT.money_print_y)))
    if rng.random() < FRONT.small_print_share:
        at = (press.across(FRONT.small_print_x), press.down(FRONT.small_print_y))
        lines, size = int(rng.integers(1, 3)), SHORT * FRONT.small_print_size
        press.small_print(at, LONG * FRONT.small_print_width, lines, size, readable_colour(image[330:], rng))


def front_number(face: Face, press: Press, kind: str, sizes: tuple[int, ...]) -> tuple[float, float]:
    """Print the number in one line; returns its y, as a share of the height, and the height of the date's digits, px."""
    rng = press.rng
    width = press.across(FRONT_NUMBER.width[kind])
    is_anywhere = kind == "flat" and rng.random() < FRONT_NUMBER.flat_anywhere_share
    number_y = rng.uniform(*(FRONT_NUMBER.y_anywhere if is_anywhere else FRONT_NUMBER.y))
    is_left = rng.random() < FRONT_NUMBER.left_share
    x = press.across(FRONT_NUMBER.x) if is_left else (LONG - width) * rng.uniform(*FRONT_NUMBER.x_anywhere)
    x = min(x, LONG * FRONT_NUMBER.right - width)
    quad = press.digits(cut(face.pan, sizes), kind, (x, SHORT * number_y), width)
    face.numbers = [quad]
    unit = float(quad[2, 1] - quad[1, 1]) * rng.uniform(*FRONT_NUMBER.date_height)
    if len(face.pan) == 15 and rng.random() < FRONT_NUMBER.code_share:
        at = (press.across(FRONT_NUMBER.code_x), quad[0, 1] - press.down(FRONT_NUMBER.code_above))
        print_security_code(face, press, 4, at)
    if rng.random() < FRONT_NUMBER.again_share:
        press.stamp(press.word(face.pan[:4], unit * 0.5), (x, quad[3, 1] + unit * 0.3))
    return number_y, unit


def print_holder(press: Press, text: str, kind: str, at: Point, height: float) -> None:
    """A holder's line: dark, or bright with an edge where it is embossed. at: its top left; height: px"""
    (x, y), rng = at, press.rng
    coverage = press.word(text, height)
    colour = None
    if kind != "flat" and rng.random() < HOLDER.raised_share:
        colour = np.float32(HOLDER.raised) * rng.uniform(*HOLDER.lightness)
        press.stamp(coverage * HOLDER.edge, (x + 1, y + 1), BLACK)
    press.stamp(coverage * rng.uniform(*HOLDER.opacity), (x, y), colour)


# ---------------------------------------------------------------------------------------------------------------------
# A front that stands.


def portrait(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """Its number stands across, in four stacked groups, or along its long side."""
    image = ground(LONG, SHORT, np.ascontiguousarray(np.rot90(art)), rng)
    face, press = Face(image), Press(image, rng, held_out)
    kind = random_kind(rng)
    print_portrait(press)
    pan, sizes = random_pan(rng)
    chance = rng.random()
    if chance < PORTRAIT.numberless_share:
        return face
    face.pan = pan
    if chance < PORTRAIT.numberless_share + PORTRAIT.stacked_share:
        date_at, unit = portrait_stacked(face, press, kind)
    elif chance < PORTRAIT.numberless_share + PORTRAIT.stacked_share + PORTRAIT.across_share:
        date_at, unit = portrait_across(face, press, kind, sizes)
    else:
        portrait_along(face, press, kind, sizes)
        return face
    if rng.random() < PORTRAIT.date_share:
        add_dates(face, press, kind, date_at, max(LEAST_DATE, unit))
    return face


def print_portrait(press: Press) -> None:
    """What a front that stands carries beside number and date."""
    rng = press.rng
    at = (press.across(PORTRAIT.bank_x), press.down(PORTRAIT.bank_y))
    bank_name(press, at, press.down(PORTRAIT.bank_height), SHORT * PORTRAIT.bank_most)
    is_high = rng.random() < PORTRAIT.chip_high_share
    chip_y = press.down(PORTRAIT.chip_y_high if is_high else PORTRAIT.chip_y)
    if rng.random() < PORTRAIT.chip_share:
        is_middle = rng.random() < PORTRAIT.chip_middle_share
        chip_x = press.across(PORTRAIT.chip_x_middle if is_middle else PORTRAIT.chip_x)
        chip(press, (chip_x, chip_y), press.across(PORTRAIT.chip_width))
    scheme = random_scheme(rng)
    at = (press.across(PORTRAIT.logo_x), press.down(PORTRAIT.logo_y))
    scheme_logo(press, scheme, at, press.across(PORTRAIT.logo_width))


def portrait_stacked(face: Face, press: Press, kind: str) -> tuple[Point, float]:
    """Returns, as `portrait_across` does, where the date begins, and the height of its digits, px."""
    kind = kind if press.rng.random() < PORTRAIT_STACKED.raised_share else "flat"
    at = (press.across(PORTRAIT_STACKED.x), press.down(PORTRAIT_STACKED.y))
    print_stacked(face, press, kind, at, press.across(PORTRAIT_STACKED.width))
    date_at = (press.across(PORTRAIT_STACKED.date_x), press.down(PORTRAIT_STACKED.date_y))
    return date_at, LONG * PORTRAIT_STACKED.date_height


def portrait_across(face: Face, press: Press, kind: str, sizes: tuple[int, ...]) -> tuple[Point, float]:
    width = press.across(PORTRAIT_ACROSS.width)
    y = press.down(PORTRAIT_ACROSS.y)
    x = press.across((PORTRAIT_ACROSS.x, PORTRAIT_ACROSS.right - width / SHORT))
    quad = press.digits(cut(face.pan, sizes), kind, (x, y), width)
    face.numbers = [quad]
    unit = float(quad[3, 1] - quad[0, 1]) * press.rng.uniform(*PORTRAIT_ACROSS.date_height)
    return (press.across(PORTRAIT_ACROSS.date_x), y + press.down(PORTRAIT_ACROSS.date_below)), unit


def portrait_along(face: Face, press: Press, kind: str, sizes: tuple[int, ...]) -> None:
    lying = Press(np.rot90(press.image), press.rng, press.held_out)  # its pixels are the face's own
    at = (lying.across(PORTRAIT_ALONG.x), lying.down(PORTRAIT_ALONG.y))
    quad = lying.digits(cut(face.pan, sizes), kind, at, lying.across(PORTRAIT_ALONG.width))
    face.numbers = [np.float32([[SHORT - 1 - y, x] for x, y in quad])]


# ---------------------------------------------------------------------------------------------------------------------
# A back.


def back(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """A back: stripe, signature, small print, on some of them the number, small."""
    image = ground(SHORT, LONG, art, rng)
    if rng.random() < BACK.plain_share:
        of_ground, of_colour = BACK.plain
        image = np.uint8(image * of_ground + random_colour(rng) * of_colour)
    face, press = Face(image), Press(image, rng, held_out)
    y0, y1 = int(press.down(BACK.stripe_top)), int(press.down(BACK.stripe_bottom))
    image[y0:y1] = np.float32(BACK.stripe) * rng.uniform(*BACK.stripe_lightness)
    signature_y = print_signature(face, press)
    ink = readable_colour(image[int(SHORT * 0.6) :], rng)
    at = (press.across(BACK.small_print_x), press.down(BACK.small_print_y))
    width, lines = press.across(BACK.small_print_width), int(rng.integers(1, 5))
    press.small_print(at, width, lines, press.down(BACK.small_print_size), ink)
    if rng.random() < BACK.logo_share:
        scheme = random_scheme(rng)
        scheme_logo(press, scheme, (press.across(BACK.logo_x), press.down(BACK.logo_y)), LONG * BACK.logo_width)
    if rng.random() < BACK.number_share:
        back_number(face, press, signature_y)
    return face


def print_signature(face: Face, press: Press) -> float:
    """The signature strip and the security code on it or beside it; returns the strip's top, as a share of the height."""
    rng, image = press.rng, press.image
    y = rng.uniform(*BACK.signature_y)
    x0, x1 = press.across(BACK.signature_x), press.across(BACK.signature_right)
    y0, y1 = SHORT * y, SHORT * (y + BACK.signature_height)
    cv2.rectangle(image, (int(x0), int(y0)), (int(x1), int(y1)), rng.uniform(*BACK.signature_lightness, 3).tolist(), -1)
    face.secrets = [box(x0, y0, x1, y1)]
    if rng.random() < BACK.guilloche_share:
        lines, colour = int(rng.integers(1, 5)), rng.uniform(*BACK.guilloche_lightness, 3).astype(np.float32)
        press.small_print((x0, y0 + 3), x1 - x0, lines, 6, colour)
    is_beside = rng.random() < BACK.code_beside_share
    print_security_code(face, press, 3, (min(x1 + 6, LONG * BACK.code_right) if is_beside else x1 - 50, SHORT * (y + 0.03)))
    return y


def back_number(face: Face, press: Press, signature_y: float) -> None:
    rng = press.rng
    face.pan, sizes = random_pan(rng)
    width = press.across(BACK.number_width)
    y = press.down((signature_y + BACK.number_below, BACK.number_bottom))
    x = press.across((BACK.number_x, BACK.number_right - width / LONG))
    quad = press.digits(cut(face.pan, sizes), "flat", (x, y), width)
    face.numbers = [quad]
    unit = float(quad[3, 1] - quad[0, 1])
    if rng.random() < BACK.date_share and y + unit * 3 < SHORT * BACK.date_bottom:
        at = (press.across(BACK.date_x), y + unit * rng.uniform(*BACK.date_below))
        add_dates(face, press, "flat", at, max(LEAST_DATE_ON_BACK, unit * rng.uniform(*BACK.date_height)))


# ---------------------------------------------------------------------------------------------------------------------
# What several faces have.


def add_dates(face: Face, press: Press, kind: str, at: Point, unit: float) -> None:
    """Print dates, and note where the expiry stands. For arguments see `print_dates`."""
    expiry = print_dates(press, kind, at, unit)
    if expiry is not None:
        face.expiry, face.expiry_text = expiry


def print_stacked(face: Face, press: Press, kind: str, at: Point, width: float) -> None:
    """Four groups, one below the other: the number is cut to at most 16 digits. at: the first one's left end, at half its height"""
    pan = face.pan[:16] if len(face.pan) >= 16 else face.pan
    face.pan = pan = with_check_digit(pan[:15]) if len(pan) >= 15 else with_check_digit(pan + "0" * (15 - len(pan)))
    (x, y), rng = at, press.rng
    state = rng.bit_generator.state
    pitch = 0.0
    for i in range(4):
        rng.bit_generator.state = state  # one style for all
        quad = press.digits([pan[4 * i : 4 * i + 4]], kind, (x, y + i * pitch), width)
        pitch = pitch or float(quad[3, 1] - quad[0, 1]) * STACKED_PITCH
        face.numbers.append(quad)


def print_security_code(face: Face, press: Press, length: int, at: Point) -> None:
    """at: its top left"""
    x, y = at
    code = "".join(map(str, press.rng.integers(0, 10, length)))
    coverage = press.word(code, SHORT * press.rng.uniform(*CODE_HEIGHT))
    press.stamp(coverage, at)
    face.secrets.append(box(x - 2, y - 2, x + coverage.shape[1] + 2, y + coverage.shape[0] + 2))
