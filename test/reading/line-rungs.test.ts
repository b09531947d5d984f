import type { Evidence, Glance, NumberReading, Place } from '../../lib/evidence';
import { type Quad, quadHeight, quadWidth } from '../../lib/geometry';
import { firstReading } from '../../lib/reading/decode-number';
import { glance, reversed } from '../../lib/reading/glance';
import { isDoubted as isDoubtedLine, type Line, lineOf, lookAtCrops, lookBySecond, readLine } from '../../lib/reading/line-rungs';
import type { PanPrior, Sight } from '../../lib/sight';
import type { Tensor } from '../../lib/tensor';
import { numberReading } from '../helpers/number-readings';
import { tilted } from '../helpers/quads';
import {
  answer,
  BLOCK,
  FAILING,
  LINE,
  lookAt,
  PAN,
  PRIOR,
  quadAt,
  RASTER,
  readBy,
  type SeenAt,
  scripted,
} from '../helpers/scripted-readers';
import { abortedAfter, NO_PRIOR, sightOf } from '../helpers/sights';

const IMPARTIAL: PanPrior = { ...NO_PRIOR, of: () => -2 };
/** The fourth digit is rather an 8. */
const UNCLEAR: SeenAt[] = [...PAN.slice(0, 3), { 8: 0.5, 2: 0.45 }, ...PAN.slice(4)];

async function lineIn(sight: Sight, place: Place = LINE) {
  const seen = await glance(sight, place);
  return lineOf(sight, seen, firstReading(sight, seen));
}
const readIn = async (sight: Sight, place?: Place) => (await readLine(await lineIn(sight, place))).reading;

test('further crops overrule an unclear first one', async () => {
  const sight = readBy(scripted(answer(UNCLEAR), answer([...PAN])).recognizer, undefined, { prior: IMPARTIAL });
  const line = await lineIn(sight);
  expect(line.reading!.text[3]).toBe('8');
  expect((await readLine(line)).reading!.text).toBe(PAN);
});

test('other crops of the same line count, too; at another line or from the other side they do not', async () => {
  const readAfter = async (other: Place): Promise<string> => {
    const sight = readBy(scripted(answer(UNCLEAR)).recognizer, undefined, { prior: IMPARTIAL });
    const before = await glance(readBy(scripted(answer([...PAN])).recognizer), other);
    const seen = await glance(sight, LINE);
    return (await lookAtCrops(lineOf(sight, seen, firstReading(sight, seen), [before])))!.reading!.text;
  };
  expect(await readAfter([quadAt(104, 330)])).toBe(PAN);
  expect((await readAfter([quadAt(120)]))[3]).toBe('8');
  expect((await readAfter(reversed(LINE)))[3]).toBe('8');
});

test('slanted digits are looked at upright, whichever way they lean', async () => {
  const leans: number[] = [];
  const onEvidence = (seen: Evidence): void => {
    if (seen.kind === 'strip') leans.push(seen.quad[0].x - seen.quad[3].x);
  };
  await lookAtCrops(await lineIn(readBy(scripted(answer(UNCLEAR)).recognizer, undefined, { prior: IMPARTIAL, onEvidence })));
  expect(leans.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(leans[4]).toBeGreaterThan(5);
  expect(leans[5]).toBeCloseTo(-leans[4]!, 6);
});

test('some crops now and the others later are all of them, and none is looked at again', async () => {
  const { recognizer, looks } = scripted(answer(UNCLEAR));
  const line = await lineIn(readBy(recognizer, undefined, { prior: IMPARTIAL }));
  const some = (await lookAtCrops(line, 2))!;
  expect([looks(), some.glance.further.length]).toEqual([3, 2]);
  expect(await lookAtCrops(some, 2)).toBeNull();
  const all = (await lookAtCrops(some))!;
  expect([looks(), all.glance.further.length]).toEqual([6, 5]);
  expect(all).toEqual(await lookAtCrops(line));
  expect(await lookAtCrops(all)).toBeNull();
});

test('two looks of the fast reader are enough where they agree, and none of the slow one', async () => {
  const { recognizer: digits, looks } = scripted(answer([...PAN]));
  const { recognizer: second, looks: slowLooks } = scripted(answer([...FAILING]));
  const first = await lineIn(readBy(digits, second));
  expect((await lookAtCrops({ ...first, reading: null }))!.reading).toMatchObject({ text: PAN, sure: true });
  expect([looks(), slowLooks()]).toEqual([2, 0]);
});

test('a first look that is sure is enough', async () => {
  const { recognizer, looks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(recognizer))).toMatchObject({ text: PAN, sure: true });
  expect(looks()).toBe(1);
});

test('the slow reader settles what the fast one cannot', async () => {
  const { recognizer: digits } = scripted(answer([...PAN.slice(0, 3), { 8: 0.5, 2: 0.48 }, ...PAN.slice(4)]));
  const { recognizer: second, looks: slowLooks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(digits, second, { prior: NO_PRIOR }))).toMatchObject({ text: PAN });
  expect(slowLooks()).toBeGreaterThan(0);
});

