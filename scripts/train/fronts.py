"""Fronts of bank cards that lie."""

import numpy as np
from dates import print_codes
from emblems import bank_name, chip, contactless, huge_word, random_scheme, scheme_logo
from face import (
    LEAST_DATE,
    LONG,
    SHORT,
    Face,
    add_dates,
    add_dates_behind,
    beside_rows,
    ground,
    print_security_code,
    print_stacked,
    random_kind,
)
from printing import BLACK, Point, Press, readable_colour
from texts import CJK_BANKS, MONEY_PRINTS, WORDS, cut, random_pan, random_word

# In the tables below, x and widths are shares of a face's width; y, heights and sizes of letters shares of its height.


class FRONT:
    """A front that lies."""

    huge_word_share = 0.15
    bank_left_share, bank_x, bank_x_anywhere = 0.7, (0.03, 0.12), (0.03, 0.5)
    bank_y, bank_height, bank_most = (0.04, 0.1), (0.08, 0.15), 0.6
    second_name_share, second_name_x, second_name_y, second_name_height = 0.3, (0.6, 0.8), (0.05, 0.14), (0.05, 0.11)
    product_share, product_x, product_y, product_height = 0.4, (0.1, 0.75), (0.16, 0.5), (0.035, 0.07)
    chip_share, chip_x, chip_y, chip_width = 0.78, (0.07, 0.13), (0.3, 0.38), (0.11, 0.16)
    contactless_share, contactless_x, contactless_y, contactless_size = 0.25, (0.28, 0.88), (0.3, 0.5), 0.07
    logo_low_share, logo_x, logo_y, logo_y_high, logo_width = 0.82, (0.74, 0.8), (0.66, 0.76), (0.05, 0.1), (0.15, 0.2)
    money_print_share, money_print_x, money_print_y, money_print_height = 0.4, (0.02, 0.4), (0.86, 0.93), (0.03, 0.06)
    small_print_share, small_print_x, small_print_y = 0.2, (0.03, 0.4), (0.78, 0.9)
    small_print_width, small_print_size = 0.4, 0.03
    numberless_share, stacked_share = 0.06, 0.11
    date_share = 0.7
    date_x, date_below, date_above = (0.06, 0.74), (0.09, 0.2), (0.12, 0.2)  # x; how far below or above the number
    date_behind_share = 0.15  # of the numbers in one line that leave room there
    date_low_share, date_low_x, date_low = 0.3, (0.45, 0.82), 0.95  # of those below; on the right, down to there
    code_share, code_x, code_below = 0.75, (0.06, 0.72), (0.09, 0.24)  # of those without a date
    date_above_from = 0.78  # of the number's y on
    name_share, name_x, name_height = 0.7, (0.03, 0.12), (0.045, 0.07)
    name_y, name_y_above, name_above_from = (0.84, 0.92), (0.7, 0.76), 0.8
    letters_share = 0.06  # with a pattern of letters


class FRONT_STACKED:
    """The number of a front that lies, in rows of one or two groups."""

    x, y, width, bottom = (0.06, 0.7), (0.25, 0.42), (0.14, 0.22), 0.72
    number_y, date_height = 0.7, 0.07  # as if the number stood there


class FRONT_NUMBER:
    """The number of a front that lies, in one line."""

    width = {"flat": (0.42, 0.86), "embossed": (0.7, 0.88), "foil": (0.7, 0.88)}
    y, y_anywhere, flat_anywhere_share = (0.54, 0.66), (0.45, 0.92), 0.4
    left_share, x, x_anywhere, right = 0.8, (0.05, 0.12), (0.1, 0.95), 0.97  # the second is of the room beside it
    date_height = (0.42, 1.05)  # of the number's, mostly
    code_share, code_x, code_above = 0.6, (0.78, 0.88), (0.09, 0.15)  # of the numbers of 15 digits
    again_share = 0.25  # the first four digits again, small, below


class HOLDER:
    """The holder's line."""

    like_number_share, letter = 0.5, (0.55, 0.9)  # printed as the number is; width of a letter, in heights
    raised_share, raised, lightness = 0.7, (200, 205, 208), (0.7, 1.15)  # of the other embossed cards; BGR
    edge, opacity = 0.6, (0.6, 1)
    label_share, labels, label_size = 0.2, ("CARD HOLDER", "CARDHOLDER", "NAME", "CARDHOLDER NAME"), (0.4, 0.7)


class LETTERS:
    """A pattern of letters, in rows."""

    pitch, size, opacity = (0.05, 0.12), (0.3, 0.5), (0.3, 1)  # of the width; of the pitch
    letters = "HELOKITYABCMSVX"


