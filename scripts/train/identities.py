"""Fronts of bank cards that are cards of students, employees or insured people, too."""

import numpy as np
from draws import one_of
from emblems import bank_name, chip, random_scheme, scheme_logo
from face import LEAST_DATE, LONG, SHORT, Face, add_dates, ground
from look_alikes import bar_code, cjk_text, number_text, pale_colour, photograph_of_somebody, whole
from printing import Press, box
from texts import WORDS, cut, random_pan

# In the table below, x and widths are shares of a face's width; y, heights and sizes of letters shares of its height.
# Of ranges of whole numbers the last one is not drawn.


class IDENTITY_FRONT:
    pale_share, art_seen = 0.75, (0.2, 0.8)  # of the faces; how much of their art is seen
    kinds = (("flat", 0.25), ("embossed", 0.5), ("foil", 0.25))
    titles = "STUDENT CARD,STUDENT ID,EMPLOYEE,MEMBER,UNIVERSITY,HEALTH INSURANCE,SOCIAL SECURITY,社会保障卡,校园卡,学生证"
    title_share, title_lines, title_x, title_most = 0.85, (1, 4), (0.15, 0.4), 0.6
    title_y, title_step, title_height = 0.04, 0.085, (0.05, 0.09)
    bank_share, bank_x, bank_y, bank_height, bank_most = 0.7, (0.66, 0.8), (0.04, 0.2), (0.07, 0.13), 0.28
    photo_share, photo_y, photo_size = 0.85, (0.14, 0.27), (0.6, 0.9)
    right_share, photo_x_right, photo_x = 0.3, (0.72, 0.78), (0.03, 0.08)
    chip_share, chip_x, chip_y, chip_width = 0.3, (0.05, 0.15), (0.3, 0.4), (0.11, 0.15)  # of those without a photograph
    lines, line_from, line_until, line_height, line_step = (2, 7), (0.27, 0.36), 0.72, (0.045, 0.075), 0.085
    line_x, line_x_photo, line_most, room = 0.05, (0.26, 0.36), 0.62, 0.07  # room: around the bank card's date and number
    dark_share, dark, english_share = 0.6, (0, 80), 0.6  # grey levels
    texts = (("number", 0.35), ("words", 0.45), ("cjk", 0.2))
    bars_share, bars_x, bars_above = 0.3, (0.25, 0.45), (0.36, 0.42)  # the last one: from their top to the number’s middle
    logo_share, logo_x, logo_y, logo_width = 0.4, (0.78, 0.84), (0.68, 0.8), (0.12, 0.17)
    number_x, right, width = (0.04, 0.12), 0.97, {"flat": (0.45, 0.85), "embossed": (0.68, 0.85), "foil": (0.68, 0.85)}
    high_share, number_y_high, number_y = 0.25, (0.55, 0.75), (0.76, 0.92)
    date_share, date_x, date_above, date_height = 0.3, (0.3, 0.7), (0.09, 0.14), (0.4, 0.9)  # the last is of the number's
    labels = ("VALID FROM", "GOOD THRU", "CLASS", "EXPIRES", "有效期")
    labels_share, labels_x, label_step, label_height = 0.4, 0.55, 0.15, (0.02, 0.035)  # of those without a date


