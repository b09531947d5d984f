"""What a card carries beside its lines: chip, contactless sign, the scheme's logo, the bank's mark and name, a huge word."""

import cv2
import numpy as np
from card_art import random_colour
from printing import WHITE, Point, Press, readable_colour
from texts import BANKS, CJK_BANKS, HUGE_WORDS, random_word


class CHIP:
    height = (0.7, 0.95)  # of its width
    metals = ((90, 180, 215), (120, 200, 230), (190, 195, 200), (215, 215, 215), (70, 130, 170))  # BGR
    lightness = (0.75, 1.1)
    left, right = (0.8, 1.1), (0.8, 1.2)  # light at either side
    corner = 6  # its radius is one of so many parts of the height
    contacts = (0.33, 0.66)  # of width and height
    middle_share = 0.5  # with an oval in the middle


class LOGO:
    schemes = ("unionpay", "visa", "circles", "box", "none")
    weights = (0.4, 0.22, 0.2, 0.08, 0.1)
    height = 0.63  # of its width
    lettered_box_share = 0.4  # VISA on white
    slant = 0.25  # of VISA's letters
    own_colours_share = 0.8  # of the circles; the others are of any two colours
    circles = ((30, 20, 235), (20, 160, 250))  # BGR
    circles_named_share = 0.7
    stripes = ((40, 30, 215), (130, 60, 10), (120, 130, 0))  # BGR, of UnionPay
    stripe_names = (("UnionPay", 0.15, 0.28), ("银联", 0.5, 0.34))  # the place from above and the size, of the height
    boxed = ("JCB", "AMEX", "RuPay", "MIR", "Diners")
    hologram_share, hologram = 0.3, (0.3, 0.7)  # of the logos; how much of the card and of the hologram is seen


class BANK:
    mark_share = 0.75
    round_share, filled_share = 0.6, 0.4  # of the marks; of the round ones
    corners = (3, 6)  # of the other marks
    cjk_share = 0.6
    small, large, small_share = 0.62, 0.95, 0.5  # of the height
    second_name = 0.28  # of the height: an English name below a small Chinese one


class HUGE:
    """A word as large as the card allows, under the number and all else."""

    own_share, height, left, top = 0.6, (0.15, 0.6), (-0.1, 0.5), (-0.1, 0.75)  # others are any word; of the face
    widest = 1.3  # of the face's width
    askew_share, askew = 0.35, 40  # degrees, at most
    outlined_share, outline = 0.25, (0.03, 0.09)  # only its rim is printed; of its height
    opacity, plain_share = (0.25, 1), 0.6  # of those that are not plain


def huge_word(press: Press) -> None:
    rng = press.rng
    height, width = press.image.shape[:2]
    text = str(rng.choice(HUGE_WORDS)) if rng.random() < HUGE.own_share else random_word(rng)
    coverage = press.word(text, press.down(HUGE.height))
    shrink = min(1.0, width * HUGE.widest / coverage.shape[1])
    coverage = cv2.resize(coverage, None, fx=shrink, fy=1.0, interpolation=cv2.INTER_AREA)
    if rng.random() < HUGE.outlined_share:
        kernel = np.ones((max(3, int(coverage.shape[0] * rng.uniform(*HUGE.outline))),) * 2, np.uint8)
        coverage = cv2.dilate(coverage, kernel) - cv2.erode(coverage, kernel)
    if rng.random() < HUGE.askew_share:
        coverage = askew(coverage, rng.uniform(-HUGE.askew, HUGE.askew))
    cover = coverage if rng.random() < HUGE.plain_share else coverage * np.float32(rng.uniform(*HUGE.opacity))
    press.stamp(cover, (press.across(HUGE.left), press.down(HUGE.top)))


def askew(coverage: np.ndarray, degrees: float) -> np.ndarray:
    """A coverage turned about its middle, in a picture that holds all of it."""
    height, width = coverage.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = np.abs(turn[0, :2])
    size = int(width * cos + height * sin), int(width * sin + height * cos)
    turn[:, 2] += (np.array(size) - (width, height)) / 2
    return cv2.warpAffine(coverage, turn, size)