def front(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    image = ground(SHORT, LONG, art, rng)
    face, press = Face(image), Press(image, rng, held_out)
    scheme, kind = random_scheme(rng), random_kind(rng)
    print_front(press, scheme)
    if rng.random() < FRONT.letters_share:
        print_letters(press)
    if rng.random() < FRONT.numberless_share:
        return face
    face.pan, sizes = random_pan(rng)
    if rng.random() < FRONT.stacked_share:
        at = (press.across(FRONT_STACKED.x), press.down(FRONT_STACKED.y))
        print_stacked(face, press, "flat", at, press.across(FRONT_STACKED.width), SHORT * FRONT_STACKED.bottom)
        number_y, unit = FRONT_STACKED.number_y, SHORT * FRONT_STACKED.date_height
    else:
        number_y, unit = front_number(face, press, kind, sizes)
    is_behind = (
        len(face.numbers) == 1
        and rng.random() < FRONT.date_behind_share
        and add_dates_behind(face, press, kind, max(LEAST_DATE, unit))
    )
    has_date = is_behind or rng.random() < FRONT.date_share
    if not has_date and rng.random() < FRONT.code_share:
        at = (press.across(FRONT.code_x), SHORT * number_y + press.down(FRONT.code_below))
        print_codes(press, kind, at, max(LEAST_DATE, unit), face.style)
    if has_date and not is_behind:
        is_below, x = number_y < FRONT.date_above_from, FRONT.date_x
        y = number_y + rng.uniform(*FRONT.date_below) if is_below else number_y - rng.uniform(*FRONT.date_above)
        if is_below and rng.random() < FRONT.date_low_share:
            x, y = FRONT.date_low_x, rng.uniform(number_y + FRONT.date_below[0], FRONT.date_low)
        below = (press.across(x), SHORT * y)
        unit = max(LEAST_DATE, unit)
        add_dates(face, press, kind, beside_rows(face, press, below, unit) if len(face.numbers) > 1 else below, unit)
    if rng.random() < FRONT.name_share:
        name = " ".join(rng.choice(WORDS, int(rng.integers(2, 4))))
        y = press.down(FRONT.name_y if number_y < FRONT.name_above_from else FRONT.name_y_above)
        print_holder(press, name, kind, (press.across(FRONT.name_x), y), press.down(FRONT.name_height))
    return face


def print_front(press: Press, scheme: str) -> None:
    """What a front carries beside number, date and name."""
    rng, image = press.rng, press.image
    if rng.random() < FRONT.huge_word_share:
        huge_word(press)
    bank_x = FRONT.bank_x if rng.random() < FRONT.bank_left_share else FRONT.bank_x_anywhere
    at = (press.across(bank_x), press.down(FRONT.bank_y))
    bank_name(press, at, press.down(FRONT.bank_height), LONG * FRONT.bank_most)
    if rng.random() < FRONT.second_name_share:
        coverage = press.word(str(rng.choice(CJK_BANKS + WORDS)), press.down(FRONT.second_name_height))
        press.stamp(coverage, (press.across(FRONT.second_name_x), press.down(FRONT.second_name_y)))
    if rng.random() < FRONT.product_share:
        coverage = press.word(random_word(rng), press.down(FRONT.product_height))
        press.stamp(coverage, (press.across(FRONT.product_x), press.down(FRONT.product_y)))
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
    """Print the number in one line; returns its y (a share of the height), and the height of a date's digits, px."""
    rng = press.rng
    width = press.across(FRONT_NUMBER.width[kind])
    is_anywhere = kind == "flat" and rng.random() < FRONT_NUMBER.flat_anywhere_share
    number_y = rng.uniform(*(FRONT_NUMBER.y_anywhere if is_anywhere else FRONT_NUMBER.y))
    is_left = rng.random() < FRONT_NUMBER.left_share
    x = press.across(FRONT_NUMBER.x) if is_left else (LONG - width) * rng.uniform(*FRONT_NUMBER.x_anywhere)
    x = min(x, LONG * FRONT_NUMBER.right - width)
    face.style = rng.bit_generator.state
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
    if rng.random() < HOLDER.label_share:
        size = height * rng.uniform(*HOLDER.label_size)
        press.stamp(press.word(str(rng.choice(HOLDER.labels)), size), (x, y - 1.5 * size))
    if rng.random() < HOLDER.like_number_share:
        width = min(len(text) * height * rng.uniform(*HOLDER.letter), press.image.shape[1] - 2 * x)
        press.digits(text.split(), kind, (x, y + height / 2), width)
        return
    coverage = press.word(text, height)
    colour = None
    if kind != "flat" and rng.random() < HOLDER.raised_share:
        colour = np.float32(HOLDER.raised) * rng.uniform(*HOLDER.lightness)
        press.stamp(coverage * HOLDER.edge, (x + 1, y + 1), BLACK)
    press.stamp(coverage * rng.uniform(*HOLDER.opacity), (x, y), colour)


def print_letters(press: Press) -> None:
    rng, width = press.rng, press.image.shape[1]
    pitch, colour = press.across(LETTERS.pitch), readable_colour(press.image, rng)
    opacity = rng.uniform(*LETTERS.opacity)
    stamps = [press.word(letter, pitch * rng.uniform(*LETTERS.size)) * opacity for letter in LETTERS.letters]
    for y in np.arange(0, press.image.shape[0], pitch):
        for x in np.arange(0, width, pitch):
            press.stamp(stamps[rng.integers(len(stamps))], (x, y), colour)