def identity_front(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """A portrait of somebody, labelled lines, and a bank card's number among them or below."""
    image = ground(SHORT, LONG, art, rng)
    if rng.random() < IDENTITY_FRONT.pale_share:
        seen = rng.uniform(*IDENTITY_FRONT.art_seen)
        image = np.ascontiguousarray(np.uint8(image * seen + (1 - seen) * pale_colour(0.3, 175, rng)))
    face, press = Face(image), Press(image, rng, held_out)
    is_high = rng.random() < IDENTITY_FRONT.high_share
    number_y = press.down(IDENTITY_FRONT.number_y_high if is_high else IDENTITY_FRONT.number_y)
    date_y = number_y - press.down(IDENTITY_FRONT.date_above)
    print_titles(press)
    left = print_portrait_of_holder(press)
    print_lines(press, left, (date_y, number_y))
    if not is_high and rng.random() < IDENTITY_FRONT.bars_share:
        bar_code(press, press.across(IDENTITY_FRONT.bars_x), number_y - press.down(IDENTITY_FRONT.bars_above))
    if rng.random() < IDENTITY_FRONT.logo_share:
        at = (press.across(IDENTITY_FRONT.logo_x), press.down(IDENTITY_FRONT.logo_y))
        scheme_logo(press, random_scheme(rng), at, press.across(IDENTITY_FRONT.logo_width))
    print_number(face, press, number_y, date_y)
    return face


def print_titles(press: Press) -> None:
    """The names of the bank, of an institution, and of the card."""
    rng = press.rng
    if rng.random() < IDENTITY_FRONT.bank_share:
        at = (press.across(IDENTITY_FRONT.bank_x), press.down(IDENTITY_FRONT.bank_y))
        bank_name(press, at, press.down(IDENTITY_FRONT.bank_height), LONG * IDENTITY_FRONT.bank_most)
    if rng.random() > IDENTITY_FRONT.title_share:
        return
    for i in range(whole(IDENTITY_FRONT.title_lines, rng)):
        text = " ".join(rng.choice(WORDS, i)) if i else str(rng.choice(IDENTITY_FRONT.titles.split(",")))
        coverage = press.word(text, press.down(IDENTITY_FRONT.title_height))[:, : int(LONG * IDENTITY_FRONT.title_most)]
        y = SHORT * (IDENTITY_FRONT.title_y + IDENTITY_FRONT.title_step * i)
        press.stamp(coverage, (press.across(IDENTITY_FRONT.title_x), y))


def print_portrait_of_holder(press: Press) -> float:
    """A photograph, or now and then a chip; returns where lines beside it begin, px."""
    rng = press.rng
    is_right = rng.random() < IDENTITY_FRONT.right_share
    if rng.random() < IDENTITY_FRONT.photo_share:
        x = press.across(IDENTITY_FRONT.photo_x_right if is_right else IDENTITY_FRONT.photo_x)
        at = (x, press.down(IDENTITY_FRONT.photo_y))
        photograph_of_somebody(press.image, at, rng, rng.uniform(*IDENTITY_FRONT.photo_size))
        return LONG * IDENTITY_FRONT.line_x if is_right else press.across(IDENTITY_FRONT.line_x_photo)
    if rng.random() < IDENTITY_FRONT.chip_share:
        at = (press.across(IDENTITY_FRONT.chip_x), press.down(IDENTITY_FRONT.chip_y))
        chip(press, at, press.across(IDENTITY_FRONT.chip_width))
        return press.across(IDENTITY_FRONT.line_x_photo)
    return LONG * IDENTITY_FRONT.line_x


def print_lines(press: Press, left: float, taken: tuple[float, float]) -> None:
    """Labelled lines. left: where they begin, px; taken: from where to where the bank card's date and number stand, px"""
    rng = press.rng
    ink = np.float32(rng.uniform(*IDENTITY_FRONT.dark, 3)) if rng.random() < IDENTITY_FRONT.dark_share else None
    count, first = whole(IDENTITY_FRONT.lines, rng), press.down(IDENTITY_FRONT.line_from)
    height = press.down(IDENTITY_FRONT.line_height)
    widest = (SHORT * IDENTITY_FRONT.line_until - first) / count
    for y in first + max(SHORT * IDENTITY_FRONT.line_step, widest * rng.uniform(0.6, 1)) * np.arange(count):
        if taken[0] - SHORT * IDENTITY_FRONT.room < y + height / 2 < taken[1] + SHORT * IDENTITY_FRONT.room:
            continue
        label = str(rng.choice(WORDS)).title() if rng.random() < IDENTITY_FRONT.english_share else cjk_text(2, rng)
        text = {
            "number": lambda: number_text(rng),
            "words": lambda: " ".join(rng.choice(WORDS, 2)),
            "cjk": lambda: cjk_text(whole((2, 9), rng), rng),
        }[one_of(IDENTITY_FRONT.texts, rng)]()
        coverage = press.word(f"{label}: {text}", height)[:, : int(LONG * IDENTITY_FRONT.line_most)]
        press.stamp(coverage, (left, y), ink)


def print_number(face: Face, press: Press, y: float, date_y: float) -> None:
    """The number, and a date or the labels of one above it. y, date_y: of their middles, px"""
    rng, kind = press.rng, one_of(IDENTITY_FRONT.kinds, press.rng)
    face.pan, sizes = random_pan(rng)
    width = press.across(IDENTITY_FRONT.width[kind])
    x = min(press.across(IDENTITY_FRONT.number_x), LONG * IDENTITY_FRONT.right - width)
    face.style = rng.bit_generator.state
    quad = press.digits(cut(face.pan, sizes), kind, (x, y), width)
    face.numbers = [quad]
    unit = max(LEAST_DATE, float(quad[2, 1] - quad[1, 1]) * rng.uniform(*IDENTITY_FRONT.date_height))
    if rng.random() < IDENTITY_FRONT.date_share:
        add_dates(face, press, kind, (press.across(IDENTITY_FRONT.date_x), date_y), unit)
    elif rng.random() < IDENTITY_FRONT.labels_share:
        for i in range(whole((1, 4), rng)):
            text, x = str(rng.choice(IDENTITY_FRONT.labels)), LONG * (IDENTITY_FRONT.labels_x + IDENTITY_FRONT.label_step * i)
            coverage = press.word(text, press.down(IDENTITY_FRONT.label_height))
            press.stamp(coverage, (x, date_y))
            face.labels.append((text, box(x, date_y, x + coverage.shape[1], date_y + coverage.shape[0])))
