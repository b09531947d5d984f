"""
Makes pieces of straightened cards with the words by which cards say that they are for debit or credit, with those that
say what a date is, and with words like them: what the word finder learns from.

Look at some: `python3 scripts/train/card_words.py contact-sheet.png [--seed 1] [--held-out]`
"""

import argparse
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from card_art import card_art
from draws import log_uniform, one_of
from face import LONG, SHORT, random_kind
from faces import random_face
from fonts import FIRST_CJK, family_files, font_files_with, part_of
from PIL import Image, ImageDraw, ImageFont
from printing import BLACK, WHITE, Press, box, readable_colour
from scenes import PHOTOGRAPH, photographed
from stock import Stock
from texts import BANKS, CJK, CJK_BANKS, ISSUED_FORMS, LETTERS, THRU_FORMS, WORDS, random_date

WIDTH, HEIGHT = 256, 104  # px: of a piece to train on; the service looks at a card LONG px wide
TYPES, OF_DATES = ("debit", "credit"), ("until", "since")
KINDS = TYPES + OF_DATES
# How a card says what it is for, and how frequent that is.
SAID = {
    "debit": (
        ("DEBIT", 0.49),
        ("Debit", 0.12),
        ("debit", 0.1),
        ("DEBIT CARD", 0.04),
        ("Debit Card", 0.04),
        ("debit card", 0.02),
        ("Debit Mastercard", 0.02),
        ("VISA DEBIT", 0.02),
        ("Visa Debit", 0.02),
        ("DÉBIT", 0.03),
        ("Débit", 0.02),
        ("DÉBITO", 0.03),
        ("Débito", 0.03),
        ("débito", 0.01),
        ("DEBITO", 0.01),
    ),
    "credit": (
        ("CREDIT", 0.25),
        ("Credit", 0.15),
        ("credit", 0.08),
        ("CREDIT CARD", 0.12),
        ("Credit Card", 0.14),
        ("credit card", 0.04),
        ("CRÉDIT", 0.04),
        ("Crédit", 0.03),
        ("CRÉDITO", 0.06),
        ("Crédito", 0.06),
        ("crédito", 0.03),
    ),
}
# What stands beside the date until which a card is valid, and beside one of issue or since which it is valid.
SAID_OF_DATES = {
    "until": (
        "VALID THRU,VALID THRU,VALID\nTHRU,VALID\nTHRU,VALID\nTHRU,Valid Thru,VALID THRU ►,GOOD THRU,GOOD\nTHRU,THRU,"
        "VALID THRU\nMONTH/YEAR,MONTH/YEAR\nVALID THRU,EXPIRES END,EXPIRES\nEND,EXPIRES,Expires,EXP,Exp,EXP DATE,Exp. date,"
        "EXPIRY,Expiry date,EXPIRY DATE,UNTIL,UNTIL END,VALID UNTIL,VALID\nUNTIL,VALID TO,GOOD THRU\nLAST DAY OF,HASTA,"
        "VÁLIDA\nHASTA,Válida hasta,VENCE,VENCE\nFIN DE,VÁLIDO ATÉ,VÁLIDO\nATÉ,EXPIRE\nFIN,EXPIRE FIN,EXPIRE A FIN,"
        "GÜLTIG\nBIS,GÜLTIG BIS,gültig bis Ende,有效期至,有效期至,有效\n期至,有效期,有效期限,至,有效期至 VALID THRU,"
        "有效期至\nVALID THRU,VALID THRU\n月/年,期至"
    ).split(","),
    "since": (
        "VALID FROM,VALID\nFROM,VALID\nFROM,Valid From,FROM,VALID FROM\nMONTH/YEAR,MEMBER SINCE,MEMBER\nSINCE,MEMBER\nSINCE,"
        "Member Since,SINCE,CUSTOMER SINCE,CARDMEMBER SINCE,CLIENT\nSINCE,ISSUED,ISSUE DATE,ISSUE\nDATE,DATE OF ISSUE,"
        "Issue date,Issued,ISSUED ON,DESDE,MIEMBRO\nDESDE,VÁLIDA\nDESDE,VALID FIRST\nDAY OF,发卡日期,发卡日期:,发卡日期:,"
        "发卡\n日期,发卡\n日期,发卡\n日期,发卡,发卡日期：,发卡时间,开卡日期,生效日期,发卡日,签发日期,发卡日期 DATE OF ISSUE,起始日期"
    ).split(","),
}
SAID_IN_CHINESE = {
    "debit": (("借记卡", 0.45), ("储蓄卡", 0.3), ("借記卡", 0.15), ("儲蓄卡", 0.1)),
    "credit": (("信用卡", 0.75), ("信用金卡", 0.05), ("信用卡中心", 0.05), ("贷记卡", 0.09), ("貸記卡", 0.06)),
}
# What may stand before them.
OF_WHICH_KIND = (
    "国际,商务,标准,白金,联名,全币种,全币种国际,全币种商务,人民币,银联,龙卡,牡丹,长城,环球,太平洋,金穗,个人,公司,"
    "國際,金,普通,商務,中国银行,招商银行,建设银行,农业银行,工商银行,交通银行,浦发银行,航空,购物"
).split(",")
# The part of a text by which it says what a card is for, or what a date is.
SAYS = {
    "debit": re.compile("d[eé]bito?|借[记記]卡|[储儲]蓄卡", re.IGNORECASE),
    "credit": re.compile("cr[eé]dito?|信用[金普]?卡|[贷貸][记記]卡", re.IGNORECASE),
    "until": re.compile(
        r"\bthru\b|\bexp(ires?|iry)?\b|until|valid to|last day|hasta|vence|\bat[eé]\b|\bbis\b|(有效)?期至|有效期限?|^至$|^有效$",
        re.IGNORECASE,
    ),
    "since": re.compile(r"\bfrom\b|since|\bissued?\b|desde|first$|发卡|开卡|生效|签发|起始", re.IGNORECASE),
}
# Banks whose names have the word: no card is for credit because of them. `/`: where the name may go on below.
CREDIT_BANKS = (
    "CREDIT/ SUISSE,Credit/ Suisse,CRÉDIT/ AGRICOLE,Crédit/ Agricole,CRÉDIT/ MUTUEL,Crédit/ Mutuel,Crédit/ du Nord,"
    "CREDIT/ UNION,Credit/ Union,FEDERAL CREDIT UNION,Navy Federal Credit Union,FEDERAL/ CREDIT UNION,"
    "Federal/ Credit Union,COMMUNITY CREDIT UNION,Community Credit Union,TEACHERS/ CREDIT UNION,CREDIT UNION OF TEXAS,"
    "Banco de Crédito,BANCO DE CRÉDITO,Credit/ Bank,CREDIT/ BANK,UniCredit,UNICREDIT,UniCredit Bank,"
    "Credit Europe Bank,Home Credit,HOME CREDIT,"
    "Credit Lyonnais,CREDIT LYONNAIS,Farm Credit,Crédit Foncier,Crédito Agrícola,CREDITO AGRICOLA,Credit Andorrà,"
    "Creditbank,CREDIT DU MAROC,Crédit Coopératif,Credito Emiliano,Banco Crédito,Credit One Bank,Credit Saison"
).split(",")
ALIKE = (
    "DIRECT,Direct,EDIT,ORBIT,Orbit,RABBIT,DEPOSIT,Deposit,CREATE,CREST,Credentials,DEBUT,Debut,Rebate,REBATE,REBELL,"
    "HABIT,PROFIT,Profit,LIMIT,VISIT,Visit,DIGIT,DIGITAL,Digital,UNIT,BENEFIT,Benefit,EDITION,Limited Edition,DUBAI,"
    "DELHI,CREDO,MERIT,Merit,Summit,TRANSIT,ELECTRON,Electron,PREPAID,Prepaid,prepaid,BUSINESS,Business,PLATINUM,"
    "Platinum,platinum,INFINITE,Infinite,SIGNATURE,Signature,WORLD,World,world,WORLD ELITE,TITANIUM,Titanium,CLASSIC,"
    "Classic,GOLD,Gold,STANDARD,Standard,REWARDS,Rewards,CASH BACK,Cashback,MEMBER,Member,THREE,THUR,FORM,FORUM,SCIENCE,"
    "SINGLE,EXPRESS,EXPERT,EXPORT,UNITED,VALIDATE,MONTH/YEAR,CARDHOLDER,CARDHOLDER NAME,CORPORATE,Corporate,INTERNATIONAL,"
    "ELECTRONIC USE ONLY,"
    "CHINA,China,BANK,Bank,CARD HOLDER,CARDHOLDER'S NAME,CARD MEMBER,PREMIER,Premier,ADVANTAGE,STUDENT,TRAVEL,Travel,"
    "Check Card,ATM,maestro,Maestro,mastercard,MasterCard,VISA,RuPay,CIRRUS,Cirrus"
).split(",")
ALIKE_IN_CHINESE = (
    "信用社,信用合作社,农村信用社,信用联社,农村信用合作联社,信用额度,个人信用,信用证,信用,用卡,使用卡,通用卡,专用卡,"
    "信息卡,信誉卡,信用金,信和卡,邮政储蓄,邮政储蓄银行,中国邮政储蓄银行,中國郵政儲蓄銀行,储蓄银行,储蓄所,储蓄,储值卡,"
    "借记,贷记,借书卡,借阅证,记名卡,记账卡,贷款,预付卡,银行卡,会员卡,會員卡,购物卡,礼品卡,校园卡,市民卡,社会保障卡,"
    "公务卡,商务卡,一卡通,银联卡,金卡,白金卡,普卡,龙卡,牡丹卡,灵通卡,理财卡,工资卡,牡丹灵通卡,牡丹专用卡,工银灵通卡,"
    "联名卡,国际卡,身份证,就诊卡,医保卡,公交卡,全币种,日期,持卡人,月/年,卡号,客户号,发行,发现,有关,期间"
).split(",")
# The 3,755 most common characters: the first level of GB 2312.
COMMON_CJK = "".join(
    bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)


