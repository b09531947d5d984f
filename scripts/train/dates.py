"""Dates on the face of a card, with the words beside them."""

from dataclasses import dataclass

import numpy as np
from printing import Point, Press, Quad, box, readable_colour
from texts import FROM, ISSUED, ISSUED_FORMS, THRU, THRU_FORMS, random_code, random_date, random_digits


class LABEL:
    share, above_share = 0.8, 0.5  # of the dates; the others stand before the date
    # lengths in heights of the date's digits
    size = (0.2, 0.45)
    above_x = (-0.8, 0.5)  # where a label above begins, from the date's left end
    gap = (0.15, 0.5)  # between a label before the date and the date
    line_height = 1.15  # of the label's size


class DATE:
    width = (2.6, 4.9)  # of five characters, in heights of digits as they mostly are: how high a type is for its width differs
    rim = 3  # one of so many parts of a digit's height is free at the face's edge


class ISSUE:
    """A date of issue in place of the expiry, sometimes with a branch's letters or number beside it."""

    share = {"flat": 0.35, "embossed": 0.12, "foil": 0.12}  # of the faces with a date
    code_share, cn_share = 0.6, 0.3  # with a code beside it; of these, CN
    behind_share = 0.6  # of the codes; the others stand before the date
    size, behind, before = (0.8, 1), (0.8, 3), (1, 3)  # in heights of the date's digits; the gaps to the date
    below_share = 0.3  # with a code below it


class ALONE:
    """A code where a date might stand, sometimes another one below it."""

    printed_share, like_number_share, second_share = 0.75, 0.75, 0.2  # as digits are, or else as words; in the number's type
    size, pitch, below = (0.5, 1.05), (0.5, 0.85), (1.3, 2)  # of the number's; of a character, and of the rows, in heights


class BEFORE:
    """A date before the expiry, from when on the card is valid."""

    share = 0.25  # of the faces with an expiry
    whole_share, years = 0.85, (1975, 2024)  # the others are a year only; the last one is not drawn
    word_share, words = 0.2, ("THRU", "TO", "-", "UNTIL")  # with a word between both, printed as they are
    word_width, word_away = 0.6, (0.5, 1.5)  # of a letter; of the height of the digits
    away_labelled_above, away = (0.6, 1.6), (1.8, 4.5)  # of the height of the digits


class BESIDE:
    """What stands beside the expiry in its row: a code, a letter, a number."""

    behind_share = 0.18  # of the expiries
    of_codes = ("CVV", "CVC", "CODE", "CID")
    words = (*of_codes, "V", "CP", "VISA", "AX", "")
    secret_lengths = (3, 4)  # of security codes
    code_share, code_length, away = 0.6, (2, 5), (0.6, 3)  # with digits; in heights of the date's digits
    raised_share = 0.4  # printed as the date is
    before_share, number_length, number_away = 0.1, (4, 11), (1.5, 5)  # a number; the gap to the date and its label


@dataclass(frozen=True)
class Dates:
    """How the dates of a face are printed."""

    press: Press
    kind: str  # of the digits
    unit: float  # height of the digits, px
    pitch: float  # from character to character, in units
    colour: np.ndarray  # of the words beside them
    is_labelled: bool
    is_above: bool  # the words stand above the dates, not before them
    secrets: list[Quad]  # where security codes are printed
    labels: list[tuple[str, Quad]]  # the words beside dates, line by line, and where they are printed

    def width_of(self, text: str) -> float:
        return self.unit * self.pitch * len(text)

    def put(self, text: str, at: Point) -> Quad | None:
        """Where a date has been printed; None where there is no room for it."""
        x, width = at[0], self.width_of(text)
        if x + width > self.press.image.shape[1] - self.unit / DATE.rim or x < self.unit / DATE.rim:
            return None
        return self.press.digits([text] if " " not in text else text.split(), self.kind, at, width)

    def label(self, text: str, at: Point) -> None:
        """Words above a date or before it, in one line or two. at: the date's left end, at half its height"""
        (x, y), rng, lines = at, self.press.rng, text.split("\n")
        size = self.unit * rng.uniform(*LABEL.size)
        step = size * LABEL.line_height
        for i, words in enumerate(lines):
            if not words:
                continue
            coverage = self.press.word(words, size)
            if self.is_above:
                place = (x + rng.uniform(*LABEL.above_x) * self.unit, y - self.unit * 0.6 - step * (len(lines) - i))
            else:
                gap = self.unit * rng.uniform(*LABEL.gap)
                place = (x - coverage.shape[1] - gap, y - size * 0.57 * len(lines) + step * i)
            self.press.stamp(coverage, place, self.colour)
            (left, top), (high, wide) = place, coverage.shape
            self.labels.append((words, box(left, top, left + wide, top + high)))


def print_dates(
    press: Press, kind: str, at: Point, unit: float, secrets: list[Quad], labels: list[tuple[str, Quad]]
) -> tuple[Quad, str] | None:
    """The expiry, mostly with words, sometimes with another date before it; or no expiry, but the date of issue.

    Args:
        at: the first date's left end, at half its height
        unit: height of its digits, px, as most types have them
        secrets: where a security code is printed beside it, that is added
        labels: so are the words beside dates
    Returns:
        where the expiry stands, and its text, if there is one
    """
    (x, y), rng = at, press.rng
    around = press.image[int(y - unit) : int(y + unit), max(0, int(x - 2 * unit)) : int(x + 3 * unit)]
    colour = readable_colour(around, rng)
    pitch = rng.uniform(*DATE.width) / 5
    is_labelled, is_above = rng.random() < LABEL.share, rng.random() < LABEL.above_share
    dates = Dates(press, kind, unit, pitch, colour, is_labelled, is_above, secrets, labels)
    if rng.random() < ISSUE.share[kind]:
        print_issue(dates, at)
        return None
    return print_expiry(dates, at)


