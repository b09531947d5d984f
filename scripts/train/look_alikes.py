"""Things that are no bank cards: identity and business cards, receipts, keyboards, telephones, papers with numbers."""

import cv2
import numpy as np
from card_art import random_colour
from draws import one_of
from emblems import bank_name
from face import LONG, SHORT, Face, ground
from printing import BLACK, Press, Range, readable_colour
from texts import CJK, WORDS, random_digits

# In the tables below, x and widths are shares of a thing's width; y, heights and sizes of letters shares of its height.
# Of ranges of whole numbers the last one is not drawn.


class IDENTITY_CARD:
    paleness = (0.25, 0.75)  # how much of the ground and of a pale colour is seen
    ink = (0, 90)  # grey levels
    right_share, photo_x_right, photo_x, photo_y = 0.6, (0.62, 0.68), (0.05, 0.08), (0.12, 0.25)
    photo_width, photo_height = 0.27, 0.55
    skin, hair = (120, 225), (10, 90)  # of each channel
    lines, line_from, line_step, line_height = (3, 7), 0.1, 0.11, 0.05
    english_share = 0.4  # of the lines
    number_height, number_x, number_y = (0.05, 0.08), 0.06, 0.85
    titles, title_share = ("DRIVER LICENSE", "IDENTITY CARD", "居民身份", "STUDENT", "MEMBER CARD"), 0.4


class BUSINESS_CARD:
    art_share = 0.35  # the others are of a pale colour
    mark_share, mark_x, mark_y, mark_height = 0.6, (0.05, 0.5), (0.05, 0.2), (0.1, 0.25)
    x, name_height, name_y = (0.05, 0.4), (0.08, 0.14), (0.3, 0.45)
    lines, number_share, line_height, line_from, line_step = (1, 5), 0.6, (0.04, 0.06), 0.55, 0.1


class RECEIPT:
    height, width, paper, ink = (500, 900), (260, 460), (205, 252), (50, 50, 55)  # px; grey levels; BGR
    small_share, size, large = 0.9, (9, 18), 30  # px
    words_share, price_share, step = 0.6, 0.5, (1.4, 2.2)  # the last of the letters' size


class KEYBOARD:
    rows, columns, key = (3, 6), (3, 13), 56  # px
    letters, size = "QWERTYUIOPASDFGHJKL1234567890", (0.5, 0.9)  # of OpenCV's letters


class PAPER:
    side = (350, 800)  # px
    pale_share, pale, bright_share, bright = 0.7, 0.15, 0.7, 205
    picture_share, picture_at = 0.5, (0, 0.5)
    text_y, text_lines, text_size = (0.1, 0.5), (3, 12), (9, 22)  # the last in px
    lines, number_share, line_size, line_x, line_y = (0, 4), 0.6, (14, 50), (0, 0.3), (0, 0.9)  # the size in px


class TELEPHONE:
    body, art_share, keys_share = (5, 60), 0.6, 0.5  # grey levels


class BLANK_CARD:
    words_share, words, words_height, words_x, words_y = 0.6, (1, 3), (0.1, 0.3), (0.05, 0.3), (0.1, 0.6)
    bars_share, bars_x, bars_y, bar_width, bars_height = 0.5, (0.05, 0.4), (0.55, 0.7), (3, 6), 0.2  # a bar in px


# Of the forms in `number_text`.
NUMBER_WEIGHTS = (0.15, 0.15, 0.14, 0.12, 0.14, 0.12, 0.04, 0.07, 0.07)


def number_text(rng: np.random.Generator) -> str:
    """Long numbers that are no card's: of telephones, identity cards, accounts, bills."""

    def digits(count: int) -> str:
        return random_digits(count, rng)

    return [
        f"+{digits(2)} {digits(3)} {digits(4)} {digits(4)}",
        f"{digits(3)}-{digits(4)}-{digits(4)}",
        digits(18),
        f"No. {digits(8)}",
        f"{digits(4)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d} {digits(2)}:{digits(2)}",
        f"{digits(5)}.{digits(2)}",
        f"{digits(4)} {digits(4)} {digits(4)} {digits(4)}",
        f"{digits(6)}******{digits(4)}",
        f"{digits(4)} {digits(6)} {digits(3)}",
    ][rng.choice(len(NUMBER_WEIGHTS), p=NUMBER_WEIGHTS)]


def pale_colour(share: float, brightness: float, rng: np.random.Generator) -> np.ndarray:
    """A card's colour, so much of it, made brighter: float32 [3]. brightness: grey levels"""
    return np.clip(random_colour(rng) * share + brightness, 0, 255)


def cjk_text(length: int, rng: np.random.Generator) -> str:
    return "".join(rng.choice(list(CJK), length))


def whole(range_: Range, rng: np.random.Generator) -> int:
    return int(rng.integers(*range_))


