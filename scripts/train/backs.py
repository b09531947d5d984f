"""Backs of bank cards: stripe, signature, small print, on some of them the number, small."""

import cv2
import numpy as np
from card_art import random_colour
from emblems import random_scheme, scheme_logo
from face import LONG, SHORT, Face, add_dates, add_dates_behind, ground, print_security_code, print_stacked
from printing import Press, box, readable_colour
from texts import cut, random_pan

# In the tables below, x and widths are shares of a face's width; y, heights and sizes of letters shares of its height.


class BACK:
    plain_share, plain = 0.5, (0.3, 0.7)  # how much of the ground and of one colour is seen
    stripe_top, stripe_bottom, stripe, stripe_lightness = (0.04, 0.14), (0.24, 0.34), (20, 20, 22), (0.5, 2.5)
    signature_y, signature_height, signature_x, signature_right = (0.38, 0.46), 0.13, (0.03, 0.1), (0.6, 0.8)
    signature_lightness, guilloche_share, guilloche_lightness = (205, 250), 0.7, (140, 220)
    code_beside_share, code_right = 0.5, 0.86
    small_print_x, small_print_y = (0.03, 0.1), (0.74, 0.8)
    small_print_width, small_print_size = (0.5, 0.9), (0.022, 0.035)
    logo_share, logo_x, logo_y, logo_width = 0.4, (0.76, 0.82), (0.72, 0.8), 0.14
    number_share, number_width, number_x, number_right = 0.6, (0.4, 0.75), 0.04, 0.95
    number_below, number_bottom = 0.19, 0.7  # the signature's top
    stacked_share, stacked_width, stacked_x, stacked_y, stacked_bottom = 0.12, (0.09, 0.13), (0.05, 0.5), (0.6, 0.68), 0.93
    date_share, date_x, date_bottom = 0.5, (0.15, 0.6), 0.95
    date_below, date_height = (1.5, 2), (0.7, 1)  # of the number's height
    date_behind_share = 0.35  # of the numbers that leave room there


LEAST_DATE = 8.0  # px: the height of a date's digits


def back(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
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
    """The signature strip and the security code on it or beside it; returns the strip's y."""
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
    code_x = min(x1 + 6, LONG * BACK.code_right) if is_beside else x1 - 50
    print_security_code(face, press, 3, (code_x, SHORT * (y + 0.03)))
    return y


def back_number(face: Face, press: Press, signature_y: float) -> None:
    rng = press.rng
    face.pan, sizes = random_pan(rng)
    if rng.random() < BACK.stacked_share:
        at = (press.across(BACK.stacked_x), press.down(BACK.stacked_y))
        print_stacked(face, press, "flat", at, press.across(BACK.stacked_width), SHORT * BACK.stacked_bottom)
        return
    width = press.across(BACK.number_width)
    y = press.down((signature_y + BACK.number_below, BACK.number_bottom))
    x = press.across((BACK.number_x, BACK.number_right - width / LONG))
    quad = press.digits(cut(face.pan, sizes), "flat", (x, y), width)
    face.numbers = [quad]
    unit = float(quad[3, 1] - quad[0, 1])
    height = max(LEAST_DATE, unit * rng.uniform(*BACK.date_height))
    if rng.random() < BACK.date_behind_share and add_dates_behind(face, press, "flat", height):
        return
    if rng.random() < BACK.date_share and y + unit * 3 < SHORT * BACK.date_bottom:
        at = (press.across(BACK.date_x), y + unit * rng.uniform(*BACK.date_below))
        add_dates(face, press, "flat", at, height)