class WORD:
    kinds = (
        ("debit", 0.17),
        ("credit", 0.13),
        ("until", 0.12),
        ("since", 0.14),
        ("bank", 0.13),
        ("alike", 0.09),
        ("changed", 0.08),
        ("other", 0.14),
    )
    changed_of_dates_share = 0.3  # of the changed ones: of words beside dates
    chinese_share, which_kind_share = 0.3, 0.5  # of the words that count; with something before it
    chinese_alike_share, any_card_share = 0.5, 0.6  # of the words like them; any characters, and then the one for card
    common_share, any_card_length = 0.5, (1, 5)  # of Chinese texts: of any common characters, not of those on cards alone
    height, long_smaller = (8, 26), 0.6  # px, of its capitals; one of many large letters is so much smaller
    long_letters, long_height = 12, 18
    height_beside = (6, 20)  # px, of words beside dates
    stretched_share, stretched = 0.3, (0.75, 1.3)
    slanted_share, slanted = 0.12, (0.1, 0.35)  # of the words; px to the right for each px up
    spaced_share, spaced = 0.2, (0.08, 0.5)  # of the words; room between letters, in heights
    opacity_share, opacity = 0.35, (0.45, 0.95)
    edge_share, edge = 0.12, 0.6  # with an edge of another colour; its opacity
    patch_share, patch = 0.1, 0.5  # on a patch of one colour; its rim, in heights
    below_share = 0.3  # of the banks' names that may: in two lines
    beside_share = 0.3  # of the words: another one above or below
    tries = 8  # to find room for it


