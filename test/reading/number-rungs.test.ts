import { distance, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, scaleQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Locator } from '../../lib/model/model';
import { AGREED, CLEAR, confidenceOf, weakestDigit } from '../../lib/reading/certainty';
import { surveyDoubts } from '../../lib/reading/conclude';
import { climb } from '../../lib/reading/ladder';
import { findCards, NUMBER_RUNGS } from '../../lib/reading/number-rungs';
import { cardOf, type SeenCard } from '../../lib/reading/survey';
import type { StripReader } from '../../lib/recognition/strip';
import type { PanPrior, Sight, SightSettings } from '../../lib/sight';
import { type Drawn, drawnTensor, inTurned } from '../helpers/locator-maps';
import { cornersApart, tilted } from '../helpers/quads';
import { answer, PAN, PRIOR, type SeenAt, scripted } from '../helpers/scripted-readers';
import { abortedAfter, type NotedSight, sightOf } from '../helpers/sights';
import { GROUPED, NAME, NUMBER, picture, recognizer, turned } from '../helpers/toy-print';

const CARD = tilted({ x: 160, y: 100 }, 270, 150, 0);
/** where the toy print's number stands */
const LINE = tilted({ x: 159, y: 96 }, 228, 24, 0);
/** where it has none */
const NO_DIGITS = tilted({ x: 159, y: 50 }, 120, 24, 0);

/** A locator that sees what it is told, first and in closer looks. */
function seeing(...looks: readonly Drawn[]): Locator & { looks: number } {
  const model = {
    config: manifest['card-location'],
    looks: 0,
    run: async ({ shape }: { shape: readonly number[] }) => {
      const drawn = looks[Math.min(model.looks++, looks.length - 1)]!;
      return drawnTensor({ width: shape[3]!, height: shape[2]!, ...drawn });
    },
  };
  return model;
}

/** The toy print's reader, and how often it was asked. */
function counted(): StripReader & { looks: number } {
  const reader = {
    looks: 0,
    read: async (...of: Parameters<StripReader['read']>) => {
      reader.looks++;
      return recognizer.read(...of);
    },
  };
  return reader;
}

const find = (
  raster: Raster,
  locator: Locator,
  settings: Partial<SightSettings> = {},
  second: StripReader = recognizer,
  fast: StripReader = recognizer,
) => findCards(sightOf(raster, { locator, fast, second }, { prior: PRIOR, ...settings }));

const lines = (quad: Quad) => [{ quad, kind: 'number' as const }];
/** What the rungs before it come to. */
const NOT_THOROUGHLY = { without: new Set(['mirrored', 'turned', 'small-cards']) };
const NO_ROWS = { without: new Set([...NOT_THOROUGHLY.without, 'rows']) };

test('a number where the locator sees it, without the second reader', async () => {
  const locator = seeing({ cards: [CARD], lines: [...lines(LINE), { quad: tilted({ x: 200, y: 130 }, 40, 12, 0), kind: 'expiry' }] });
  const second = counted();
  const { cards } = await find(picture([NUMBER, NAME]), locator, {}, second);
  expect(cards).toHaveLength(1);
  expect(cards[0]!.reading).toMatchObject({ text: PAN, sure: true });
  expect(cornersApart(cards[0]!.outline!, CARD)).toBeLessThan(3);
  expect(cards[0]!.dates).toHaveLength(1);
  expect([locator.looks, second.looks]).toEqual([1, 0]);
});

test('a card that the locator takes to be upside down is turned as its number is read', async () => {
  const [card, line] = [tilted({ x: 160, y: 100 }, 270, 150, 180), tilted({ x: 159, y: 96 }, 228, 24, 180)];
  const { cards } = await find(picture([NUMBER, NAME]), seeing({ cards: [card], lines: lines(line) }));
  expect(cards[0]!.reading).toMatchObject({ text: PAN });
  expect(quadDirection(cards[0]!.outline!).x).toBeCloseTo(1);
});

test('one that really is', async () => {
  const [card, line] = [tilted({ x: 160, y: 92 }, 270, 150, 180), tilted({ x: 161, y: 96 }, 228, 24, 180)];
  const { cards } = await find(turned(picture([NUMBER, NAME]), 2), seeing({ cards: [card], lines: lines(line) }));
  expect(cards[0]!.reading).toMatchObject({ text: PAN, sure: true });
  expect(quadDirection(cards[0]!.outline!).x).toBeCloseTo(-1);
});

test('four groups below one another', async () => {
  const block = GROUPED.split(' ').map((text, i) => ({ text, left: 140, top: 10 + 44 * i }));
  const groups = [0, 1, 2, 3].map((i) => ({ quad: tilted({ x: 162, y: 22 + 44 * i }, 46, 24, 0), kind: 'number' as const }));
  const { cards } = await find(picture(block), seeing({ cards: [tilted({ x: 160, y: 96 }, 300, 188, 0)], lines: groups }));
  expect(cards[0]!.reading).toMatchObject({ text: PAN });
  expect(cards[0]!.reading!.place).toHaveLength(4);
});

test('where the first look shows no number, a closer one is taken', async () => {
  const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: lines(tilted({ x: 159, y: 92 }, 240, 26, 0)) };
  const locator = seeing({ cards: [CARD] }, closer);
  const { cards } = await find(picture([NUMBER, NAME]), locator);
  expect(locator.looks).toBeGreaterThan(1);
  expect(cards[0]!.reading?.text).toBe(PAN);
});

test('where none is seen in a large picture, the locator looks for small ones', async () => {
  const small = { cards: [tilted({ x: 320, y: 200 }, 270, 150, 0)], lines: lines(tilted({ x: 319, y: 196 }, 228, 24, 0)) };
  const at = (print: typeof NUMBER) => ({ ...print, left: print.left + 160, top: print.top + 100 });
  const locator = seeing({}, {}, small);
  const { cards } = await find(picture([at(NUMBER), at(NAME)], 640, 400), locator);
  expect(cards).toMatchObject([{ reading: { text: PAN } }]);
  expect(locator.looks).toBe(3);
});