def identity_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A portrait of somebody, labelled lines and a long number."""
    of_ground, of_colour = IDENTITY_CARD.paleness
    image = np.uint8(ground(SHORT, LONG, art, rng) * of_ground + of_colour * pale_colour(0.3, 175, rng))
    press = Press(image, rng)
    ink = rng.uniform(*IDENTITY_CARD.ink, 3).astype(np.float32)
    is_right = rng.random() < IDENTITY_CARD.right_share
    x = press.across(IDENTITY_CARD.photo_x_right if is_right else IDENTITY_CARD.photo_x)
    photograph_of_somebody(image, (x, press.down(IDENTITY_CARD.photo_y)), rng)
    left = LONG * 0.05 if x > LONG / 2 else LONG * 0.38
    for i in range(whole(IDENTITY_CARD.lines, rng)):
        text = cjk_text(2, rng) + "  " + cjk_text(whole((2, 9), rng), rng)
        if rng.random() < IDENTITY_CARD.english_share:
            text = f"{rng.choice(WORDS)}: {' '.join(rng.choice(WORDS, 2))}"
        coverage = press.word(text, SHORT * IDENTITY_CARD.line_height)[:, : int(LONG * 0.55)]
        press.stamp(coverage, (left, SHORT * (IDENTITY_CARD.line_from + IDENTITY_CARD.line_step * i)), ink)
    coverage = press.word(number_text(rng), press.down(IDENTITY_CARD.number_height))
    press.stamp(coverage, (LONG * IDENTITY_CARD.number_x, SHORT * IDENTITY_CARD.number_y), ink)
    if rng.random() < IDENTITY_CARD.title_share:
        press.stamp(press.word(str(rng.choice(IDENTITY_CARD.titles)), SHORT * 0.07), (LONG * 0.3, SHORT * 0.02))
    return image


def photograph_of_somebody(
    image: np.ndarray, at: tuple[float, float], rng: np.random.Generator, size: float = 1
) -> None:
    """A head and shoulders. at: its top left, px; size: 1 as on identity cards"""
    (x, y), w, h = at, size * LONG * IDENTITY_CARD.photo_width, size * SHORT * IDENTITY_CARD.photo_height
    cv2.rectangle(image, (int(x), int(y)), (int(x + w), int(y + h)), random_colour(rng).tolist(), -1)
    skin, hair = rng.uniform(*IDENTITY_CARD.skin, 3), rng.uniform(*IDENTITY_CARD.hair, 3)
    centre, foot = (int(x + w / 2), int(y + h * 0.45)), (int(x + w / 2), int(y + h))
    clothes = random_colour(rng).tolist()
    cv2.ellipse(image, foot, (int(w * 0.42), int(h * 0.28)), 0, 180, 360, clothes, -1, cv2.LINE_AA)
    above = (centre[0], centre[1] - 8)
    cv2.ellipse(image, above, (int(w * 0.26), int(h * 0.3)), 0, 0, 360, hair.tolist(), -1, cv2.LINE_AA)
    cv2.ellipse(image, centre, (int(w * 0.21), int(h * 0.25)), 0, 0, 360, skin.tolist(), -1, cv2.LINE_AA)


def business_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A name, an address, telephone numbers."""
    if rng.random() < BUSINESS_CARD.art_share:
        image = ground(SHORT, LONG, art, rng)
    else:
        image = np.full((SHORT, LONG, 3), pale_colour(0.2, 200, rng), np.uint8)
    press, ink = Press(image, rng), readable_colour(image, rng)
    if rng.random() < BUSINESS_CARD.mark_share:
        at = (press.across(BUSINESS_CARD.mark_x), press.down(BUSINESS_CARD.mark_y))
        bank_name(press, at, press.down(BUSINESS_CARD.mark_height), LONG * 0.5)
    x = press.across(BUSINESS_CARD.x)
    name = press.word(" ".join(rng.choice(WORDS, 2)).title(), press.down(BUSINESS_CARD.name_height))
    press.stamp(name, (x, press.down(BUSINESS_CARD.name_y)), ink)
    for i in range(whole(BUSINESS_CARD.lines, rng)):
        text = number_text(rng) if rng.random() < BUSINESS_CARD.number_share else cjk_text(9, rng)
        coverage = press.word(text, press.down(BUSINESS_CARD.line_height))
        press.stamp(coverage, (x, SHORT * (BUSINESS_CARD.line_from + BUSINESS_CARD.line_step * i)), ink)
    return image