class DATE_BESIDE:
    """The date to which a word belongs."""

    share, below_share = 0.6, 0.4  # of the words; the others stand before it
    label = (0.25, 0.75)  # height of the word, of the date's digits
    gap, below_x, below_y = (0.1, 0.8), (-0.6, 0.8), (0.5, 0.8)  # in heights of the date's digits
    width, issued_share = (2.6, 4.9), 0.4  # of five characters, in those; written as dates of issue are


class CARD:
    words = (3, 7)
    clear_share = 0.85  # of the numbers and dates: no word stands on them
    outline = 0.012  # of the width: standard deviation of a corner
    coarse_share, coarse = 0.45, (0.4, 1)  # of the cards: seen with fewer px, and enlarged
    upside_down_share = 0.04  # no word of these counts
    half_share = 0.4  # seen at half the size, its words printed twice as large: the service looks at both sizes
    pieces = 8  # of one photograph
    anywhere_share, astray = 0.3, 0.35  # of the pieces; how far a word may be from the middle of the others


class STOCK:
    faces, arts, renewed_every, art_share = 64, 24, 2, 0.2


BIG, ROOM = 40, 0.3  # px, of capitals as they are drawn; above and below them, of that
LEAST_LABEL, TIGHT = 6, 0.12  # px: smaller words beside a face's own dates do not count; above and below them, of their height
UNCOUNTED = -1  # in place of an index in KINDS