test('a digit about which the two readers disagree is in doubt', async () => {
  const unsure = (digit: string): SeenAt[] => [...PAN.slice(0, 15), { 0: 0.1, 1: 0.1, [digit]: 0.88 }];
  const { recognizer: digits } = scripted(answer(unsure('1')));
  const { recognizer: second } = scripted(answer(unsure('0')));
  const reading = await readIn(readBy(digits, second, { prior: IMPARTIAL }));
  expect(reading).toMatchObject({ sure: false, clear: false });
  expect(reading!.digitConfidence[15]).toBeLessThan(0.9);
  expect(reading!.digitConfidence[14]).toBeGreaterThan(0.9);
});

test('the slow reader is not asked where several looks of the fast one see each digit plainly', async () => {
  const { recognizer: digits } = scripted(answer([...FAILING].map((digit) => ({ [digit]: 0.9999 }))));
  const { recognizer: second, looks: slowLooks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(digits, second, { prior: IMPARTIAL }))).toMatchObject({ text: FAILING, clear: true });
  expect(slowLooks()).toBe(0);
});

test('stops when the time is up', async () => {
  const { recognizer, looks } = scripted(answer([...FAILING]));
  const sight = readBy(recognizer, recognizer, { signal: abortedAfter(2), prior: PRIOR });
  await expect(readIn(sight)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  expect(looks()).toBe(2);
});

describe('looks at other crops count for a line', () => {
  const centre = { x: 300, y: 200 };
  /** How many looks of another place count for a line 400 px long and 20 px high, in this direction. */
  async function shared(other: Quad, degrees: number, of: Partial<Glance> = {}): Promise<number> {
    const seen = { ...(await lookAt(...PAN)), place: [tilted(centre, 400, 20, degrees)] };
    return lineOf(sightOf(RASTER, {}), seen, null, [{ ...seen, place: [other], ...of }]).shared.length;
  }
  /** A line moved along and across. */
  const moved = (degrees: number, along: number, across: number, length = 400, turned = 0): Quad => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return tilted({ x: centre.x + along * cos - across * sin, y: centre.y + along * sin + across * cos }, length, 20, degrees + turned);
  };

  test.each([
    ['at the same place', 0, 0, 400, 0, true],
    ['a little lower', 0, 9, 400, 0, true],
    ['lower', 0, 11, 400, 0, false],
    ['higher', 0, -11, 400, 0, false],
    ['a little further on', 47, 0, 400, 0, true],
    ['further on', 49, 0, 400, 0, false],
    ['further back', -49, 0, 400, 0, false],
    ['a little longer', 0, 0, 499, 0, true],
    ['longer', 0, 0, 501, 0, false],
    ['shorter', 0, 0, 332, 0, false],
    ['a little aslant', 0, 0, 400, 18, true],
    ['aslant', 0, 0, 400, 19, false],
    ['upside down', 0, 0, 400, 180, false],
  ])('%s', async (_, along, across, length, turned, counts) => {
    for (const degrees of [0, 50, 250]) expect(await shared(moved(degrees, along, across, length, turned), degrees)).toBe(counts ? 1 : 0);
  });

  test('with all their crops, but not of a block', async () => {
    const { probs } = await lookAt(...PAN);
    const same = moved(0, 0, 0);
    expect(await shared(same, 0, { further: [probs, probs] })).toBe(3);
    expect(await shared(same, 0, { place: [same, same] })).toBe(0);
    const block = { ...(await lookAt(...PAN)), place: [same, same] };
    expect(lineOf(sightOf(RASTER, {}), block, null, [{ ...block, place: [same] }]).shared).toEqual([]);
  });

  test('the same look is no other', async () => {
    const seen = await lookAt(...PAN);
    expect(lineOf(sightOf(RASTER, {}), seen, null, [seen]).shared).toEqual([]);
  });
});

describe('a line is in doubt', () => {
  const reading = (of: Partial<NumberReading>) => numberReading({ text: '6222020200112', digitConfidence: [0.95], ...of });
  const weak = reading({ clear: true, digitConfidence: [0.95, 0.8] });

  test.each<[string, Partial<NumberReading> | null, boolean]>([
    ['without a reading', null, true],
    ['until it is sure', { sure: false }, true],
    ['however clear', { clear: true }, true],
    ['no more when it is', { sure: true }, false],
  ])('after one look %s', async (_, of, isDoubted) => {
    const line = lineOf(sightOf(RASTER, {}), await lookAt(...PAN), of && reading(of));
    expect(isDoubtedLine(line)).toBe(isDoubted);
  });

  test('after several, of whatever kind, unless each digit is plain', async () => {
    const first = lineOf(sightOf(RASTER, {}), await lookAt(...PAN), null);
    const { probs } = first.glance;
    const several: Line[] = [
      { ...first, shared: [probs] },
      { ...first, second: [probs] },
      { ...first, glance: { ...first.glance, further: [probs] } },
      { ...first, shared: [probs], second: [probs] },
      { ...first, shared: [probs], glance: { ...first.glance, further: [probs] } },
    ];
    for (const line of several) {
      const isDoubted = (of: NumberReading | null): boolean => isDoubtedLine({ ...line, reading: of });
      expect([null, weak, reading({ clear: true }), reading({ sure: true })].map(isDoubted)).toEqual([true, true, false, false]);
    }
  });

  test('after one crop of the second reader until each digit is certain, sure or not', async () => {
    const first = lineOf(sightOf(RASTER, {}), await lookAt(...PAN), null);
    const { probs } = first.glance;
    const isDoubted = (second: Tensor[], weakest: number): boolean => {
      const sure = reading({ sure: true, digitConfidence: [0.95, weakest] });
      return isDoubtedLine({ ...first, second, reading: sure });
    };
    expect([0.94, 0.95].map((weakest) => isDoubted([probs], weakest))).toEqual([true, false]);
    expect(isDoubted([probs, probs], 0.94)).toBe(false);
  });
});

