import { isLuhnValid } from '../../lib/card/luhn';
import { panLogPrior } from '../../lib/card/pan';
import { type Quad, quadCentre, quadWidth, turnQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import type { Model } from '../../lib/model/model';
import { firstReading, glance, type NumberPlace, type NumberReaders, type PanPrior, refine, reversed } from '../../lib/reading/read-number';
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

const anyTime = (): void => {};
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
  lengths: () => [],
};

const both = (recognizer: TextRecognizer): NumberReaders => ({ digits: recognizer, text: recognizer });
const look = (...places: Place[]) => glance(both(scripted(answer(places)).recognizer), 'digits', RASTER, LINE);

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
    expect((await glance(both(recognizer), 'digits', RASTER, BLOCK)).digits).toBe(groups.join(''));
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
    const reading = firstReading(await glance(both(scripted(...groups).recognizer), 'digits', RASTER, BLOCK), prior);
    expect(reading).toMatchObject({ text: PAN, positions: [], place: BLOCK });
  });
});

describe('refine', () => {
  /** How often a place is looked at before a wider stretch: the first look, three further crops, one by the other reader. */
  const TIGHT_LOOKS = 5;
  /** Both readers give the same answers, in turn. */
  const alike = (...answers: Tensor[]): { readers: NumberReaders; looks: () => number } => {
    const { recognizer, looks } = scripted(...answers);
    return { readers: both(recognizer), looks };
  };
  const refined = async (readers: NumberReaders, of = prior, place = LINE) =>
    refine(readers, RASTER, await glance(readers, 'digits', RASTER, place), of, anyTime);

  it('lets further crops overrule an unclear first one', async () => {
    const unclear: Place[] = [...PAN];
    unclear[3] = { 8: 0.6, 2: 0.35 };
    const noPrior: PanPrior = { of: () => -2, begins: () => true, lengths: () => [] };
    const { readers } = alike(answer(unclear), answer([...PAN]));
    const seen = await glance(readers, 'digits', RASTER, LINE);
    expect(firstReading(seen, noPrior)!.text[3]).toBe('8');
    expect((await refine(readers, RASTER, seen, noPrior, anyTime))!.text).toBe(PAN);
  });

  it('looks at other crops of the same line count, too; at another line or from the other side they do not', async () => {
    const unclear: Place[] = [...PAN];
    unclear[3] = { 8: 0.6, 2: 0.35 };
    const noPrior: PanPrior = { of: () => -2, begins: () => true, lengths: () => [] };
    const readAfter = async (other: NumberPlace): Promise<string> => {
      const readers = both(scripted(answer(unclear)).recognizer);
      const before = await glance(both(scripted(answer([...PAN])).recognizer), 'digits', RASTER, other);
      const seen = await glance(readers, 'digits', RASTER, LINE);
      return (await refine(readers, RASTER, seen, noPrior, anyTime, true, [before]))!.text;
    };
    expect(await readAfter([quadAt(104, 330)])).toBe(PAN);
    expect((await readAfter([quadAt(120)]))[3]).toBe('8');
    expect((await readAfter(reversed(LINE)))[3]).toBe('8');
  });

  it('takes two looks of the fast reader where they agree, and none of the slow one', async () => {
    const { recognizer: digits, looks } = scripted(answer([...PAN]));
    const { recognizer: text, looks: slowLooks } = scripted(answer([...FAILING]));
    expect(await refined({ digits, text })).toMatchObject({ text: PAN, sure: true });
    expect(looks()).toBe(2);
    expect(slowLooks()).toBe(0);
  });

  it('lets the slow reader settle what the fast one cannot', async () => {
    const unclear: Place[] = [...PAN];
    unclear[3] = { 8: 0.5, 2: 0.48 };
    const { recognizer: digits } = scripted(answer(unclear));
    const { recognizer: text, looks: slowLooks } = scripted(answer([...PAN]));
    const plausible: PanPrior = { of: () => 0, begins: () => true, lengths: () => [] };
    expect(await refined({ digits, text }, plausible)).toMatchObject({ text: PAN });
    expect(slowLooks()).toBeGreaterThan(0);
  });

  it('doubts a digit about which the two readers disagree', async () => {
    const { recognizer: digits } = scripted(answer([...FAILING]));
    const { recognizer: text } = scripted(answer([...PAN]));
    const impartial: PanPrior = { of: () => -2, begins: () => true, lengths: () => [] };
    const reading = await refined({ digits, text }, impartial);
    expect(reading!.sure).toBe(false);
    expect(reading!.clear).toBe(false);
    expect(reading!.digitConfidence[15]).toBeLessThan(0.9);
    expect(reading!.digitConfidence[14]).toBeGreaterThan(0.9);
  });

  it('finds the digits at a faint end with a longer crop, and says where it found them', async () => {
    const cut = answer([...PAN.slice(0, 14)]);
    const { readers } = alike(...Array.from({ length: TIGHT_LOOKS }, () => cut), answer([...PAN]));
    const reading = await refined(readers);
    expect(reading).toMatchObject({ text: PAN });
    expect(reading!.posterior).toBeGreaterThan(0.95);
    const [quad] = reading!.place;
    expect(quadWidth(quad!)).toBeGreaterThan(quadWidth(LINE[0]!));
    // the beginning is known: what is missing is missing at the end
    expect(quadCentre(quad!).x).toBeGreaterThan(quadCentre(LINE[0]!).x + 10);
  });

  it('finds them at the other end where no number begins like that', async () => {
    const cut = answer([...PAN.slice(2)]);
    const { readers } = alike(...Array.from({ length: TIGHT_LOOKS }, () => cut), answer([...PAN]));
    expect((await refined(readers))!.text).toBe(PAN);
  });

  it('does not believe a longer crop that shows another number', async () => {
    const cut = PAN.slice(0, 14);
    const other = '6217000010098765';
    const { readers } = alike(...Array.from({ length: TIGHT_LOOKS }, () => answer([...cut])), answer([...other]));
    expect((await refined(readers))!.text).toBe(cut);
  });

  it('leaves the digit reader out where only the text reader saw a number', async () => {
    const { recognizer: digits } = scripted(answer([]));
    const { recognizer: text } = scripted(answer([...PAN]));
    const readers = { digits, text };
    const seen = await glance(readers, 'text', RASTER, LINE);
    expect(seen).toMatchObject({ by: 'text', digits: PAN });
    expect((await refine(readers, RASTER, seen, prior, anyTime))!.text).toBe(PAN);
  });

  it('stops when the time is up', async () => {
    const { readers, looks } = alike(answer([...FAILING]));
    const seen = await glance(readers, 'digits', RASTER, LINE);
    let checks = 0;
    const twice = (): void => {
      if (++checks > 2) throw new Error('time is up');
    };
    await expect(refine(readers, RASTER, seen, prior, twice)).rejects.toThrow('time is up');
    expect(looks()).toBe(3);
  });

  it('does not stretch a block', async () => {
    const groups = ['6222', '0202', '0011', '22'].map((group) => answer([...group]));
    const { readers, looks } = alike(...Array.from({ length: TIGHT_LOOKS }, () => groups).flat());
    expect(await refined(readers, prior, BLOCK)).toMatchObject({ text: '62220202001122', place: BLOCK });
    expect(looks()).toBe(TIGHT_LOOKS * groups.length);
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