@dataclass(frozen=True)
class Word:
    kind: int  # index in KINDS, or UNCOUNTED
    quad: np.ndarray  # float32 [4, 2], px: tight around its capitals

    def moved(self, by: np.ndarray) -> "Word":
        """by: a homography"""
        return Word(self.kind, cv2.perspectiveTransform(self.quad[None], by)[0])


@dataclass(frozen=True)
class Piece:
    image: np.ndarray  # uint8 [HEIGHT, WIDTH, 3], BGR
    words: list[Word]


class CardWords:
    """Pieces of straightened cards; those of the n-th card of a (seed, worker) are always the same."""

    def __init__(self, seed: int, held_out: bool = False, worker: int = 0):
        """held_out: in types that training never sees"""
        self.seed, self.held_out, self.worker, self.made = seed, held_out, worker, 0
        beginning = (seed, worker, held_out)
        self.arts = Stock(STOCK.arts, (*beginning, 1), lambda rng: card_art(rng, held_out))
        self.faces = Stock(STOCK.faces, (*beginning, 2), lambda rng: random_face(held_out, rng, self.arts.any(rng)))

    def __call__(self) -> list[Piece]:
        """Pieces of one card."""
        self.made += 1
        rng = np.random.default_rng((self.seed, self.worker, self.held_out, self.made))
        if self.made % STOCK.renewed_every == 0:
            self.faces.renew_any(rng)
            if rng.random() < STOCK.art_share:
                self.arts.renew_any(rng)
        face = self.faces.any(rng)
        size = (SHORT, LONG) if face.image.shape[0] > face.image.shape[1] else (LONG, SHORT)
        image = cv2.resize(face.image, size)
        lines = [*face.numbers, *([] if face.expiry is None else [face.expiry])]
        kept = [line for line in lines if rng.random() < CARD.clear_share]
        is_half = rng.random() < CARD.half_share and size[0] // 2 >= WIDTH
        words = print_words(Press(image, rng, self.held_out), kept, 2 if is_half else 1)
        words += [word for label in face.labels for word in words_on(*label, LEAST_LABEL * (2 if is_half else 1))]
        image, words = seen(image, words, rng)
        if is_half:
            image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            words = [Word(word.kind, word.quad / 2) for word in words]
        return [piece_of(image, words, rng) for _ in range(CARD.pieces)]