describe('a number that no look at the whole card shows', () => {
  /** as wide as the locator gets a part of a card */
  const PART_WIDTH = 448;
  const at = (print: typeof NUMBER) => ({ ...print, left: print.left + 41, top: print.top + 4 });
  const shown = picture([at(NUMBER)], 640, 400);
  /** the line in the first part of the card, by the network's px */
  const INSIDE = tilted({ x: 219, y: 78 }, 300, 32, 0);

  /** A locator that sees a card of `width` px, and a line in one of the parts of it that it is shown, the first by default. */
  function seeingInPart(width: number, line = INSIDE, which = 0): Locator & { parts: number } {
    const locator = {
      config: manifest['card-location'],
      parts: 0,
      run: async ({ shape }: { shape: readonly number[] }) => {
        const isPart = shape[3] === PART_WIDTH;
        const seen = isPart
          ? locator.parts++ === which
            ? { lines: lines(line) }
            : {}
          : { cards: [tilted({ x: 160, y: 100 }, width / 2, 150, 0)] };
        return drawnTensor({ width: shape[3]!, height: shape[2]!, ...seen });
      },
    };
    return locator;
  }

  test('is read in a part of it, and tells what it is from there on', async () => {
    const locator = seeingInPart(540);
    const sight = sightOf(shown, { locator, fast: recognizer, second: recognizer }, { prior: PRIOR, ...NO_ROWS });
    const { cards } = await findCards(sight);
    expect(cards).toMatchObject([{ reading: { text: PAN } }]);
    expect([rungsOf(sight).includes('parts'), locator.parts]).toEqual([true, 6]);
  });

  test('is read in one of the small parts of a large card, if the large ones show none', async () => {
    const low = { ...NUMBER, left: NUMBER.left - 19, top: NUMBER.top + 164 };
    const locator = seeingInPart(700, tilted({ x: 247, y: 63 }, 355, 32, 0), 6);
    const { cards } = await find(picture([low], 640, 400), locator, NO_ROWS);
    expect(cards).toMatchObject([{ reading: { text: PAN } }]);
    expect(locator.parts).toBe(12);
  });

  test('is none unless it is a card’s by its checks', async () => {
    const { cards } = await find(shown, seeingInPart(540), { ...NO_ROWS, prior: { ...PRIOR, of: () => CLEAR.logPrior } });
    expect(cards).toMatchObject([{ reading: null }]);
  });

  test('is not looked for on a small card: the whole shows as much', async () => {
    const locator = seeingInPart(390);
    await find(shown, locator, NO_ROWS);
    expect(locator.parts).toBe(0);
  });
});

test('before that it looks at the picture turned by an eighth', async () => {
  const looks: number[][] = [];
  const at = (print: typeof NUMBER) => ({ ...print, left: print.left + 160, top: print.top + 100 });
  const shown = picture([at(NUMBER), at(NAME)], 640, 400);
  const turnedCard = inTurned(tilted({ x: 320, y: 200 }, 270, 150, 0), shown);
  const turnedLine = inTurned(tilted({ x: 319, y: 196 }, 228, 24, 0), shown);
  const locator: Locator = {
    config: manifest['card-location'],
    run: async ({ shape }) => {
      looks.push(shape.slice(2) as number[]);
      const seen = looks.length === 2 ? { cards: [turnedCard], lines: lines(turnedLine) } : {};
      return drawnTensor({ width: shape[3]!, height: shape[2]!, ...seen });
    },
  };
  const { cards } = await find(shown, locator);
  expect(cards).toMatchObject([{ reading: { text: PAN } }]);
  expect(looks.slice(0, 2)).toEqual([
    [224, 320],
    [640, 640],
  ]);
});

test('where one is seen in a small picture, but cannot be read, the locator looks at it larger', async () => {
  const locator = seeing({ lines: lines(NO_DIGITS) }, {}, { cards: [scaleQuad(CARD, 2)], lines: lines(scaleQuad(LINE, 2)) });
  const { cards } = await find(picture([NUMBER, NAME]), locator);
  expect(cards).toMatchObject([{ reading: { text: PAN } }]);
});

test.each([
  ['is not looked at beyond its ends where all that begin like it are as long', [16], 202, 1],
  ['is where a digit stands at the strip’s rim', [16], 186, 2],
  ['is where some are longer', [16, 19], 202, 2],
  ['is where all are longer', [19], 202, 2],
  ['is where it is not known how long they are', [], 202, 2],
])('a number that passes its checks %s', async (_, lengths, width, strips) => {
  const fast = counted();
  // all digits are in the strip, and less beyond them than lets them be the last ones
  const tight = lines(tilted({ x: 160, y: 96 }, width, 24, 0));
  const sight = sightOf(
    picture([NUMBER, NAME]),
    { locator: seeing({ cards: [CARD], lines: tight }), fast, second: recognizer },
    { prior: { ...PRIOR, lengths: () => lengths } },
  );
  expect((await findCards(sight)).cards[0]!.reading).toMatchObject({ text: PAN, sure: true });
  expect(fast.looks).toBe(strips);
});

test('a line that the locator cuts short is followed to its ends', async () => {
  const cut = lines(tilted({ x: 130, y: 96 }, 120, 24, 0));
  const locator = seeing({ cards: [CARD], lines: cut });
  const { cards } = await find(picture([NUMBER, NAME]), locator);
  expect(cards[0]!.reading).toMatchObject({ text: PAN, sure: true });
  expect(locator.looks).toBe(1);
});

test('where the line shows no digits what is around it is looked at', async () => {
  const around = { lines: lines(tilted({ x: 222, y: 118 }, 357, 38, 0)) };
  const locator = seeing({ cards: [CARD], lines: lines(NO_DIGITS) }, {}, around);
  const { cards } = await find(picture([NUMBER, NAME]), locator);
  expect(locator.looks).toBe(3);
  expect(cards[0]!.reading?.text).toBe(PAN);
});

