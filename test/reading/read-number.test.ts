import { isLuhnValid } from '../../lib/card/luhn';
import { panLogPrior } from '../../lib/card/pan';
import { type Quad, quadCentre, quadWidth, turnQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import type { Model } from '../../lib/model/model';
import { firstReading, glance, type NumberPlace, type PanPrior, refine, reversed } from '../../lib/reading/read-number';
import { TextRecognizer } from '../../lib/recognition/text-recognizer';
import type { Tensor } from '../../lib/tensor';

const ALPHABET = [...'0123456789/X'];
const CLASSES = ALPHABET.length + 2;
const PAN = '6222020200112230';
/** One digit of the number wrong. */
const FAILING = '6222020200112231';

/** What the network sees at one place: `'7'`, or several characters with their probabilities. */
type Place = string | Readonly<Record<string, number>>;

/** The network's answer to a strip with a blank before and after each place; `tight` without the outer ones. */
function answer(places: readonly Place[], { tight = false } = {}): Tensor {
  const steps: Readonly<Record<string, number>>[] = [];
  for (const place of places) steps.push({}, typeof place === 'string' ? { [place]: 0.99 } : place);
  if (tight) steps.shift();
  else steps.push({});
  const data = new Float32Array(steps.length * CLASSES);
  steps.forEach((step, t) => {
    let rest = 1;
    for (const [character, p] of Object.entries(step)) {
      data[t * CLASSES + ALPHABET.indexOf(character) + 1] = p;
      rest -= p;
    }
    data[t * CLASSES] = rest;
  });
  return { data, shape: [1, steps.length, CLASSES] };
}

/** A recogniser that gives these answers one after the other, the last one for ever. */
function scripted(...answers: Tensor[]): { recognizer: TextRecognizer; looks: () => number } {
  let calls = 0;
  const model: Model = { run: async () => answers[Math.min(calls++, answers.length - 1)]! };
  return { recognizer: new TextRecognizer(model, ALPHABET), looks: () => calls };
}

const RASTER: Raster = { width: 8, height: 8, data: new Uint8Array(8 * 8 * 3) };
const quadAt = (top: number, width = 320): Quad => [
  { x: 100, y: top },
  { x: 100 + width, y: top },
  { x: 100 + width, y: top + 20 },
  { x: 100, y: top + 20 },
];
const LINE: NumberPlace = [quadAt(100)];
const BLOCK: NumberPlace = [0, 30, 60, 90].map((top) => quadAt(top, 80));

const prior: PanPrior = {
  of: (pan) => panLogPrior(pan, pan.startsWith('62') ? { issuerKnown: true, lengths: [] } : null),
  begins: (digits) => digits.startsWith('62'),
};

const look = (...places: Place[]) => glance(scripted(answer(places)).recognizer, RASTER, LINE);

it('the two numbers differ in what matters here', () => {
  expect([isLuhnValid(PAN), isLuhnValid(FAILING)]).toEqual([true, false]);
});

describe('glance', () => {
  it('reads the digits of a line', async () => {
    const seen = await look(...PAN);
    expect(seen.digits).toBe(PAN);
    expect(seen.digitness).toBeGreaterThan(0.95);
    expect(seen.place).toBe(LINE);
  });

  it('tells words from digits', async () => {
    expect((await look(...'XXXXXXXX')).digitness).toBeLessThan(0.1);
    const mixed = (await look(...'XXXX1234')).digitness;
    expect(mixed).toBeGreaterThan(0.3);
    expect(mixed).toBeLessThan(0.7);
  });

  it('leaves slashes out, so that a date is no run of digits with something between', async () => {
    const seen = await look(...'12', { '/': 0.9, 1: 0.05 }, ...'34');
    expect(seen.probs.shape[1]).toBe(11);
    const { data } = seen.probs;
    for (let t = 0; t < seen.probs.shape[0]!; t++) {
      expect(data.subarray(t * 11, (t + 1) * 11).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    }
  });

  it('reads a block strip by strip and keeps equal digits apart where two strips meet', async () => {
    const groups = ['6222', '2020', '0001', '1223'];
    const { recognizer, looks } = scripted(...groups.map((group) => answer([...group], { tight: true })));
    expect((await glance(recognizer, RASTER, BLOCK)).digits).toBe(groups.join(''));
    expect(looks()).toBe(4);
  });

  it('of nothing', async () => {
    expect(await look()).toMatchObject({ digits: '' });
  });
});

describe('firstReading', () => {
  it('is sure of a clear number that passes', async () => {
    const reading = firstReading(await look(...PAN), prior);
    expect(reading).toMatchObject({ text: PAN, place: LINE, sure: true, clear: true });
    expect(reading!.total).toBeCloseTo(reading!.visual + prior.of(PAN));
  });

  it('takes a clear number that fails the check for what it is, but is not sure', async () => {
    const places = [...FAILING].map((digit) => ({ [digit]: 0.9999 }));
    expect(firstReading(await look(...places), prior)).toMatchObject({ text: FAILING, sure: false, clear: true });
  });

  it('is not sure where one digit is only guessed', async () => {
    const places: Place[] = [...PAN];
    places[15] = { 0: 0.5, 8: 0.49 };
    expect(firstReading(await look(...places), prior)).toMatchObject({ text: PAN, sure: false, clear: false });
  });

  it('says where each digit is, as a fraction of the line', async () => {
    const { positions } = firstReading(await look(...PAN), prior)!;
    expect(positions).toHaveLength(16);
    positions.forEach((position, i) => {
      expect(position).toBeCloseTo((2 * i + 1.5) / 33, 5);
    });
  });

  it('does not say so for a block', async () => {
    const groups = [0, 4, 8, 12].map((i) => answer([...PAN.slice(i, i + 4)]));
    const reading = firstReading(await glance(scripted(...groups).recognizer, RASTER, BLOCK), prior);
    expect(reading).toMatchObject({ text: PAN, positions: [], place: BLOCK });
  });
});

describe('refine', () => {
  it('lets further crops overrule an unclear first one', async () => {
    const unclear: Place[] = [...PAN];
    unclear[3] = { 8: 0.6, 2: 0.35 };
    const noPrior: PanPrior = { of: () => -2, begins: () => true };
    const { recognizer } = scripted(answer(unclear), answer([...PAN]));
    const seen = await glance(recognizer, RASTER, LINE);
    expect(firstReading(seen, noPrior)!.text[3]).toBe('8');
    expect((await refine(recognizer, RASTER, seen, noPrior))!.text).toBe(PAN);
  });

  it('stops looking as soon as nothing is left to settle', async () => {
    const { recognizer, looks } = scripted(answer([...PAN]));
    const seen = await glance(recognizer, RASTER, LINE);
    expect(await refine(recognizer, RASTER, seen, prior)).toMatchObject({ text: PAN, sure: true });
    expect(looks()).toBe(2);
  });

  it('finds the digits at a faint end with a longer crop, and says where it found them', async () => {
    const cut = answer([...PAN.slice(0, 14)]);
    const { recognizer } = scripted(cut, cut, cut, answer([...PAN]));
    const reading = await refine(recognizer, RASTER, await glance(recognizer, RASTER, LINE), prior);
    expect(reading).toMatchObject({ text: PAN, sure: true });
    const [quad] = reading!.place;
    expect(quadWidth(quad!)).toBeGreaterThan(quadWidth(LINE[0]!));
    // the beginning is known: what is missing is missing at the end
    expect(quadCentre(quad!).x).toBeGreaterThan(quadCentre(LINE[0]!).x + 10);
  });

  it('finds them at the other end where no number begins like that', async () => {
    const cut = answer([...PAN.slice(2)]);
    const { recognizer } = scripted(cut, cut, cut, answer([...PAN]));
    expect((await refine(recognizer, RASTER, await glance(recognizer, RASTER, LINE), prior))!.text).toBe(PAN);
  });

  it('does not believe a longer crop that shows another number', async () => {
    const cut = PAN.slice(0, 14);
    const other = '6217000010098765';
    const { recognizer } = scripted(answer([...cut]), answer([...cut]), answer([...cut]), answer([...other]));
    expect((await refine(recognizer, RASTER, await glance(recognizer, RASTER, LINE), prior))!.text).toBe(cut);
  });

  it('does not stretch a block', async () => {
    const groups = ['6222', '0202', '0011', '22'].map((group) => answer([...group]));
    const { recognizer, looks } = scripted(...groups, ...groups, ...groups);
    const reading = await refine(recognizer, RASTER, await glance(recognizer, RASTER, BLOCK), prior);
    expect(reading).toMatchObject({ text: '62220202001122', place: BLOCK });
    expect(looks()).toBe(12);
  });
});

describe('reversed', () => {
  it('starts at the far end of the last quad', () => {
    expect(reversed(BLOCK)[0]).toEqual(turnQuad(BLOCK[3]!, 180));
    expect(reversed(BLOCK)[3]).toEqual(turnQuad(BLOCK[0]!, 180));
  });

  it('twice changes nothing', () => {
    for (const place of [LINE, BLOCK]) expect(reversed(reversed(place))).toEqual(place);
  });
});
