"""Draws embossed digits, since no free font has them.

They resemble Farrington 7B, the type of embossed cards: even strokes, squared rounds, a 6 like a b, a 9 like a q, an
open 4, a 1 and a 7 with flags. A `Style` holds what differs between embossing machines; a line of digits has one style.
"""

from dataclasses import dataclass

import cv2
import numpy as np

SUPERSAMPLING = 3
TYPICAL_SHARE = 0.5  # of the styles: their proportions are out of TYPICAL, the others' out of ANY


class FORMS:
    """How many styles have a form; and from where to where the proportions go that are the same in all families."""

    four_open, tail_curved, top_flat, base, knee, flag = 0.65, 0.3, 0.3, 0.85, 0.7, 0.75
    four_bar, four_lean, four_stem, four_top = (0.54, 0.72), (0, 0.25), (0.62, 0.86), (0, 0.36)


@dataclass(frozen=True)
class Style:
    """Proportions in units of a digit's box: x to the right, y downwards, both 0..1."""

    width: float  # of the box, per height
    stroke: float  # width of strokes, per height
    corner: float  # radius of corners
    waist: float  # height of the middle of 2, 3, 5, 6, 8, 9
    one_flag: float  # length of the flag of 1
    one_drop: float  # how far that flag slopes down; flat only where there is a foot, or it would be a 7
    one_base: float  # half length of the foot of 1; 0: none
    seven_flag: float  # how far the bar of 7 bends down on the left
    seven_knee: float  # where the stem of 7 turns upright; 0: a straight slope
    seven_left: float  # where its bar begins
    seven_stem: float  # where its upright stem stands
    seven_right: float  # where its bar ends
    four_open: bool  # the 4 is open on top
    four_bar: float  # height of its bar
    four_lean: float  # how far its left arm leans
    four_stem: float  # where its stem stands
    four_top: float  # where the stem of an open 4 begins
    tail_curved: bool  # 6 and 9 have bent tails
    top_flat: bool  # the 3 has a flat top and a slanted middle
    eight_waisted: float  # how much narrower the upper half of 8 is


@dataclass(frozen=True)
class Ranges:
    """The ranges of a family's proportions: least and largest."""

    width: tuple[float, float]
    stroke: tuple[float, float]
    corner: tuple[float, float]
    waist: tuple[float, float]
    one_flag: tuple[float, float]
    one_drop: tuple[float, float]  # where the 1 has a foot
    one_drop_footless: tuple[float, float]
    one_base: tuple[float, float]
    seven_flag: tuple[float, float]
    seven_knee: tuple[float, float]
    seven_left: tuple[float, float]
    seven_stem: tuple[float, float]
    seven_overhang: float | None  # how far the bar of 7 reaches beyond its stem at most; None: to the edge of the box
    eight_waisted: tuple[float, float]


ANY = Ranges(
    width=(0.48, 0.72),
    stroke=(0.08, 0.2),
    corner=(0.1, 0.42),
    waist=(0.42, 0.53),
    one_flag=(0.14, 0.36),
    one_drop=(0, 0.2),
    one_drop_footless=(0.12, 0.3),
    one_base=(0.16, 0.4),
    seven_flag=(0.08, 0.25),
    seven_knee=(0.2, 0.6),
    seven_left=(0, 0.3),
    seven_stem=(0.48, 0.9),
    seven_overhang=None,
    eight_waisted=(0, 0.16),
)
# What most embossing machines press.
TYPICAL = Ranges(
    width=(0.54, 0.66),
    stroke=(0.1, 0.17),
    corner=(0.2, 0.36),
    waist=(0.44, 0.52),
    one_flag=(0.16, 0.3),
    one_drop=(0, 0.1),
    one_drop_footless=(0.12, 0.25),
    one_base=(0.28, 0.42),
    seven_flag=(0.08, 0.2),
    seven_knee=(0.05, 0.3),
    seven_left=(0, 0.25),
    seven_stem=(0.68, 0.95),
    seven_overhang=0.12,
    eight_waisted=(0, 0.12),
)


def random_style(rng: np.random.Generator, held_out: bool = False) -> Style:
    """A style. Some combinations of its yes-or-no choices appear in the held-out set only."""
    while True:
        shares = (FORMS.four_open, FORMS.tail_curved, FORMS.top_flat, FORMS.base, FORMS.knee)
        four_open, tail_curved, top_flat, has_base, has_knee = (bool(rng.random() < share) for share in shares)
        combination = four_open + 2 * tail_curved + 4 * top_flat + 8 * has_base + 16 * has_knee
        if (combination % 5 == 3) == held_out:
            break
    u = rng.uniform
    r = TYPICAL if rng.random() < TYPICAL_SHARE else ANY
    stem = u(*r.seven_stem)
    return Style(
        width=u(*r.width),
        stroke=u(*r.stroke),
        corner=u(*r.corner),
        waist=u(*r.waist),
        one_flag=u(*r.one_flag),
        one_drop=u(*(r.one_drop if has_base else r.one_drop_footless)),
        one_base=u(*r.one_base) if has_base else 0,
        seven_flag=u(*r.seven_flag) if rng.random() < FORMS.flag else 0,
        seven_knee=u(*r.seven_knee) if has_knee else 0,
        seven_left=u(*r.seven_left),
        seven_stem=stem,
        seven_right=min(1, stem + u(0, 1 - stem if r.seven_overhang is None else r.seven_overhang)),
        four_open=four_open,
        four_bar=u(*FORMS.four_bar),
        four_lean=u(*FORMS.four_lean),
        four_stem=u(*FORMS.four_stem),
        four_top=u(*FORMS.four_top),
        tail_curved=tail_curved,
        top_flat=top_flat,
        eight_waisted=u(*r.eight_waisted),
    )