test('of a number that nothing speaks for but the picture the second reader is asked, twice where each digit is certain to both', async () => {
  const odd = { ...NUMBER, text: '9222 0202 0011 2231' };
  const second = counted();
  const { cards } = await find(picture([odd, NAME]), seeing({ cards: [CARD], lines: lines(LINE) }), NOT_THOROUGHLY, second);
  expect(cards[0]!.reading).toMatchObject({ text: '9222020200112231', sure: false, clear: false });
  expect(second.looks).toBe(2);
});

test('a digit that the fast reader alone leaves open is settled by one crop of the second, before any closer look', async () => {
  const open: SeenAt[] = [...PAN.slice(0, 3), { [(Number(PAN[3]) + 1) % 10]: 0.5, [PAN[3]!]: 0.45 }, ...PAN.slice(4)];
  const locator = seeing({ cards: [CARD], lines: lines(LINE) });
  const [fast, second] = [scripted(answer(open)), scripted(answer([...PAN]))];
  const readers = { fast: fast.recognizer, second: second.recognizer };
  const { cards } = await findCards(sightOf(picture([NUMBER, NAME]), { locator, ...readers }, { prior: PRIOR }));
  expect(cards[0]!.reading).toMatchObject({ text: PAN });
  expect(weakestDigit(cards[0]!.reading!)).toBeGreaterThan(0.9);
  expect([locator.looks, second.looks()]).toEqual([1, 1]);
});

test('digits on no card are none of a card, if no card has such a number', async () => {
  const receipt = { ...NUMBER, text: '9222 0202 0011 2230' };
  expect((await find(picture([receipt, NAME]), seeing({}))).cards).toEqual([]);
});

test('a card without a number is told as such', async () => {
  const { cards } = await find(picture([NAME]), seeing({ cards: [CARD] }));
  expect(cards).toMatchObject([{ reading: null, numbers: [] }]);
  expect(cards[0]!.outline).not.toBeNull();
});

test('nothing on a blank picture', async () => {
  expect((await find(picture([]), seeing({}))).cards).toEqual([]);
});

describe('a closer look', () => {
  const date = { quad: tilted({ x: 200, y: 130 }, 40, 12, 0), kind: 'expiry' as const };
  const cut = lines(NO_DIGITS);

  test('that shows no date leaves the place where the first one saw it', async () => {
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: lines(tilted({ x: 159, y: 92 }, 240, 26, 0)) };
    const locator = seeing({ cards: [CARD], lines: [...cut, date] }, closer);
    const { cards } = await find(picture([NUMBER, NAME]), locator);
    expect(locator.looks).toBeGreaterThan(1);
    expect(distance(quadCentre(cards[0]!.dates[0]!), { x: 200, y: 130 })).toBeLessThan(4);
  });

  test('that shows no line leaves those that the first one saw', async () => {
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)] };
    const { cards } = await find(picture([NAME]), seeing({ cards: [CARD], lines: cut }, closer));
    expect(cards[0]!.numbers).toHaveLength(1);
  });

  test('that shows one elsewhere tells it better', async () => {
    const moved = { ...date, quad: tilted({ x: 100, y: 140 }, 42, 13, 0) };
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: [...lines(tilted({ x: 159, y: 92 }, 240, 26, 0)), moved] };
    const { cards } = await find(picture([NUMBER, NAME]), seeing({ cards: [CARD], lines: [...cut, date] }, closer));
    expect(quadCentre(cards[0]!.dates[0]!).x).toBeLessThan(130);
  });
});

test('a picture shows so many cards of interest at most', async () => {
  const many = Array.from({ length: 9 }, (_, i) => tilted({ x: 52 + 106 * (i % 3), y: 32 + 64 * Math.floor(i / 3) }, 90, 57, 0));
  const { cards } = await find(picture([]), seeing({ cards: many }, {}));
  expect(cards).toHaveLength(8);
});

