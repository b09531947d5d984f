"""Fronts of bank cards that stand: the number across, in rows of one or two groups, or along the long side."""

import numpy as np
from dates import print_codes
from emblems import bank_name, chip, huge_word, random_scheme, scheme_logo
from face import LEAST_DATE, LONG, SHORT, Face, add_dates, beside_rows, ground, print_stacked, random_kind
from printing import Point, Press
from texts import cut, random_pan

# In the tables below, x and widths are shares of a face's width; y, heights and sizes of letters shares of its height.


class PORTRAIT:
    """A front that stands."""

    huge_word_share = 0.15
    bank_x, bank_y, bank_height, bank_most = (0.05, 0.12), (0.03, 0.08), (0.05, 0.09), 0.85
    chip_high_share, chip_y_high, chip_y = 0.4, (0.12, 0.25), (0.6, 0.78)
    chip_share, chip_width = 0.8, (0.16, 0.22)
    chip_middle_share, chip_x_middle, chip_x = 0.6, (0.38, 0.45), (0.08, 0.15)
    logo_x, logo_y, logo_width = (0.5, 0.68), (0.85, 0.89), (0.22, 0.3)
    numberless_share, stacked_share, across_share = 0.15, 0.3, 0.35  # the other numbers run along the long side
    date_share, code_share = 0.6, 0.5  # the second is of those without a date


class PORTRAIT_STACKED:
    raised_share = 0.4
    x, y, width, bottom = (0.08, 0.5), (0.3, 0.5), (0.25, 0.42), 0.68
    date_x, date_y, date_height = (0.1, 0.4), (0.74, 0.82), 0.035


class PORTRAIT_ACROSS:
    width, x, right, y = (0.7, 0.9), 0.04, 0.96, (0.32, 0.62)
    date_x, date_below, date_height = (0.1, 0.5), (0.05, 0.12), (0.7, 1)  # the last is of the number's


class PORTRAIT_ALONG:
    """Shares of the face that has been turned so that it lies."""

    x, y, width = (0.05, 0.12), (0.5, 0.7), (0.65, 0.82)


def portrait(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """Its number stands across, in rows of one or two groups, or along its long side."""
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
    elif rng.random() < PORTRAIT.code_share:
        print_codes(press, kind, date_at, max(LEAST_DATE, unit))
    return face


def print_portrait(press: Press) -> None:
    """What a front that stands carries beside number and date."""
    rng = press.rng
    if rng.random() < PORTRAIT.huge_word_share:
        huge_word(press)
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
    print_stacked(face, press, kind, at, press.across(PORTRAIT_STACKED.width), LONG * PORTRAIT_STACKED.bottom)
    below = (press.across(PORTRAIT_STACKED.date_x), press.down(PORTRAIT_STACKED.date_y))
    unit = LONG * PORTRAIT_STACKED.date_height
    return beside_rows(face, press, below, unit), unit


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
    face.numbers = [np.float32([[SHORT - y, x] for x, y in quad])]