def receipt(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A strip of paper with rows of words and prices."""
    height, width = int(rng.uniform(*RECEIPT.height)), int(rng.uniform(*RECEIPT.width))
    image = np.full((height, width, 3), rng.uniform(*RECEIPT.paper), np.uint8)
    y = 20.0
    while y < height - 30:
        size = rng.uniform(*RECEIPT.size) if rng.random() < RECEIPT.small_share else RECEIPT.large
        foot, letters = int(y + size), size / 26
        left = " ".join(rng.choice(WORDS, 2)).lower() if rng.random() < RECEIPT.words_share else number_text(rng)
        cv2.putText(image, left, (15, foot), int(rng.integers(0, 4)), letters, RECEIPT.ink, 1, cv2.LINE_AA)
        if rng.random() < RECEIPT.price_share:
            price = f"{rng.integers(1, 999)}.{rng.integers(10, 99)}"
            cv2.putText(image, price, (width - 85, foot), 0, letters, RECEIPT.ink, 1, cv2.LINE_AA)
        y += size * rng.uniform(*RECEIPT.step)
    return image


def keyboard(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Keys with letters and digits on them."""
    rows, columns, key = whole(KEYBOARD.rows, rng), whole(KEYBOARD.columns, rng), KEYBOARD.key
    body, cap = random_colour(rng), random_colour(rng)
    image = np.empty((rows * key + 20, columns * key + 20, 3), np.uint8)
    image[:] = body
    ink = (255 - cap).tolist()
    for row in range(rows):
        for column in range(columns):
            x, y = 12 + column * key, 12 + row * key
            cv2.rectangle(image, (x, y), (x + key - 8, y + key - 8), cap.tolist(), -1)
            letter = str(rng.choice(list(KEYBOARD.letters)))
            cv2.putText(image, letter, (x + 10, y + 30), 0, rng.uniform(*KEYBOARD.size), ink, 2, cv2.LINE_AA)
    return image


def paper(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A page, a book or a box: headings, text, numbers, sometimes a picture."""
    height, width = int(rng.uniform(*PAPER.side)), int(rng.uniform(*PAPER.side))
    image = np.empty((height, width, 3), np.uint8)
    colour = random_colour(rng) * (PAPER.pale if rng.random() < PAPER.pale_share else 1)
    image[:] = np.clip(colour + (PAPER.bright if rng.random() < PAPER.bright_share else 0), 0, 255)
    press = Press(image, rng)
    if rng.random() < PAPER.picture_share:
        y, x = int(press.down(PAPER.picture_at)), int(press.across(PAPER.picture_at))
        piece = art[: height // 2, : width // 2]
        image[y : y + piece.shape[0], x : x + piece.shape[1]] = piece[: height - y, : width - x]
    ink = readable_colour(image, rng)
    at = (width * 0.06, press.down(PAPER.text_y))
    press.small_print(at, width * 0.85, whole(PAPER.text_lines, rng), rng.uniform(*PAPER.text_size), ink)
    for _ in range(whole(PAPER.lines, rng)):
        text = number_text(rng) if rng.random() < PAPER.number_share else " ".join(rng.choice(WORDS, 3))
        coverage = press.word(text, rng.uniform(*PAPER.line_size))
        press.stamp(coverage, (press.across(PAPER.line_x), press.down(PAPER.line_y)), ink)
    return image


def telephone(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A dark slab with a screen."""
    image = np.full((700, 350, 3), rng.uniform(*TELEPHONE.body), np.uint8)
    screen = image[40:660, 14:336]
    screen[:] = cv2.resize(art, (322, 620)) if rng.random() < TELEPHONE.art_share else np.uint8(random_colour(rng))
    for row in range(4 if rng.random() < TELEPHONE.keys_share else 0):
        for column in range(3):
            digit, at = str((row * 3 + column + 1) % 10), (50 + column * 95, 260 + row * 90)
            cv2.putText(screen, digit, at, 0, 1.6, (255, 255, 255), 2, cv2.LINE_AA)
    return image


def blank_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A plain thing of a card's shape: a loyalty card, a ticket, a cloth."""
    image = ground(SHORT, LONG, art, rng)
    press = Press(image, rng)
    if rng.random() < BLANK_CARD.words_share:
        text = " ".join(rng.choice(WORDS, whole(BLANK_CARD.words, rng)))
        coverage = press.word(text, press.down(BLANK_CARD.words_height))
        press.stamp(coverage, (press.across(BLANK_CARD.words_x), press.down(BLANK_CARD.words_y)))
    if rng.random() < BLANK_CARD.bars_share:
        bar_code(press, press.across(BLANK_CARD.bars_x), press.down(BLANK_CARD.bars_y))
    return image


def bar_code(press: Press, x: float, y: float) -> None:
    """Bars with a number below them. x, y: their top left, px"""
    rng = press.rng
    bars = np.repeat(rng.integers(0, 2, 60), rng.integers(*BLANK_CARD.bar_width))
    bars = bars[None] * np.ones((int(SHORT * BLANK_CARD.bars_height), 1))
    rim = (int(x - 8), int(y - 8)), (int(x + bars.shape[1] + 8), int(y + SHORT * 0.3))
    cv2.rectangle(press.image, *rim, (255, 255, 255), -1)
    press.stamp(bars.astype(np.float32), (x, y), BLACK)
    press.stamp(press.word(number_text(rng), SHORT * 0.05), (x, y + SHORT * 0.22), BLACK)


KINDS = (
    (identity_card, 0.28),
    (business_card, 0.2),
    (receipt, 0.12),
    (keyboard, 0.08),
    (paper, 0.14),
    (telephone, 0.08),
    (blank_card, 0.1),
)


def random_look_alike(rng: np.random.Generator, art: np.ndarray) -> Face:
    """art: a picture out of `card_art`"""
    draw = one_of(KINDS, rng)
    return Face(np.ascontiguousarray(draw(art, rng)))