def chip(press: Press, at: Point, size: float) -> None:
    """A chip. at: its top left; size: its width, px"""
    rng = press.rng
    w, h = int(size), int(size * rng.uniform(*CHIP.height))
    x, y = map(int, at)
    metal = np.float32(CHIP.metals[rng.integers(len(CHIP.metals))]) * rng.uniform(*CHIP.lightness)
    mask, lines = rounded(w, h, max(2, h // CHIP.corner)), contacts(w, h)
    if rng.random() < CHIP.middle_share:
        cv2.ellipse(lines, (w // 2, h // 2), (int(w * 0.2), int(h * 0.3)), 0, 0, 360, 255, 1, cv2.LINE_AA)
    tone = metal * np.linspace(rng.uniform(*CHIP.left), rng.uniform(*CHIP.right), w, dtype=np.float32)[None, :, None]
    tone = np.broadcast_to(tone, (h, w, 3)) * (1 - 0.5 * lines[..., None] / 255)
    part = press.image[max(0, y) : y + h, max(0, x) : x + w]
    inside = mask[: part.shape[0], : part.shape[1], None] > 127
    part[:] = np.clip(np.where(inside, tone[: part.shape[0], : part.shape[1]], part), 0, 255)


def rounded(w: int, h: int, r: int) -> np.ndarray:
    """The mask of a rectangle with corners of radius r, uint8 [h, w]."""
    mask = np.zeros((h, w), np.uint8)
    cv2.rectangle(mask, (r, 0), (w - r, h), 255, -1)
    cv2.rectangle(mask, (0, r), (w, h - r), 255, -1)
    for centre in ((r, r), (w - r - 1, r), (r, h - r - 1), (w - r - 1, h - r - 1)):
        cv2.circle(mask, centre, r, 255, -1, cv2.LINE_AA)
    return mask


def contacts(w: int, h: int) -> np.ndarray:
    """The lines between a chip's contacts, uint8 [h, w]."""
    lines = np.zeros((h, w), np.uint8)
    left, right = (int(w * share) for share in CHIP.contacts)
    for share in CHIP.contacts:
        cv2.line(lines, (0, int(h * share)), (left, int(h * share)), 255, 1, cv2.LINE_AA)
        cv2.line(lines, (right, int(h * share)), (w, int(h * share)), 255, 1, cv2.LINE_AA)
    for x in (left, right):
        cv2.line(lines, (x, 0), (x, h), 255, 1, cv2.LINE_AA)
    return lines


def contactless(image: np.ndarray, at: Point, size: float, colour: np.ndarray) -> None:
    """The contactless sign: four arcs. at: their centre"""
    for i in range(4):
        radius, thickness = int(size * (0.3 + 0.25 * i)), max(1, int(size / 9))
        cv2.ellipse(image, tuple(map(int, at)), (radius, radius), 0, -40, 40, colour.tolist(), thickness, cv2.LINE_AA)


def random_scheme(rng: np.random.Generator) -> str:
    return str(rng.choice(LOGO.schemes, p=LOGO.weights))


def scheme_logo(press: Press, scheme: str, at: Point, width: float) -> None:
    """A scheme's logo, sometimes with a hologram above or below it. at: its top left; width: px"""
    x, y = map(int, at)
    w = int(width)
    if scheme == "none":
        return
    {"visa": visa, "circles": circles, "unionpay": unionpay, "box": boxed}[scheme](press, x, y, w, int(w * LOGO.height))
    if press.rng.random() < LOGO.hologram_share:
        hologram(press, x, y, w, int(w * LOGO.height))


def visa(press: Press, x: int, y: int, w: int, h: int) -> None:
    coverage = press.word("VISA", h * 0.55)
    shear = np.float32([[1, -LOGO.slant, LOGO.slant * coverage.shape[0]], [0, 1, 0]])
    coverage = cv2.warpAffine(coverage, shear, (coverage.shape[1] + coverage.shape[0] // 4, coverage.shape[0]))
    if press.rng.random() < LOGO.lettered_box_share:
        cv2.rectangle(press.image, (x, y), (x + w, y + h), (255, 255, 255), -1)
    press.stamp(cv2.resize(coverage, (int(w * 0.9), int(h * 0.55))), (x + w * 0.05, y + h * 0.22))


def circles(press: Press, x: int, y: int, w: int, h: int) -> None:
    rng = press.rng
    is_own = rng.random() < LOGO.own_colours_share
    a, b = LOGO.circles if is_own else (random_colour(rng).tolist(), random_colour(rng).tolist())
    r = int(h * 0.48)
    cv2.circle(press.image, (x + r, y + h // 2), r, a, -1, cv2.LINE_AA)
    cv2.circle(press.image, (x + w - r, y + h // 2), r, b, -1, cv2.LINE_AA)
    if rng.random() < LOGO.circles_named_share:
        coverage = press.word("MasterCard", h * 0.24)
        press.stamp(cv2.resize(coverage, (int(w * 0.8), int(h * 0.24))), (x + w * 0.1, y + h * 0.38), WHITE)


def unionpay(press: Press, x: int, y: int, w: int, h: int) -> None:
    slant = int(h * 0.2)
    for i, colour in enumerate(LOGO.stripes):
        x0 = x + slant + int(i * (w - slant) / 3.4)
        x1 = x0 + int((w - slant) / 2.4)
        stripe = np.int32([[x0, y], [x1, y], [x1 - slant, y + h], [x0 - slant, y + h]])
        cv2.fillPoly(press.image, [stripe], colour, cv2.LINE_AA)
    for text, down, size in LOGO.stripe_names:
        coverage = press.word(text, h * size)
        press.stamp(cv2.resize(coverage, (int(w * 0.7), int(h * size))), (x + w * 0.16, y + h * down), WHITE)


def boxed(press: Press, x: int, y: int, w: int, h: int) -> None:
    cv2.rectangle(press.image, (x, y), (x + h, y + h), random_colour(press.rng).tolist(), -1)
    press.stamp(press.word(str(press.rng.choice(LOGO.boxed)), h * 0.35), (x + 2, y + h * 0.3))


def hologram(press: Press, x: int, y: int, w: int, h: int) -> None:
    """Above a logo, or below it where there is no room. x, y, w, h: of the logo, px"""
    y0 = y - h if y > h else y + h
    colours = press.rng.uniform(90, 255, (4, 5, 3)).astype(np.float32)
    mirror = cv2.resize(colours, (w, int(h * 0.9)), interpolation=cv2.INTER_CUBIC)
    part = press.image[max(0, y0) : y0 + mirror.shape[0], x : x + w]
    of_card, of_mirror = LOGO.hologram
    seen = part * of_card + mirror[: part.shape[0], : part.shape[1]] * of_mirror
    part[:] = np.clip(seen, 0, 255)


def bank_name(press: Press, at: Point, height: float, most: float) -> None:
    """A bank's mark and its name. at: its top left; height: px; most: how wide the name may be, px"""
    (x, y), rng = at, press.rng
    colour = readable_colour(press.image[int(y) : int(y + height), int(x) : int(x + most)], rng)
    if rng.random() < BANK.mark_share:
        bank_mark(press, x, y, height, colour)
        x += height * 1.2
    is_cjk = rng.random() < BANK.cjk_share
    name = str(rng.choice(CJK_BANKS if is_cjk else BANKS))
    size = BANK.small if rng.random() < BANK.small_share else BANK.large
    coverage = press.word(name, height * size)[:, : int(most)]
    press.stamp(coverage, (x, y), colour)
    if is_cjk and coverage.shape[0] < 0.8 * height:
        second = press.word(str(rng.choice(BANKS)), height * BANK.second_name)
        press.stamp(second[:, : coverage.shape[1]], (x, y + height * 0.7), colour)


def bank_mark(press: Press, x: float, y: float, height: float, colour: np.ndarray) -> None:
    image, rng, r, bgr = press.image, press.rng, height / 2, colour.tolist()
    centre = (int(x + r), int(y + r))
    if rng.random() < BANK.round_share:
        thickness = -1 if rng.random() < BANK.filled_share else max(2, int(r / 4))
        cv2.circle(image, centre, int(r), bgr, thickness, cv2.LINE_AA)
        cv2.line(image, (centre[0], int(y)), (centre[0], int(y + height)), bgr, max(1, int(r / 5)), cv2.LINE_AA)
    else:
        points = rng.uniform(-r, r, (int(rng.integers(*BANK.corners)), 2)) + centre
        cv2.fillPoly(image, [cv2.convexHull(np.int32(points))], bgr, cv2.LINE_AA)