def rounded(points: list, radius: float) -> list:
    """A polyline with its inner corners rounded by quadratic curves."""
    p = [np.array(point, float) for point in points]
    out = [p[0]]
    for before, corner, after in zip(p, p[1:], p[2:]):
        back, on = before - corner, after - corner
        a = corner + back * min(1, radius / (np.linalg.norm(back) + 1e-9)) * 0.98
        b = corner + on * min(1, radius / (np.linalg.norm(on) + 1e-9)) * 0.98
        out += [(1 - t) ** 2 * a + 2 * t * (1 - t) * corner + t**2 * b for t in np.linspace(0, 1, 7)]
    return out + [p[-1]]


def ring(left: float, top: float, right: float, bottom: float, radius: float) -> list:
    """A closed rounded rectangle."""
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    middle = (left + right) / 2
    corners = [(middle, top), (right, top), (right, bottom), (left, bottom), (left, top), (middle, top)]
    return rounded(corners, radius)


def strokes(char: str, s: Style) -> list:
    """A character's strokes as polylines in its box."""
    r, w = s.corner, s.waist
    match char:
        case "0":
            return [ring(0, 0, 1, 1, r)]
        case "1":
            stem = 0.56
            flag = [(stem - s.one_flag, s.one_drop), (stem, 0), (stem, 1)]
            base = [[(max(0, stem - s.one_base), 1), (min(1, stem + s.one_base), 1)]] if s.one_base else []
            return [flag, *base]
        case "2":
            if s.top_flat:
                return [rounded([(0.04, 0), (0.98, 0), (0.98, w), (0.02, w + 0.08), (0.02, 1), (1, 1)], r)]
            return [rounded([(0, 0.2), (0.1, 0), (0.95, 0), (1, w * 0.8), (0.1, 0.85), (0, 1)], r), [(0, 1), (1, 1)]]
        case "3":
            if s.top_flat:
                middle = (0.42, w - 0.04)
                return [[(0.04, 0), (0.95, 0), middle], rounded([middle, (1, w - 0.02), (1, 1), (0, 1)], r)]
            upper, lower = [(0.04, 0), (0.92, 0), (0.92, w), (0.3, w)], [(0.3, w), (1, w), (1, 1), (0, 1)]
            return [rounded(upper, r), rounded(lower, r)]
        case "4":
            bar, stem = s.four_bar, s.four_stem
            if s.four_open:
                return [rounded([(s.four_lean, 0), (0, bar), (1, bar)], r * 0.3), [(stem, s.four_top), (stem, 1)]]
            return [[(stem, 1), (stem, 0), (0, bar), (1, bar)]]
        case "5":
            return [rounded([(0.92, 0), (0.06, 0), (0.03, w - 0.05), (1, w - 0.05), (1, 1), (0, 0.99)], r)]
        case "6":
            curved = rounded([(0.8, 0), (0.12, 0.04), (0, 0.6), (0, 0.75)], 0.3)
            tail = curved if s.tail_curved else [(0.06, 0), (0, 0.75)]
            return [tail, ring(0, w - 0.04, 1, 1, r)]
        case "7":
            left = s.seven_left
            flag = [(left + 0.02, s.seven_flag)] if s.seven_flag else []
            if s.seven_knee:
                right = s.seven_right
                bend = [(right, s.seven_knee * 0.6), (s.seven_stem, s.seven_knee + 0.12), (s.seven_stem, 1)]
                return [rounded([*flag, (left, 0), (right, 0), *bend], r * 0.6)]
            return [rounded([*flag, (left, 0), (1, 0)], r * 0.3), [(1, 0), (0.36, 1)]]
        case "8":
            inset = s.eight_waisted
            return [ring(inset, 0, 1 - inset, w, r), ring(0, w, 1, 1, r)]
        case "9":
            return [[(1 - x, 1 - y) for x, y in line] for line in strokes("6", s)]
        case "/":
            return [[(0.05, 1), (0.95, 0)]]
        case "-":
            return [[(0.15, 0.52), (0.85, 0.52)]]
    raise ValueError(f"no outline for {char!r}")


def draw(char: str, s: Style, height: int) -> np.ndarray:
    """A character's coverage.

    Returns:
        float32 [height, width], 0..1; strokes touch the edges of the box
    """
    k = SUPERSAMPLING
    h, w = height * k, max(4, round(height * s.width * k))
    thickness = max(2, round(s.stroke * h))
    inset = thickness // 2 + 1
    image = np.zeros((h, w), np.uint8)
    for line in strokes(char, s):
        points = np.array([(inset + x * (w - 1 - 2 * inset), inset + y * (h - 1 - 2 * inset)) for x, y in line])
        cv2.polylines(image, [np.int32(np.round(points * 16))], False, 255, thickness, cv2.LINE_AA, shift=4)
    return cv2.resize(image, (max(1, w // k), height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