test('where its checks alone leave it in doubt, by both readers, more looks are in vain', async () => {
  const first = lineOf(sightOf(RASTER, {}), await lookAt(...PAN), null);
  const certain = numberReading({ text: FAILING, digitConfidence: [1], visual: 0, total: -9, posterior: 0.118 });
  const isDoubted = (line: Line): boolean => isDoubtedLine({ ...line, reading: certain });
  expect(isDoubted(first)).toBe(true);
  expect(isDoubted({ ...first, shared: [first.glance.probs] })).toBe(true);
  expect(isDoubted({ ...first, second: [first.glance.probs] })).toBe(false);
});

describe('further crops', () => {
  test('are of all of the line’s length and most of its height, each another; the second reader’s first is the line itself', async () => {
    const sight = readBy(scripted(answer(UNCLEAR)).recognizer, undefined, { prior: IMPARTIAL });
    await readIn(sight);
    const strips = sight.evidence.flatMap((seen) => (seen.kind === 'strip' ? [seen] : []));
    const by = strips.map((strip) => strip.by);
    expect(by).toEqual(['fast', 'fast', 'fast', 'second', 'fast', 'fast', 'fast', 'second', 'second']);
    for (const { quad, widthScale } of strips) {
      expect(Math.max(quad[0].x, quad[3].x)).toBeLessThanOrEqual(LINE[0]![0].x);
      expect(Math.min(quad[1].x, quad[2].x)).toBeGreaterThanOrEqual(LINE[0]![1].x);
      expect(quadHeight(quad)).toBeGreaterThan(0.7 * 20);
      expect(quadHeight(quad)).toBeLessThan(1.25 * 20);
      expect(widthScale).toBeGreaterThanOrEqual(0.7);
    }
    expect(new Set(strips.map(({ quad }) => quadWidth(quad).toFixed())).size).toBeGreaterThan(3);
    expect(strips[3]!.quad).toEqual(LINE[0]);
    // two lean to either side, by a fifth of the height at each edge
    expect(strips.map(({ quad }) => Math.round(quad[0].x - quad[3].x))).toEqual([0, 0, 0, 0, 0, 8, -8, 0, 0]);
  });

  test('by the second reader end where nothing is in doubt any more, the second of them at the earliest', async () => {
    const { recognizer: digits } = scripted(answer([...PAN.slice(0, 3), { 8: 0.5, 2: 0.48 }, ...PAN.slice(4)]));
    const { recognizer: second, looks } = scripted(answer([...PAN]));
    const line = await lineIn(readBy(digits, second, { prior: { ...NO_PRIOR, of: () => -0.5 } }));
    expect((await lookBySecond(line))!.reading).toMatchObject({ text: PAN, sure: true });
    expect(looks()).toBe(2);
  });

  test('that agree settle a number even of an unknown issuer, but none of which less is known', async () => {
    const looksWith = async (logPrior: number) => {
      const { recognizer, looks } = scripted(answer([...PAN]));
      const line = await lineIn(readBy(recognizer, undefined, { prior: { ...NO_PRIOR, of: () => logPrior } }));
      return { isSure: (await lookAtCrops(line))!.reading!.sure, looks: looks() };
    };
    expect(await looksWith(-1.5)).toEqual({ isSure: true, looks: 2 });
    expect(await looksWith(-1.6)).toEqual({ isSure: false, looks: 6 });
  });

  test('of a line without digits show none', async () => {
    const nothing = await lineIn(readBy(scripted(answer([])).recognizer));
    expect((await lookAtCrops(nothing))!.reading).toBeNull();
  });

  test('of a block are of each of its lines', async () => {
    const groups = ['6222', '0202', '0011', '2230'].map((group) => answer([...group]));
    const { recognizer, looks } = scripted(...groups, ...groups);
    const line = await lineIn(readBy(recognizer), BLOCK);
    expect((await lookAtCrops({ ...line, reading: null }))!.reading).toMatchObject({ text: PAN, place: BLOCK });
    expect(looks()).toBe(8);
  });
});