def words_on(text: str, quad: np.ndarray, least: float) -> list[Word]:
    """The words of a label beside a date. least: px, of those that count"""
    down = (quad[3] - quad[0]) * TIGHT
    tight = np.float32(quad + np.array([down, down, -down, -down]))
    counts = tight[3, 1] - tight[0, 1] >= least
    return [word if counts else Word(UNCOUNTED, word.quad) for word in words_in(text, tight, OF_DATES)]


def words_in(line: str, quad: np.ndarray, kinds: tuple[str, ...]) -> list[Word]:
    """By which of its words a line says something, and where they stand. quad: tight around its capitals"""
    (left, top), (right, bottom) = quad[0], quad[2]
    letter = (right - left) / max(1, len(line))
    said = [(KINDS.index(kind), found) for kind in kinds for found in SAYS[kind].finditer(line)]
    at = lambda found: box(left + found.start() * letter, top, left + found.end() * letter, bottom)
    return [Word(kind, at(found)) for kind, found in said]


def seen(image: np.ndarray, words: list[Word], rng: np.random.Generator) -> tuple[np.ndarray, list[Word]]:
    """A card as it is photographed, and straightened by an outline that is not quite right."""
    size = image.shape[1::-1]
    corners = np.float32(box(0, 0, *size) + rng.normal(0, CARD.outline * size[0], (4, 2)))
    bend = cv2.getPerspectiveTransform(box(0, 0, *size), corners)
    image = cv2.warpPerspective(image, bend, size, borderMode=cv2.BORDER_REFLECT)
    coarse = rng.uniform(*CARD.coarse) if rng.random() < CARD.coarse_share else 1.0
    if coarse < 1:
        image = cv2.resize(image, [round(side * coarse) for side in size], interpolation=cv2.INTER_AREA)
    image = photographed(image, rng, round(PHOTOGRAPH.line_height * max(0.5, coarse)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    if rng.random() < CARD.upside_down_share:
        return np.ascontiguousarray(image[::-1, ::-1]), []
    return image, [word.moved(bend) for word in words]


def piece_of(image: np.ndarray, words: list[Word], rng: np.random.Generator) -> Piece:
    height, width = image.shape[:2]
    if words and rng.random() > CARD.anywhere_share:
        middle = words[rng.integers(len(words))].quad.mean(0)
        x, y = middle + rng.uniform(-CARD.astray, CARD.astray, 2) * (WIDTH, HEIGHT)
    else:
        x, y = rng.uniform(0, width), rng.uniform(0, height)
    left, top = int(np.clip(x - WIDTH / 2, 0, width - WIDTH)), int(np.clip(y - HEIGHT / 2, 0, height - HEIGHT))
    shown = image[top : top + HEIGHT, left : left + WIDTH].copy()
    return Piece(shown, [Word(word.kind, word.quad - np.float32([left, top])) for word in words])


def print_words(press: Press, kept: list[np.ndarray], times: int) -> list[Word]:
    """
    Print some words on a card, and tell where those stand that count.

    Args:
        kept: quads that stay free
        times: so much larger than usual
    """
    rng, taken = press.rng, np.zeros(press.image.shape[:2], bool)
    for quad in kept:
        (left, top), (right, bottom) = np.int32(quad.min(0)).clip(0), np.int32(quad.max(0)).clip(0)
        taken[top:bottom, left:right] = True
    words = []
    for _ in range(int(rng.integers(*CARD.words))):
        lines, said = some_lines(rng)
        is_of_date = said in OF_DATES
        height = times * log_uniform(WORD.height_beside if is_of_date else WORD.height, rng)
        if height > times * WORD.long_height and max(map(len, lines)) > WORD.long_letters:
            height *= WORD.long_smaller
        style = int(rng.integers(1 << 30))  # one for all lines
        stamps = [printed(line, height, press.held_out, np.random.default_rng(style)) for line in lines]
        at = free_place(taken, max(stamp.shape[1] for stamp in stamps), sum(stamp.shape[0] for stamp in stamps), rng)
        if at is None:
            continue
        places = print_lines(press, stamps, at, height)
        if is_of_date and rng.random() < DATE_BESIDE.share:
            print_date(press, places, height)
        # a bank's name may say CREDIT, too: words for types count only where they are meant
        kinds = (*OF_DATES, said) if said in TYPES else OF_DATES
        for line, (left, top, right, bottom) in zip(lines, places):
            words += words_in(line, box(left, top + ROOM * height, right, bottom - ROOM * height), kinds)
    return words


def print_date(press: Press, label: list[tuple[int, int, int, int]], height: float) -> None:
    """Print a date behind its label or below it, if there is room.

    Args:
        label: where its lines stand: left, top, right, bottom, px
        height: of its capitals, px
    """
    rng, (left, top, right, bottom) = press.rng, np.array(label).T
    unit = height / rng.uniform(*DATE_BESIDE.label)
    x, y = right.max() + unit * rng.uniform(*DATE_BESIDE.gap), (top.min() + bottom.max()) / 2
    if rng.random() < DATE_BESIDE.below_share:
        x = left.min() + unit * rng.uniform(*DATE_BESIDE.below_x)
        y = bottom.max() + unit * rng.uniform(*DATE_BESIDE.below_y)
    text = random_date(ISSUED_FORMS if rng.random() < DATE_BESIDE.issued_share else THRU_FORMS, rng)
    width = unit * rng.uniform(*DATE_BESIDE.width) * len(text) / 5
    if x > 0 and x + width < press.image.shape[1] and y + unit < press.image.shape[0]:
        press.digits(text.split(), random_kind(rng), (x, y), width)


def some_lines(rng: np.random.Generator) -> tuple[list[str], str | None]:
    """One or two lines of words; and of which of KINDS they are, if of any."""
    way = one_of(WORD.kinds, rng)
    if way in OF_DATES:
        return str(rng.choice(SAID_OF_DATES[way])).split("\n"), way
    if way in TYPES:
        text = saying(way, rng)
        if rng.random() >= WORD.beside_share:
            return [text], way
        lines = [text, str(rng.choice([*ALIKE, *WORDS, *CJK_BANKS]))]
        return lines[:: int(rng.choice([-1, 1]))], way
    if way == "bank":
        name = str(rng.choice(CREDIT_BANKS))
        is_below = "/" in name and rng.random() < WORD.below_share
        return [part.strip() for part in name.split("/")] if is_below else [name.replace("/", "")], None
    if way == "alike":
        return [alike(rng)], None
    if way == "changed":
        if rng.random() < WORD.changed_of_dates_share:
            kind = str(rng.choice(OF_DATES))
            label = str(rng.choice(SAID_OF_DATES[kind])).replace("\n", " ")
            return [changed(SAYS[kind].search(label).group(), rng)], None
        return [changed(saying(str(rng.choice(TYPES)), rng), rng)], None
    return [other_text(rng)], None


def saying(kind: str, rng: np.random.Generator) -> str:
    """A text by which cards say that they are for this."""
    if rng.random() >= WORD.chinese_share:
        return one_of(SAID[kind], rng)
    before = str(rng.choice(OF_WHICH_KIND)) if rng.random() < WORD.which_kind_share else ""
    return before + one_of(SAID_IN_CHINESE[kind], rng)


def alike(rng: np.random.Generator) -> str:
    """A text like one by which cards say what they are for."""
    if rng.random() >= WORD.chinese_alike_share:
        return str(rng.choice(ALIKE))
    if rng.random() >= WORD.any_card_share:
        return str(rng.choice(ALIKE_IN_CHINESE))
    text = any_chinese(WORD.any_card_length, rng) + "卡"
    return alike(rng) if says_any(text) else text


def any_chinese(length: tuple[int, int], rng: np.random.Generator) -> str:
    chars = COMMON_CJK if rng.random() < WORD.common_share else CJK
    return "".join(rng.choice(list(chars), int(rng.integers(*length))))


def says_any(text: str) -> bool:
    return any(says.search(text) for says in SAYS.values())


def changed(text: str, rng: np.random.Generator) -> str:
    """A text with one or two other letters near its beginning, or fewer or more of them."""
    chars = list(text)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if text.isupper() else "abcdefghijklmnopqrstuvwxyz"
    letters = list(COMMON_CJK + 8 * CJK if is_chinese(text) else letters)
    for _ in range(int(rng.integers(1, 3))):
        at, way = int(rng.integers(min(6, len(chars)))), rng.random()
        if way < 0.6:
            chars[at] = str(rng.choice(letters))
        elif way < 0.8 and len(chars) > 4:
            del chars[at]
        else:
            chars.insert(at, str(rng.choice(letters)))
    result = "".join(chars)
    return changed(text, rng) if says_any(result) else result


def is_chinese(text: str) -> bool:
    return any(ord(char) >= FIRST_CJK for char in text)


def other_text(rng: np.random.Generator) -> str:
    """Digits, letters, Chinese characters, words."""
    letters = lambda least, most: "".join(rng.choice(list(LETTERS), int(rng.integers(least, most))))
    way = rng.integers(9)
    if way == 0:
        return "".join(map(str, rng.integers(0, 10, 4 if rng.random() < 0.6 else int(rng.integers(2, 9)))))
    if way == 1:
        return letters(3, 10)
    if way == 2:
        return f"{'CCB' if rng.random() < 0.4 else letters(3, 4)} {letters(2, 4)}".upper()
    if way < 5:
        return any_chinese((2, 9), rng)
    if way < 8:
        return made_up(rng)
    return " ".join(rng.choice([*WORDS, *BANKS], int(rng.integers(1, 4))))


def made_up(rng: np.random.Generator) -> str:
    """A word of no language, in capitals or not."""
    parts = ("BCDFGHKLMNPRSTVXZ", "AEIOU", "BCDFGHKLMNPRSTY")
    syllables = (parts[: int(rng.integers(2, 4))] for _ in range(int(rng.integers(1, 4))))
    word = "".join(str(rng.choice(list(letters))) for syllable in syllables for letters in syllable)
    word = word if rng.random() < 0.6 else word.capitalize() if rng.random() < 0.6 else word.lower()
    return made_up(rng) if any(kind.startswith(word.lower()) for kind in TYPES) else word


def printed(text: str, height: float, held_out: bool, style: np.random.Generator) -> np.ndarray:
    """A line's coverage, float32 [H, W], 0..1. height: of its capitals, px; style: the same for lines of one style"""
    files = part_of(font_files_with(True, ""), held_out) if is_chinese(text) else word_files(held_out)
    file = files[style.integers(len(files))]
    is_stretched, stretched = style.random() < WORD.stretched_share, style.uniform(*WORD.stretched)
    is_slanted, slanted = style.random() < WORD.slanted_share, style.uniform(*WORD.slanted)
    is_spaced, spaced = style.random() < WORD.spaced_share, style.uniform(*WORD.spaced)
    if is_spaced:
        gap = np.zeros((line_height(), max(1, int(spaced * BIG))), np.float32)
        space = np.zeros((line_height(), BIG // 3), np.float32)
        letters = [space if char == " " else lettered(file, char) for char in text]
        coverage = np.hstack([part for letter in letters for part in (letter, gap)][:-1])
    else:
        coverage = lettered(file, text)
    if is_slanted:
        coverage = sheared(coverage, slanted)
    scale = height / BIG
    width = coverage.shape[1] * scale * (stretched if is_stretched else 1)
    size = max(2, round(width)), max(2, round(coverage.shape[0] * scale))
    return cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)


def sheared(coverage: np.ndarray, slant: float) -> np.ndarray:
    """Its top further to the right. slant: px for each px up"""
    height, width = coverage.shape
    over = slant * height
    return cv2.warpAffine(coverage, np.float32([[1, -slant, over], [0, 1, 0]]), (width + round(over), height))


def line_height() -> int:
    return int(BIG * (1 + 2 * ROOM))


@cache
def word_files(held_out: bool) -> tuple[str, ...]:
    """Files of the families, slanted ones among them, but for those of machine-readable digits."""
    return tuple(part_of(family_files(lambda family, _: "OCR" not in family), held_out))


def lettered(file: str, text: str) -> np.ndarray:
    """Coverage, float32 [line_height(), W], 0..1, its capitals BIG px high."""
    font, top = capital_font(file)
    left, _, right, _ = font.getbbox(text)
    image = Image.new("L", (max(1, right - left), line_height()))
    ImageDraw.Draw(image).text((-left, int(BIG * ROOM) - top), text, 255, font=font)
    return np.asarray(image, np.float32) / 255


@cache
def capital_font(file: str) -> tuple[ImageFont.FreeTypeFont, int]:
    """A font whose capitals are BIG px high, and where they begin, px."""
    _, top, _, bottom = ImageFont.truetype(file, 200).getbbox("H")
    font = ImageFont.truetype(file, max(8, round(200 * BIG / max(1, bottom - top))))
    return font, font.getbbox("H")[1]


def free_place(taken: np.ndarray, width: int, height: int, rng: np.random.Generator) -> tuple[int, int] | None:
    """The left and the top, px, of where nothing stands yet; it is taken then. None: no room was found."""
    high, wide = taken.shape
    if width + 4 > wide or height + 4 > high:
        return None
    for _ in range(WORD.tries):
        x, y = int(rng.integers(2, wide - width - 1)), int(rng.integers(2, high - height - 1))
        place = taken[y : y + height, x : x + width]
        if not place.any():
            place[:] = True
            return x, y
    return None


def print_lines(
    press: Press, stamps: list[np.ndarray], at: tuple[int, int], height: float
) -> list[tuple[int, int, int, int]]:
    """Print lines of one colour, one below the other; returns where: left, top, right, bottom, px."""
    image, rng, (x, y) = press.image, press.rng, at
    width = max(stamp.shape[1] for stamp in stamps)
    ground = image[y : y + sum(stamp.shape[0] for stamp in stamps), x : x + width]
    if rng.random() < WORD.patch_share:
        rim = int(WORD.patch * height)
        image[y : y + ground.shape[0], max(0, x - rim) : x + width + rim] = np.uint8(readable_colour(ground, rng))
    colour = readable_colour(ground, rng)
    opacity = rng.uniform(*WORD.opacity) if rng.random() < WORD.opacity_share else 1.0
    indent = rng.choice([0, 0.5, 1])
    places = []
    for stamp in stamps:
        left = x + int(indent * (width - stamp.shape[1]))
        if rng.random() < WORD.edge_share:
            press.stamp(stamp * WORD.edge, (left + 1, y + 1), BLACK if colour.mean() > 128 else WHITE)
        press.stamp(stamp * opacity, (left, y), colour)
        places.append((left, y, left + stamp.shape[1], y + stamp.shape[0]))
        y += stamp.shape[0]
    return places


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="a picture")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="fonts and seeds that training never saw")
    options = parser.parse_args()
    made = CardWords(options.seed, options.held_out)
    colours = ((0, 255, 0), (255, 0, 255), (255, 255, 0), (0, 0, 255), (128, 128, 128))  # of KINDS, and UNCOUNTED
    rows = []
    for _ in range(12):
        pieces = made()
        for piece in pieces:
            for word in piece.words:
                cv2.polylines(piece.image, [np.int32(word.quad)], True, colours[word.kind], 1)
        rows.append(np.hstack([piece.image for piece in pieces]))
    cv2.imwrite(str(options.out), np.vstack(rows))