test('stops when the time is up', async () => {
  const locator = seeing({ cards: [CARD], lines: lines(LINE) });
  const late = find(picture([NUMBER]), locator, { signal: abortedAfter(1) });
  await expect(late).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

describe('what was seen', () => {
  const date = { quad: tilted({ x: 200, y: 130 }, 40, 12, 0), kind: 'expiry' as const };
  async function seen(locator: Locator, print = [NUMBER, NAME]) {
    const sight = sightOf(picture(print), { locator, fast: recognizer, second: recognizer }, { prior: PRIOR, ...NO_ROWS });
    const { cards } = await findCards(sight);
    const places = sight.evidence.flatMap((one) => (one.kind === 'places' ? [one.places.map(({ of }) => of)] : []));
    const strips = sight.evidence.flatMap((one) => (one.kind === 'strip' ? [one.quad] : []));
    const rungs = sight.evidence.flatMap((one) => (one.kind === 'rung' ? [one.name] : []));
    return { cards, places, strips, rungs };
  }

  test('are a card, its number and its date, each where it stands', async () => {
    const { places, rungs } = await seen(seeing({ cards: [CARD], lines: [...lines(LINE), date] }));
    expect([places, rungs]).toStrictEqual([[['card', 'number', 'date']], ['cards', 'line']]);
  });

  test('a number beside no card is looked at from near by, but there is no card to look at closer', async () => {
    const { places, rungs } = await seen(seeing({ lines: lines(NO_DIGITS) }, {}));
    expect(places.slice(0, 2)).toEqual([['number'], []]);
    expect(rungs.slice(0, 3)).toEqual(['cards', 'line', 'around']);
  });

  test('a card without a line has nothing to look around at', async () => {
    expect((await seen(seeing({ cards: [CARD] }, {}))).rungs).toEqual(['cards', 'closer']);
  });

  test('a closer look is noted, too; it looks at the lines that it sees', async () => {
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: lines(tilted({ x: 159, y: 92 }, 240, 26, 0)) };
    const { places, rungs, cards } = await seen(seeing({ cards: [CARD], lines: lines(NO_DIGITS) }, closer));
    expect(places).toEqual([
      ['card', 'number'],
      ['card', 'number'],
    ]);
    expect(rungs).toEqual(['cards', 'line', 'closer']);
    expect(cards[0]!.reading).toMatchObject({ text: PAN });
  });

  test('of the lines around a number two are looked at, from both sides', async () => {
    const empty = [-30, 0, 30].map((y) => ({ quad: tilted({ x: 222, y: 90 + y }, 200, 20, 0), kind: 'number' as const }));
    const locator = seeing({ cards: [CARD], lines: lines(NO_DIGITS) }, {}, { lines: empty });
    const { places, strips } = await seen(locator, []);
    expect(places[1]).toEqual(['number', 'number', 'number']);
    expect(strips).toHaveLength(2 + 4);
  });

  test('a row of a block that is seen around the others only is read with them', async () => {
    const rows = [0, 1, 2, 3].map((i) => tilted({ x: 120, y: 60 + 28 * i }, 80, 18, 0));
    const seenAt = (quads: readonly Quad[]) => quads.map((quad) => ({ quad, kind: 'number' as const }));
    // a look around the number shows a row below these alone
    const locator = seeing(
      { cards: [CARD], lines: seenAt(rows.slice(0, 3)) },
      {},
      { lines: lines(tilted({ x: 150, y: 200 }, 100, 22, 0)) },
    );
    const { strips } = await seen(locator, []);
    // from its last row on where it is looked at upside down
    const middles = strips.slice(-4).map((quad) => Math.round(quadCentre(quad).y));
    expect(middles.slice(1)).toEqual([116, 88, 60]);
    expect(middles[0]).toBeGreaterThan(130);
  });

  test('a line is looked at with room around it: as much as it is high at its ends, little above and below', async () => {
    const { strips } = await seen(seeing({ cards: [CARD], lines: lines(LINE) }));
    expect(quadWidth(strips[0]!)).toBeGreaterThan(228 + 1.8 * 24);
    expect(quadWidth(strips[0]!)).toBeLessThan(228 + 2.2 * 24);
    expect(quadHeight(strips[0]!)).toBeGreaterThan(1.1 * 24);
    expect(quadHeight(strips[0]!)).toBeLessThan(1.4 * 24);
  });
});

/** Nothing, to either side of a number: it is seen where it ends. */
const RIM: readonly SeenAt[] = [{}, {}];
/** A reader that sees what it is told, by where a line stands and whether it is looked at from left to right. */
const told = (saying: (at: Point, isAhead: boolean) => readonly SeenAt[]): StripReader => ({
  read: (raster, quad, widthScale) => {
    const places = saying(quadCentre(quad), quadDirection(quad).x > 0);
    return scripted(answer([...RIM, ...places, ...RIM])).recognizer.read(raster, quad, widthScale);
  },
});
const silent = told(() => []);
const each = (digits: string, p: number): SeenAt[] => [...digits].map((digit) => ({ [digit]: p }));
/** All digits are plain but one, which may be the one that is right or the next. */
const openAt = (at: number, right: number, next: number): SeenAt[] =>
  [...PAN].map((digit, i) => (i === at ? { [digit]: right, [(Number(digit) + 1) % 10]: next } : digit));
const rungsOf = ({ evidence }: NotedSight): string[] => evidence.flatMap((one) => (one.kind === 'rung' ? [one.name] : []));

describe('a line that was read in doubt, and what is seen around it', () => {
  /** in the look around `LINE`: far below it, and hardly below it */
  const BELOW = tilted({ x: 224, y: 200 }, 350, 40, 0);
  const SAME = tilted({ x: 224, y: 90 }, 400, 42, 0);
  /** `LINE` is above this, both of them are below */
  const MIDDLE = 97.5;
  const without = new Set(['second-digit-recognition']);

  async function lookAround(first: readonly SeenAt[], then: readonly SeenAt[], settings: Partial<SightSettings> = {}, quad = BELOW) {
    const fast = told(({ y }, isAhead) => (!isAhead ? [] : y < MIDDLE ? first : then));
    const locator = seeing({ lines: lines(LINE) }, { lines: lines(quad) });
    const sight = sightOf(picture([]), { locator, fast, second: silent }, { prior: PRIOR, without, ...settings });
    const [card] = (await findCards(sight)).cards;
    expect(rungsOf(sight)).toContain('around');
    const { y } = quadCentre(card!.located!.seen.place[0]!);
    return { card: card!, counts: y < MIDDLE ? 'the line' : 'what is around it' };
  }

  test('what is read more surely replaces it', async () => {
    const { card, counts } = await lookAround(openAt(3, 0.45, 0.5), [...PAN]);
    expect(counts).toBe('what is around it');
    expect(card.reading).toMatchObject({ text: PAN, sure: true });
    expect(quadCentre(card.reading!.place[0]!).y).toBeGreaterThan(140);
    expect(card.line!.glance.place).toBe(card.looks[1]!.place);
  });

  test('it stays where something is read less surely, or as surely', async () => {
    for (const then of [openAt(3, 0.3, 0.6), openAt(3, 0.45, 0.5)]) {
      const { card, counts } = await lookAround(openAt(3, 0.45, 0.5), then);
      expect(counts).toBe('the line');
      expect(card.reading).toMatchObject({ text: PAN, sure: false });
      expect(quadCentre(card.reading!.place[0]!).y).toBeCloseTo(96, 0);
      expect(card.looks).toHaveLength(2);
    }
  });

  test('it stays, as the second reader saw it, too', async () => {
    const flat: PanPrior = { ...PRIOR, of: () => -0.5 };
    const second = told(() => openAt(3, 0.8, 0.15));
    const fast = told(({ y }) => (y < MIDDLE ? openAt(3, 0.45, 0.5) : openAt(3, 0.4, 0.45)));
    const locator = seeing({ lines: lines(LINE) }, { lines: lines(BELOW) });
    const sight = sightOf(picture([]), { locator, fast, second }, { prior: flat, without: new Set(['crops', 'second']) });
    const [card] = (await findCards(sight)).cards;
    expect(rungsOf(sight)).toEqual(['cards', 'line', 'second-crop', 'around']);
    expect(card!.line!.second).toHaveLength(1);
    expect(card!.reading!.text).toBe(PAN);
    expect(card!.located!.reading!.text).not.toBe(PAN);
  });

  test('another look at the same line counts with the first', async () => {
    const { card, counts } = await lookAround(openAt(3, 0.45, 0.5), openAt(3, 0.3, 0.6), {}, SAME);
    expect(counts).toBe('the line');
    const [, second] = card.looks;
    expect(card.line!.shared).toEqual([second!.probs, ...second!.further]);
  });

  describe('digits that are no number', () => {
    const MANY = '9876543210987654321';
    const implausible: Partial<SightSettings> = { prior: { ...PRIOR, of: (pan) => (pan.startsWith('62') ? -0.5 : -40) } };

    test('give way to a number, of however few digits', async () => {
      const { card, counts } = await lookAround([...MANY], [...PAN], implausible);
      expect(counts).toBe('what is around it');
      expect(card.reading!.text).toBe(PAN);
    });

    test('do not replace one, however many they are', async () => {
      const { card, counts } = await lookAround(openAt(3, 0.45, 0.5), [...MANY], implausible);
      expect(counts).toBe('the line');
      expect(card.located!.reading).not.toBeNull();
    });

    test('give way to more digits alone', async () => {
      // eight of them might be half of a number
      const compared = (first: number, then: number) =>
        lookAround([...PAN.slice(0, first)], [...PAN.slice(0, then)], { without: new Set([...without, 'rows']) });
      expect(await compared(8, 9)).toMatchObject({ counts: 'what is around it' });
      expect(await compared(8, 8)).toMatchObject({ counts: 'the line' });
      expect(await compared(9, 8)).toMatchObject({ counts: 'the line' });
    });
  });
});

test('a number of which the second reader sees other digits, and both together none, is in doubt', async () => {
  const locator = seeing({ cards: [CARD], lines: lines(LINE) });
  const digits = told((_, isAhead) => (isAhead ? openAt(3, 0.6, 0.35) : []));
  const second = told(() => [...'9876543']);
  const [card] = (await find(picture([]), locator, NOT_THOROUGHLY, second, digits)).cards;
  expect(card!.line!.reading!.text).not.toBe(PAN);
  expect(card!.reading!.text).toBe(PAN);
  expect(card!.reading!.posterior).toBeLessThan(0.5);
});

describe('a number in two rows, of which no look at the whole card shows both', () => {
  const HALVES = [PAN.slice(0, 8), PAN.slice(8)];
  const rows = [0, 1].map((i) => ({ quad: tilted({ x: 224, y: 60 + 60 * i }, 230, 36, 0), kind: 'number' as const }));

  /**
   * @param where - the picture, the card that a look at all of it shows, how many px wide that look is, and how far down in the picture the middle between both rows is, px
   */
  async function findRows(
    where: { raster: Raster; card: Quad; seenAt: number; middle: number },
    prior: PanPrior,
    without = NOT_THOROUGHLY,
  ) {
    const locator = {
      config: manifest['card-location'],
      run: async ({ shape }: { shape: readonly number[] }) => {
        const isOfRows = shape[3] === 448 && shape[2]! < 200;
        const seen = isOfRows ? { lines: rows } : shape[3] === where.seenAt ? { cards: [where.card] } : {};
        return drawnTensor({ width: shape[3]!, height: shape[2]!, ...seen });
      },
    };
    const fast = told(({ y }, isAhead) => (isAhead ? [...HALVES[y < where.middle ? 0 : 1]!] : []));
    const sight = sightOf(where.raster, { locator, fast, second: silent }, { prior, ...without });
    return { card: (await findCards(sight)).cards[0]!, rungs: rungsOf(sight) };
  }
  const AT_FIRST = { raster: picture([]), card: CARD, seenAt: 320, middle: 127 };

  test('is looked for where cards have numbers', async () => {
    const { card, rungs } = await findRows(AT_FIRST, PRIOR);
    expect(rungs).toContain('rows');
    expect(card.reading).toMatchObject({ text: PAN, sure: true });
    expect(card.reading!.place).toHaveLength(2);
  });

  test('must be a card’s by its checks', async () => {
    const { card } = await findRows(AT_FIRST, { ...PRIOR, of: () => AGREED.logPrior - 1 });
    expect(card.reading).toBeNull();
  });

  test('is looked for where only a look at more px shows the card, too', async () => {
    const large = { raster: picture([], 640, 400), card: tilted({ x: 320, y: 200 }, 540, 300, 0), seenAt: 640, middle: 243 };
    const { card, rungs } = await findRows(large, PRIOR, { without: new Set(['mirrored', 'turned']) });
    expect(rungs).toContain('small-cards');
    expect(card.reading).toMatchObject({ text: PAN });
    expect(card.reading!.place).toHaveLength(2);
  });
});

test('digits that are gone when the line is followed to its ends are none of a number', async () => {
  // at the strip's rim, so that more of them are looked for
  const vanishing: StripReader = {
    read: (raster, quad, widthScale) => scripted(answer(quadWidth(quad) < 300 ? [...PAN] : [{}])).recognizer.read(raster, quad, widthScale),
  };
  const sight = sightOf(
    picture([]),
    { locator: seeing({ lines: lines(LINE) }, {}), fast: vanishing, second: silent },
    { prior: PRIOR, ...NOT_THOROUGHLY },
  );
  const [card] = (await findCards(sight)).cards;
  expect(card).toMatchObject({ reading: null, line: null, looks: [], located: { reading: null, seen: { digits: PAN }, ahead: null } });
  expect(rungsOf(sight)).toEqual(['cards', 'line', 'around']);
});

test('a line in which the second reader sees nothing is told as the fast one read it', async () => {
  const sight = sightOf(
    picture([]),
    { locator: seeing({ lines: lines(LINE) }, {}), fast: told(() => openAt(3, 0.45, 0.5)), second: silent },
    { prior: PRIOR },
  );
  const [card] = (await findCards(sight)).cards;
  expect(rungsOf(sight)).toContain('second');
  expect(card!.line!.second).not.toEqual([]);
  expect(card!.reading).toMatchObject({ text: PAN });
});

describe('another row of digits, longer than the number and plain to see', () => {
  const [UPPER, LOWER] = [tilted({ x: 159, y: 50 }, 200, 22, 0), tilted({ x: 159, y: 120 }, 240, 26, 0)];
  const read = async (upper: string, lower: string) => {
    const fast = told(({ y }) => each(y < 80 ? upper : lower, 0.99));
    const locator = seeing({ lines: [...lines(UPPER), ...lines(LOWER)] }, {});
    const sight = sightOf(picture([]), { locator, fast, second: fast }, { prior: PRIOR, ...NOT_THOROUGHLY });
    return (await findCards(sight)).cards[0]!.reading?.text;
  };

  test.each(['0012345678901234', '9876543210987654'])('is not told where the card’s own number is there, too: %s', async (member) => {
    expect(await read(PAN, member)).toBe(PAN);
    expect(await read(member, PAN)).toBe(PAN);
  });

  test('is told where no other one is', async () => {
    expect(await read('9876543210987654', '1234567')).toBe('9876543210987654');
  });
});

test.each([1, 2, 4, 6, 9])('a number of which the second reader plainly reads %d digits otherwise is in doubt', async (count) => {
  const other = [...PAN].map((digit, i) => (i >= 16 - count ? String((Number(digit) + 4) % 10) : digit)).join('');
  const sight = sightOf(
    picture([]),
    { locator: seeing({ lines: lines(LINE) }, {}), fast: told(() => openAt(3, 0.75, 0.2)), second: told(() => each(other, 0.99)) },
    { prior: PRIOR },
  );
  const [card] = (await findCards(sight)).cards;
  expect(rungsOf(sight)).toContain('second');
  const { reading } = card!;
  expect(reading === null || (!reading.sure && confidenceOf(reading) <= 0.5)).toBe(true);
});

describe('digits that can be read both ways are read as the locator says', () => {
  const [AHEAD, BACK] = [PAN, PAN.replace('0', '1')];
  const unsettled: PanPrior = { ...PRIOR, of: () => -2 };
  /** The number that is read first, and the places that the locator sees. */
  async function readOf(fast: StripReader, ...quads: Quad[]) {
    const locator = seeing({ lines: quads.flatMap(lines) }, {});
    const networks = { locator, fast, second: silent };
    const sight = sightOf(picture([]), networks, { prior: unsettled, without: new Set(['second-digit-recognition']) });
    return (await findCards(sight)).cards[0]!.located!.reading!.text;
  }

  test('even if the other way is a little likelier', async () => {
    expect(
      await readOf(
        told((_, isAhead) => (isAhead ? each(AHEAD, 0.97) : each(BACK, 0.99))),
        LINE,
      ),
    ).toBe(AHEAD);
    // if it is much likelier the locator is wrong
    expect(
      await readOf(
        told((_, isAhead) => (isAhead ? each(AHEAD, 0.6) : each(BACK, 0.99))),
        LINE,
      ),
    ).toBe(BACK);
  });

  test('even if there are more digits to be seen in the other', async () => {
    const faint = [...AHEAD].map((digit) => ({ [digit]: 0.84, X: 0.15 }));
    expect(
      await readOf(
        told((_, isAhead) => (isAhead ? faint : each(BACK, 0.99))),
        LINE,
      ),
    ).toBe(AHEAD);
  });

  test('in whichever of its lines they stand', async () => {
    const digits = told(({ y }, isAhead) => (y < 70 ? [] : isAhead ? each(AHEAD, 0.97) : each(BACK, 0.99)));
    expect(await readOf(digits, NO_DIGITS, tilted({ x: 159, y: 140 }, 228, 24, 0))).toBe(AHEAD);
  });
});

test('of a picture that was decoded coarsely all pixels are looked at, from the beginning', async () => {
  const widths: number[] = [];
  const shown = seeing({}, { lines: lines(LINE) });
  const locator: Locator = {
    ...shown,
    run: (input) => {
      widths.push(input.shape[3]!);
      return shown.run(input);
    },
  };
  const fine = { raster: picture([], 640, 384), width: 640, height: 384, isCoarse: false };
  const sight = sightOf(
    picture([]),
    { locator, fast: told(() => [...PAN]), second: silent },
    { prior: PRIOR, isCoarse: true, decodeFinely: async () => fine },
  );
  const { cards } = await findCards(sight);
  expect(cards).toMatchObject([{ reading: { text: PAN, sure: true } }]);
  expect(cards[0]!.sight.raster).toBe(fine.raster);
  expect(rungsOf(sight)).toEqual(['cards', 'fine', 'line']);
  // as a first look, not as one for small cards
  expect(widths).toEqual([320, 320]);
});

describe('a row of a licence is no number', () => {
  const DAY = '01/12/202201/12/2027';

  test('where it shows a day: the number below it is read', async () => {
    const [UPPER, LOWER] = [tilted({ x: 159, y: 50 }, 200, 22, 0), tilted({ x: 159, y: 120 }, 240, 26, 0)];
    const fast = told(({ y }) => (y < 80 ? [...DAY] : [...PAN]));
    const locator = seeing({ lines: [...lines(UPPER), ...lines(LOWER)] }, {});
    const { cards } = await findCards(sightOf(picture([]), { locator, fast, second: fast }, { prior: PRIOR }));
    expect(cards.map(({ reading }) => reading?.text)).toEqual([PAN]);
  });

  test('where a day is seen only when it is followed to its ends', async () => {
    const growing: StripReader = {
      read: (raster, quad, scale) => {
        const seen = quadWidth(quad) < 300 ? '12345678901' : '1234567890104/21/2017';
        return scripted(answer([...RIM, ...seen])).recognizer.read(raster, quad, scale);
      },
    };
    const sight = sightOf(
      picture([]),
      { locator: seeing({ cards: [CARD], lines: lines(LINE) }), fast: growing, second: growing },
      { prior: PRIOR },
    );
    const { cards } = await findCards(sight);
    expect(cards).toMatchObject([{ reading: null }]);
  });
});

describe('a number that is in doubt', () => {
  const PICTURE = picture([]);
  const isCounterClockwise = ([a, b, , d]: Quad): boolean => (b.x - a.x) * (d.y - a.y) < (b.y - a.y) * (d.x - a.x);
  const doubted = each('0322110020202226', 0.5);

  async function read(there: readonly SeenAt[], here: readonly SeenAt[] = doubted) {
    const copies: Raster[] = [];
    const fast: StripReader = {
      read: (raster, quad, scale) => {
        const isThere = raster !== PICTURE || isCounterClockwise(quad);
        return told(() => (isThere ? there : here)).read(raster, quad, scale);
      },
    };
    const locator = seeing({ cards: [CARD], lines: lines(LINE) });
    const sight = sightOf(
      PICTURE,
      { locator, fast, second: silent },
      { prior: PRIOR, without: new Set(['turned', 'small-cards']), onCopy: (copy) => copies.push(copy) },
    );
    const [card] = (await findCards(sight)).cards;
    return { card, copies, rungs: rungsOf(sight) };
  }

  test('is read in the mirrored picture, if one is likelier there', async () => {
    const { card, copies, rungs } = await read([...PAN]);
    expect(card!.reading).toMatchObject({ text: PAN, sure: true });
    expect(card!.sight.isMirrored).toBe(true);
    expect(rungs.slice(-2)).toEqual(['mirrored', 'line']);
    // so that it can be wiped
    expect(copies).toEqual([card!.sight.raster]);
  });

  test('is that of the picture itself, if one is as likely there, or as doubtful', async () => {
    for (const there of [doubted, each(PAN, 0.3), []]) {
      const { card, copies } = await read(there);
      expect(card!.sight.isMirrored).toBe(false);
      expect(copies).toEqual([]);
    }
  });

  test('even if it passes the check there only, by digits that are no clearer and not plain', async () => {
    const here = each('9222020200112231', 0.99);
    const there = each(PAN, 0.85).with(5, { 0: 0.7 });
    expect((await read(there, here)).card!.sight.isMirrored).toBe(false);
    expect((await read(each(PAN, 0.97), here)).card!.sight.isMirrored).toBe(true);
  });

  test('and not looked for there, if another card of the picture has a plain one', async () => {
    const OTHER = tilted({ x: 159, y: 40 }, 228, 24, 0);
    const copies: Raster[] = [];
    const fast: StripReader = {
      read: (raster, quad, scale) => {
        const seen = isCounterClockwise(quad) || quadCentre(quad).y < 70 ? [...PAN] : doubted;
        return told(() => seen).read(raster, quad, scale);
      },
    };
    const networks = { locator: seeing({}), fast, second: silent };
    const sight = sightOf(PICTURE, networks, {
      prior: PRIOR,
      without: new Set(['turned', 'small-cards']),
      onCopy: (copy) => copies.push(copy),
    });
    const seenAt = (quad: Quad) => cardOf(sight, { outline: null, numbers: [[quad]], dates: [] });
    const start = { sight, cards: [seenAt(OTHER), seenAt(LINE)], before: { sight, cards: [], before: null } };
    await climb(NUMBER_RUNGS, start, surveyDoubts);
    expect(copies).toEqual([]);
    await climb(NUMBER_RUNGS, { ...start, cards: [seenAt(LINE)] }, surveyDoubts);
    expect(copies).toHaveLength(1);
  });

  test('and not looked for there, if it is plain', async () => {
    const { card, copies } = await read([...PAN].reverse(), [...PAN]);
    expect(card!.reading).toMatchObject({ text: PAN });
    expect(copies).toEqual([]);
  });

  test('all pixels are mirrored, too, where the mirrored picture is looked at finely', async () => {
    const fine = { raster: picture([], 640, 384), width: 640, height: 384, isCoarse: false };
    const copies: Raster[] = [];
    const sight = sightOf(PICTURE, {}, { decodeFinely: async () => fine, onCopy: (copy) => copies.push(copy) });
    const [mirror, finely] = [await (await sight.mirrored()).finely(), await sight.finely()];
    expect([mirror.isMirrored, finely.isMirrored]).toEqual([true, false]);
    expect(copies).toHaveLength(2);
    expect(copies[1]).toBe(mirror.raster);
    expect(mirror.raster.width).toBe(640);
  });
});

describe('where cards were seen before', () => {
  const PLAIN = tilted({ x: 159, y: 40 }, 228, 24, 0);
  const seenAt = (sight: Sight, quad: Quad, outline: Quad | null = null): SeenCard =>
    cardOf(sight, { outline, numbers: [[quad]], dates: [] });

  async function climbed(sight: Sight, ...cards: SeenCard[]) {
    return climb(NUMBER_RUNGS, { sight, cards, before: { sight, cards: [], before: null } }, surveyDoubts);
  }

  test('only the one in doubt is looked at again', async () => {
    const fast = told(({ y }) => (y < 70 ? [...PAN] : openAt(3, 0.45, 0.5)));
    const sight = sightOf(picture([]), { locator: seeing({}), fast, second: told(() => [...PAN]) }, { prior: PRIOR });
    const { cards } = await climbed(sight, seenAt(sight, PLAIN), seenAt(sight, LINE));
    expect(rungsOf(sight)).toEqual(['line', 'second-crop']);
    expect(cards.map(({ line }) => line!.second.length)).toEqual([0, 1]);
    expect(cards).toMatchObject([{ reading: { text: PAN } }, { reading: { text: PAN } }]);
  });

  test('a closer look replaces what was read in doubt by what it reads better, and by nothing else', async () => {
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: lines(tilted({ x: 159, y: 40 }, 240, 26, 0)) };
    const read = async (then: readonly SeenAt[]) => {
      const networks = {
        locator: seeing(closer, closer, {}),
        fast: told(({ y }) => (y > 80 ? openAt(3, 0.45, 0.5) : then)),
        second: silent,
      };
      const sight = sightOf(picture([]), networks, { prior: PRIOR, without: new Set(['second-digit-recognition']) });
      const [card] = (await climbed(sight, seenAt(sight, LINE, CARD))).cards;
      return { rungs: rungsOf(sight), reading: card!.reading!, y: quadCentre(card!.reading!.place[0]!).y };
    };
    const better = await read([...PAN]);
    expect(better).toMatchObject({ rungs: ['line', 'closer'], reading: { text: PAN, sure: true } });
    expect(better.y).toBeLessThan(80);
    const worse = await read(openAt(3, 0.3, 0.6));
    expect(worse).toMatchObject({ rungs: ['line', 'closer', 'around', 'crops'], reading: { text: PAN, sure: false } });
    expect(worse.y).toBeCloseTo(96, 0);
  });

  describe('one that stays in doubt is looked at again, framed otherwise', () => {
    const once = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: lines(tilted({ x: 159, y: 40 }, 240, 26, 0)) };
    const OTHERS = ['second-crop', 'closer', 'around', 'crops', 'second', 'turned', 'small-cards'];
    const read = async (then: readonly SeenAt[], first: readonly SeenAt[] = openAt(3, 0.5, 0.45)) => {
      const locator = seeing(once);
      const networks = { locator, fast: told(({ y }) => (y > 80 ? first : then)), second: silent };
      const sight = sightOf(picture([]), networks, { prior: PRIOR, without: new Set(OTHERS) });
      const [card] = (await climbed(sight, seenAt(sight, LINE, CARD))).cards;
      return {
        rungs: rungsOf(sight),
        reading: card!.reading!,
        y: quadCentre(card!.reading!.place[0]!).y,
        looks: locator.looks,
        most: card!.most,
      };
    };

    test('where both read the same, it is as sure as the surer one, and stands where it stood', async () => {
      const { rungs, reading, y } = await read([...PAN]);
      expect(rungs).toEqual(['line', 'again']);
      expect(reading).toMatchObject({ text: PAN, sure: true });
      expect(weakestDigit(reading)).toBeGreaterThan(0.9);
      expect(y).toBeCloseTo(96, 0);
    });

    test('one in more doubt leaves it as likely as both are together', async () => {
      const doubted = (await read([])).reading;
      expect(doubted).toMatchObject({ text: PAN, sure: false });
      const { reading } = await read(openAt(3, 0.4, 0.3));
      expect(reading).toEqual({ ...doubted, posterior: expect.any(Number) });
      expect(reading.posterior).toBeLessThan(doubted.posterior);
      expect(reading.posterior).toBeGreaterThan(0.1);
    });

    test('another number leaves it no more belief than that one does', async () => {
      const doubted = (await read([])).reading;
      expect(doubted.posterior).toBeGreaterThan(0.5);
      const { reading, most } = await read([...'6222020200112248']);
      expect(reading).toEqual({ ...doubted, posterior: expect.any(Number) });
      expect(reading.posterior).toBeLessThan(0.1);
      expect(most).toBe(reading.posterior);
      expect((await read([...PAN])).most).toBe(1);
    });

    test('one that is hardly a guess is not', async () => {
      const { rungs, looks } = await read([...PAN], openAt(3, 0.02, 0.9));
      expect([rungs, looks]).toEqual([['line'], 0]);
    });

    test('where the picture makes each digit sure it is not', async () => {
      const { rungs, looks } = await read([...PAN], [...'9222020200112231']);
      expect([rungs, looks]).toEqual([['line'], 0]);
    });
  });

  describe('in a large picture in which nothing settles the number', () => {
    const ALL = ['line', 'second-crop', 'closer', 'around', 'crops', 'second', 'turned', 'small-cards'];
    /** Not to be told, but no less likely than what more looks have made a number. */
    const UNLIKELY = -11;
    const rungs = (...without: string[]) => rungsWhere(UNLIKELY, ...without);
    async function rungsWhere(logPrior: number, ...without: string[]) {
      const never: PanPrior = { ...PRIOR, of: () => logPrior };
      const readers = { fast: told(() => openAt(3, 0.45, 0.5)), second: silent };
      const sight = sightOf(picture([], 400, 192), { locator: seeing({}), ...readers }, { prior: never, without: new Set(without) });
      await climbed(sight, seenAt(sight, LINE, CARD));
      return rungsOf(sight);
    }

    test('all is tried, cheapest first', async () => {
      expect(await rungs()).toEqual(ALL);
    });

    test('but digits that are none of a card are not looked at once more', async () => {
      expect(await rungsWhere(-40)).toEqual(['line', 'second-crop', 'closer', 'around', 'turned', 'small-cards']);
    });

    test('each step but the first can be left out by its name', async () => {
      for (const name of ALL.slice(1)) expect(await rungs(name)).toEqual(ALL.filter((other) => other !== name));
    });

    test('without a network, nothing that asks it is tried', async () => {
      expect(await rungs('second-digit-recognition')).toEqual(['line', 'closer', 'around', 'crops', 'turned', 'small-cards']);
      expect(await rungs('card-location')).toEqual(['line', 'second-crop', 'crops', 'second']);
      expect(await rungs('digit-recognition')).toEqual(['turned', 'small-cards']);
    });
  });
});

test('all that the locator sees is noted', async () => {
  const sight = sightOf(
    picture([]),
    { locator: seeing({ lines: lines(LINE) }, { lines: lines(tilted({ x: 224, y: 200 }, 350, 40, 0)) }), fast: silent, second: silent },
    { prior: PRIOR, ...NO_ROWS },
  );
  await findCards(sight);
  const noted = sight.evidence.flatMap((one) => (one.kind === 'places' ? [one.places.map(({ of }) => of)] : []));
  expect(noted).toStrictEqual([['number'], ['number']]);
});