def print_issue(dates: Dates, at: Point) -> None:
    (x, y), rng, unit = at, dates.press.rng, dates.unit
    text = random_date(ISSUED_FORMS, rng)
    dates.label(str(rng.choice(ISSUED)), at)
    dates.put(text, at)
    if rng.random() < ISSUE.below_share:
        print_code(dates.press, dates.kind, (x, y + unit * rng.uniform(*ALONE.below)), unit)
    if rng.random() >= ISSUE.code_share:
        return
    code = "CN" if rng.random() < ISSUE.cn_share else random_code(rng)
    coverage = dates.press.word(code, unit * rng.uniform(*ISSUE.size))
    if rng.random() < ISSUE.behind_share:
        left = x + dates.width_of(text) + unit * rng.uniform(*ISSUE.behind)
    else:
        left = x - coverage.shape[1] - unit * rng.uniform(*ISSUE.before)
    dates.press.stamp(coverage, (left, y - coverage.shape[0] / 2), dates.colour)


def print_codes(press: Press, kind: str, at: Point, unit: float, style: dict | None = None) -> None:
    """A code, sometimes another one below it.

    Args:
        at: its left end, at half its height
        unit: height of a date's digits, px
        style: of the generator when the number was printed: most codes look as it does
    """
    (x, y), rng = at, press.rng
    height = unit * rng.uniform(*ALONE.size)
    style = style if rng.random() < ALONE.like_number_share else None
    print_code(press, kind, at, height, style)
    if rng.random() < ALONE.second_share:
        print_code(press, kind, (x, y + height * rng.uniform(*ALONE.below)), height, style)


def print_code(press: Press, kind: str, at: Point, height: float, style: dict | None = None) -> None:
    """Unless there is no room below."""
    (x, y), rng = at, press.rng
    text = random_code(rng)
    width = len(text) * height * rng.uniform(*ALONE.pitch)
    if y + height > press.image.shape[0]:
        return
    if rng.random() < ALONE.printed_share and x + width < press.image.shape[1]:
        after = rng.bit_generator.state
        rng.bit_generator.state = style or after
        press.digits(text.split(), kind, at, width)
        rng.bit_generator.state = after
        return
    coverage = press.word(text, height)
    press.stamp(coverage, (x, y - coverage.shape[0] / 2))


def print_expiry(dates: Dates, at: Point) -> tuple[Quad, str] | None:
    (x, y), rng = at, dates.press.rng
    text, style = random_date(THRU_FORMS, rng), None
    if rng.random() < BEFORE.share:
        is_whole = rng.random() < BEFORE.whole_share
        before = random_date(THRU_FORMS, rng) if is_whole else f"{rng.integers(*BEFORE.years)}"
        if dates.is_labelled:
            dates.label(str(rng.choice(FROM)), at)
        style = rng.bit_generator.state
        dates.put(before, at)
        x += dates.width_of(before)
        if rng.random() < BEFORE.word_share:
            word = str(rng.choice(BEFORE.words))
            x += dates.unit * rng.uniform(*BEFORE.word_away)
            quad = dates.press.digits([word], dates.kind, (x, y), dates.unit * BEFORE.word_width * len(word))
            dates.labels.append((word, quad))
            x += dates.unit * (BEFORE.word_width * len(word) + rng.uniform(*BEFORE.word_away))
            return printed(dates, text, (x, y), style)
        away = BEFORE.away_labelled_above if dates.is_above else BEFORE.away
        x += dates.unit * rng.uniform(*away)
    elif rng.random() < BESIDE.before_share:
        number = random_digits(int(rng.integers(*BESIDE.number_length)), rng)
        dates.put(number, (x - dates.width_of(number) - dates.unit * rng.uniform(*BESIDE.number_away), y))
    if dates.is_labelled:
        dates.label(str(rng.choice(THRU)), (x, y))
    return printed(dates, text, (x, y), style)


def printed(dates: Dates, text: str, at: Point, style: dict | None) -> tuple[Quad, str] | None:
    """Print the expiry, and sometimes what stands behind it. style: of the generator when the date before it was printed"""
    (x, y), rng = at, dates.press.rng
    after = rng.bit_generator.state
    rng.bit_generator.state = style or after  # both dates look alike
    quad = dates.put(text, at)
    if style is not None:
        rng.bit_generator.state = after
    if quad is not None and rng.random() < BESIDE.behind_share:
        print_behind(dates, (x + dates.width_of(text), y))
    return None if quad is None else (quad, text)


def print_behind(dates: Dates, at: Point) -> None:
    """What stands behind a date; a security code is noted. at: the date's right end, at half its height"""
    (x, y), rng = at, dates.press.rng
    code = random_digits(int(rng.integers(*BESIDE.code_length)), rng) if rng.random() < BESIDE.code_share else ""
    word = str(rng.choice(BESIDE.words))
    text = f"{word} {code}".strip() or "V"
    x += dates.unit * rng.uniform(*BESIDE.away)
    width = dates.width_of(text)
    if rng.random() < BESIDE.raised_share and x + width < dates.press.image.shape[1]:
        quad = dates.press.digits(text.split(), dates.kind, (x, y), width)
    else:
        coverage = dates.press.word(text, dates.unit * rng.uniform(*ISSUE.size))
        height, width = coverage.shape
        quad = box(x, y - height / 2, x + width, y + height / 2)
        dates.press.stamp(coverage, (x, y - height / 2), dates.colour)
    if word in BESIDE.of_codes and len(code) in BESIDE.secret_lengths:
        dates.secrets.append(quad)
