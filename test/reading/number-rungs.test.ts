import { distance, type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Locator } from '../../lib/model/model';
import { weakestDigit } from '../../lib/reading/certainty';
import { findCards } from '../../lib/reading/number-rungs';
import type { StripReader } from '../../lib/recognition/strip';
import type { SightSettings } from '../../lib/sight';
import { type Drawn, drawnTensor, tilted } from '../helpers/locator-maps';
import { answer, type SeenAt, scripted } from '../helpers/scripted-readers';
import { abortedAfter, sightOf } from '../helpers/sights';
import { GROUPED, NAME, NUMBER, PAN, picture, prior, recognizer, turned } from '../helpers/toy-print';

const CARD = tilted({ x: 160, y: 100 }, 270, 150, 0);
/** where the toy print's number stands */
const LINE = tilted({ x: 159, y: 96 }, 228, 24, 0);
/** where it has none */
const NO_DIGITS = tilted({ x: 159, y: 50 }, 120, 24, 0);

/** A locator that sees what it is told, first and in closer looks. */
function seeing(...looks: readonly Omit<Drawn, 'width' | 'height'>[]): Locator & { looks: number } {
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

const find = (raster: Raster, locator: Locator, settings: Partial<SightSettings> = {}, second: StripReader = recognizer) =>
  findCards(sightOf(raster, { locator, digits: recognizer, second }, { prior, ...settings }));

const lines = (quad: Quad) => [{ quad, kind: 'number' as const }];

test('a number where the locator sees it, without the second reader', async () => {
  const locator = seeing({ cards: [CARD], lines: [...lines(LINE), { quad: tilted({ x: 200, y: 130 }, 40, 12, 0), kind: 'expiry' }] });
  const second = counted();
  const { cards } = await find(picture([NUMBER, NAME]), locator, {}, second);
  expect(cards).toHaveLength(1);
  expect(cards[0]!.reading).toMatchObject({ text: PAN, sure: true });
  expect(Math.max(...cards[0]!.outline!.map((corner, i) => distance(corner, CARD[i]!)))).toBeLessThan(3);
  expect(cards[0]!.expiry).not.toBeNull();
  expect(cards[0]!.expiryScore).toBeGreaterThan(0.9);
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
  const locator = seeing({}, small);
  const { cards } = await find(picture([at(NUMBER), at(NAME)], 640, 400), locator);
  expect(cards).toMatchObject([{ reading: { text: PAN } }]);
  expect(locator.looks).toBe(2);
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

test('the second reader is asked of a number that nothing speaks for but the picture', async () => {
  const odd = { ...NUMBER, text: '9222 0202 0011 2231' };
  const second = counted();
  const { cards } = await find(picture([odd, NAME]), seeing({ cards: [CARD], lines: lines(LINE) }), {}, second);
  expect(cards[0]!.reading).toMatchObject({ text: '9222020200112231', sure: false, clear: false });
  expect(second.looks).toBe(5);
});

test('a digit that the fast reader alone leaves open is settled by one crop of the second, before any closer look', async () => {
  const open: SeenAt[] = [...PAN.slice(0, 3), { [(Number(PAN[3]) + 1) % 10]: 0.5, [PAN[3]!]: 0.45 }, ...PAN.slice(4)];
  const locator = seeing({ cards: [CARD], lines: lines(LINE) });
  const [digits, second] = [scripted(answer(open)), scripted(answer([...PAN]))];
  const readers = { digits: digits.recognizer, second: second.recognizer };
  const { cards } = await findCards(sightOf(picture([NUMBER, NAME]), { locator, ...readers }, { prior }));
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
    expect(distance(quadCentre(cards[0]!.expiry!), { x: 200, y: 130 })).toBeLessThan(4);
    expect(cards[0]!.expiryScore).toBeGreaterThan(0.9);
  });

  test('that shows one elsewhere tells it better', async () => {
    const moved = { ...date, quad: tilted({ x: 100, y: 140 }, 42, 13, 0) };
    const closer = { cards: [tilted({ x: 160, y: 96 }, 280, 160, 0)], lines: [...lines(tilted({ x: 159, y: 92 }, 240, 26, 0)), moved] };
    const { cards } = await find(picture([NUMBER, NAME]), seeing({ cards: [CARD], lines: [...cut, date] }, closer));
    expect(quadCentre(cards[0]!.expiry!).x).toBeLessThan(130);
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
    const sight = sightOf(picture(print), { locator, digits: recognizer, second: recognizer }, { prior });
    const { cards } = await findCards(sight);
    const places = sight.evidence.flatMap((one) => (one.kind === 'places' ? [one.places.map(({ of }) => of)] : []));
    const strips = sight.evidence.flatMap((one) => (one.kind === 'strip' ? [one.quad] : []));
    const rungs = sight.evidence.flatMap((one) => (one.kind === 'rung' ? [one.name] : []));
    return { cards, places, strips, rungs };
  }

  test('are a card, its number and its date, each where it stands', async () => {
    const { places, rungs } = await seen(seeing({ cards: [CARD], lines: [...lines(LINE), date] }));
    expect([places, rungs]).toEqual([[['card', 'number', 'date']], ['cards', 'line']]);
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

  test('a line is looked at with room around it: as much as it is high at its ends, little above and below', async () => {
    const { strips } = await seen(seeing({ cards: [CARD], lines: lines(LINE) }));
    expect(quadWidth(strips[0]!)).toBeGreaterThan(228 + 1.8 * 24);
    expect(quadWidth(strips[0]!)).toBeLessThan(228 + 2.2 * 24);
    expect(quadHeight(strips[0]!)).toBeGreaterThan(1.1 * 24);
    expect(quadHeight(strips[0]!)).toBeLessThan(1.4 * 24);
  });
});
