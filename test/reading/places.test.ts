import type { Place } from '../../lib/evidence';
import type { Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { glance, reversed } from '../../lib/reading/glance';
import { inReadingDirection, mostDigitsAt } from '../../lib/reading/places';
import { DIGIT_ALPHABET, type DigitStrip, type StripReader } from '../../lib/recognition/strip';
import type { PanPrior } from '../../lib/sight';
import { BLOCK, LINE, quadAt, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

interface Said {
  readonly text: string;
  /** probability of each character */
  readonly p?: number;
  readonly isNumber?: number;
}

function strip({ text, p = 0.99, isNumber = 1 }: Said): DigitStrip {
  const classes = DIGIT_ALPHABET.length + 1;
  const steps = 2 * text.length + 1;
  const data = new Float32Array(steps * classes);
  for (let t = 0; t < steps; t++) {
    const k = t % 2 ? DIGIT_ALPHABET.indexOf(text[(t - 1) / 2]!) + 1 : 0;
    data.fill((1 - p) / (classes - 1), t * classes, (t + 1) * classes);
    data[t * classes + k] = p;
  }
  return { stride: 4, digitProbs: { data, shape: [steps, classes] }, digitMass: new Float32Array(steps).fill(isNumber) };
}

/** Says one thing of a line that is read to the right, another of one that is read to the left. */
const twoWays = (right: Said, left: Said): StripReader => ({
  read: async (_: Raster, quad: Quad) => strip(quad[1].x > quad[0].x ? right : left),
});

/** Numbers begin with 62; nothing else is known of them. */
const BEGINS_WITH_62: PanPrior = { of: () => -2, begins: (digits) => digits.startsWith('62'), lengths: () => [] };

describe('which way a number is read', () => {
  /** What is read of a line that was first looked at to the right. */
  async function readOf(right: Said, left: Said, directionPrior = 0, prior = BEGINS_WITH_62) {
    const reader = twoWays(right, left);
    const sight = sightOf(RASTER, { fast: reader, second: reader }, { prior });
    const directed = await inReadingDirection(sight, await glance(sight, LINE), directionPrior);
    return directed && { text: directed.reading.text, looks: sight.evidence.filter(({ kind }) => kind === 'strip').length };
  }
  const [KNOWN, UNKNOWN] = ['6222020200112230', '9222020200112230'];
  const noPrior = { ...BEGINS_WITH_62, begins: () => true };

  test('the likelier by the picture', async () => {
    expect(await readOf({ text: KNOWN, p: 0.9 }, { text: KNOWN.replace('0', '1'), p: 0.99 })).toMatchObject({
      text: '6222120200112230',
      looks: 2,
    });
    expect(await readOf({ text: KNOWN, p: 0.99 }, { text: KNOWN.replace('0', '1'), p: 0.9 })).toMatchObject({ text: KNOWN, looks: 2 });
  });

  test('one that begins as numbers do outweighs one that does not, by three nats', async () => {
    // each digit costs log p: 16 of 0.92 and 0.99 differ by 1.2 nats, of 0.75 and 0.99 by 4.4, of both kinds of steps by twice that
    expect((await readOf({ text: UNKNOWN, p: 0.99 }, { text: KNOWN, p: 0.93 }))!.text).toBe(KNOWN);
    expect((await readOf({ text: UNKNOWN, p: 0.99 }, { text: KNOWN, p: 0.93 }, 0, noPrior))!.text).toBe(UNKNOWN);
    expect((await readOf({ text: UNKNOWN, p: 0.99 }, { text: KNOWN, p: 0.8 }))!.text).toBe(UNKNOWN);
  });

  test('the fast reader’s word that one way is no number counts eight nats', async () => {
    const upright = { text: KNOWN, p: 0.9, isNumber: 1 };
    const onItsHead = { text: KNOWN.replace('0', '1'), p: 0.99, isNumber: 0 };
    expect((await readOf(upright, { ...onItsHead, isNumber: 1 }))!.text).toBe('6222120200112230');
    expect((await readOf(upright, onItsHead))!.text).toBe(KNOWN);
    // and a likelihood that differs by more than eight nats outweighs it
    expect((await readOf({ ...upright, p: 0.7 }, onItsHead))!.text).toBe('6222120200112230');
  });

  test('what told the direction counts', async () => {
    const other = { text: KNOWN.replace('0', '1'), p: 0.99 };
    expect((await readOf({ text: KNOWN, p: 0.9 }, other, 6))!.text).toBe(KNOWN);
    expect((await readOf({ text: KNOWN, p: 0.99 }, { ...other, p: 0.9 }, -6))!.text).toBe('6222120200112230');
  });

  test('a legible number that passes its checks is not looked at the other way', async () => {
    const passes = { ...BEGINS_WITH_62, of: () => -1.5 };
    expect(await readOf({ text: KNOWN, p: 0.9 }, { text: KNOWN }, 0, passes)).toEqual({ text: KNOWN, looks: 1 });
    expect((await readOf({ text: KNOWN, p: 0.9 }, { text: KNOWN }, 0, { ...passes, of: () => -1.6 }))!.looks).toBe(2);
    expect((await readOf({ text: KNOWN, p: 0.8 }, { text: KNOWN }, 0, passes))!.looks).toBe(2);
  });

  test('no look the other way, where the best that it can show would not count as much', async () => {
    const looks = async (told: number, right: Partial<Said> = {}) =>
      (await readOf({ text: KNOWN, p: 0.9, isNumber: 1, ...right }, { text: KNOWN }, told))!.looks;
    // 16 digits and 17 pauses of 0.9 cost about 3 nats
    expect([await looks(2), await looks(4)]).toEqual([2, 1]);
    // three more as no number begins
    expect([await looks(5, { text: UNKNOWN }), await looks(7, { text: UNKNOWN })]).toEqual([2, 1]);
    // four more where the fast reader takes it for half a number
    expect([await looks(6, { isNumber: 0.5 }), await looks(8, { isNumber: 0.5 })]).toEqual([2, 1]);
  });

  test('a number that is sure the other way is read that way, although what tells the direction would outweigh it', async () => {
    const sure = { ...BEGINS_WITH_62, of: (pan: string) => (pan.includes('9') ? 0 : -3) };
    expect(await readOf({ text: KNOWN, p: 0.8 }, { text: UNKNOWN, p: 0.999 }, 5.5, sure)).toEqual({ text: UNKNOWN, looks: 2 });
    expect((await readOf({ text: KNOWN, p: 0.8 }, { text: UNKNOWN, p: 0.999 }, 5.5))!.text).toBe(KNOWN);
  });

  test('nothing to read is no direction', async () => {
    expect(await readOf({ text: '', p: 1 }, { text: '', p: 1 })).toBeNull();
  });
});

describe('the place with most digits', () => {
  const at = (top: number): Place => [quadAt(top)];
  async function most(said: Readonly<Record<number, Said>>) {
    let looks = 0;
    const reader: StripReader = {
      read: async (_, quad) => {
        looks++;
        const top = Object.keys(said).find((line) => Math.abs(Number(line) + 10 - (quad[0].y + quad[2].y) / 2) < 1);
        return strip(said[Number(top)]!);
      },
    };
    const places = Object.keys(said).map((top) => at(Number(top)));
    const seen = await mostDigitsAt(sightOf(RASTER, { fast: reader }), places);
    return { digits: seen?.digits ?? null, looks };
  }

  test('the first with a whole number ends the search', async () => {
    expect(await most({ 0: { text: '123456' }, 100: { text: '1234567890123' }, 200: { text: '1234567890123456' } })).toEqual({
      digits: '1234567890123',
      looks: 2,
    });
  });

  test('else the one with most, each by how sure it is of being a digit', async () => {
    expect(await most({ 0: { text: '1234567', isNumber: 0.6 }, 100: { text: '123456' } })).toEqual({ digits: '123456', looks: 2 });
    expect(await most({ 0: { text: '1234567' }, 100: { text: '12345678', isNumber: 0.9 } })).toEqual({ digits: '12345678', looks: 2 });
  });

  test('words and short numbers are none', async () => {
    expect((await most({ 0: { text: '12345' } })).digits).toBeNull();
    expect((await most({ 0: { text: '1234567890123', isNumber: 0.4 } })).digits).toBeNull();
    expect((await most({ 0: { text: '1234567890123', isNumber: 0.6 } })).digits).toBe('1234567890123');
  });

  test('the rows of a block show more of what is beside them, and need be less sure', async () => {
    const reader: StripReader = { read: async () => strip({ text: '1234', isNumber: 0.45 }) };
    const sight = sightOf(RASTER, { fast: reader });
    expect((await mostDigitsAt(sight, [BLOCK]))!.digits).toBe('1234123412341234');
    expect(await mostDigitsAt(sight, [LINE])).toBeNull();
    const fainter: StripReader = { read: async () => strip({ text: '1234', isNumber: 0.35 }) };
    expect(await mostDigitsAt(sightOf(RASTER, { fast: fainter }), [BLOCK])).toBeNull();
  });

  test('the same place the other way round is another place', () => {
    expect(reversed(at(0))).not.toEqual(at(0));
  });
});
