import fc from 'fast-check';
import { CardOcrError } from '../../lib/errors';
import type { Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Model, StripConfig } from '../../lib/model/model';
import { DIGIT_ALPHABET } from '../../lib/recognition/strip';
import { type RecognizedStrip, TextRecognizer } from '../../lib/recognition/text-recognizer';
import type { Tensor } from '../../lib/tensor';

const ALPHABET = [...'0123456789/OlSBAX'];
/** blank, the characters, the space */
const CLASSES = ALPHABET.length + 2;
const SPACE = CLASSES - 1;
const DIGIT_CLASSES = DIGIT_ALPHABET.length + 1;

const classOf = (character: string): number => (character === '' ? 0 : character === ' ' ? SPACE : ALPHABET.indexOf(character) + 1);

/** One time step: probabilities by character, `''` for the blank. */
type Step = Readonly<Record<string, number>>;

const output = (steps: readonly Step[]): Tensor => {
  const data = new Float32Array(steps.length * CLASSES);
  steps.forEach((step, t) => {
    for (const [character, p] of Object.entries(step)) data[t * CLASSES + classOf(character)]! += p;
  });
  return { data, shape: [1, steps.length, CLASSES] };
};

const CONFIG = manifest['text-recognition'];
const RASTER: Raster = { width: 40, height: 20, data: new Uint8Array(40 * 20 * 3).map((_, i) => [255, 0, 51][i % 3]!) };
const level = (width: number, height: number): Quad => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];

const readAs = (answer: Tensor): Promise<RecognizedStrip> => {
  const model = { config: CONFIG, run: async () => answer };
  return new TextRecognizer(model, ALPHABET).read(RASTER, level(40, 20));
};
const read = (...steps: Step[]): Promise<RecognizedStrip> => readAs(output(steps));

/** Probability of a character of the restricted alphabet at a time step. */
const digitAt = ({ digitProbs }: RecognizedStrip, t: number, character: string): number =>
  digitProbs.data[t * DIGIT_CLASSES + (character === '' ? 0 : DIGIT_ALPHABET.indexOf(character) + 1)]!;

describe('digits', () => {
  it('get what the network gives them', async () => {
    const strip = await read({ 7: 0.9, 1: 0.1 }, { '': 1 }, { '/': 0.8, 1: 0.2 });
    expect(strip.digitProbs.shape).toEqual([3, DIGIT_CLASSES]);
    expect(digitAt(strip, 0, '7')).toBeCloseTo(0.9, 1);
    expect(digitAt(strip, 1, '')).toBeCloseTo(1, 1);
    expect(digitAt(strip, 2, '/')).toBeCloseTo(0.8, 1);
    expect([...strip.digitMass]).toEqual([1, 1, 1].map((mass) => expect.closeTo(mass, 5)));
  });

  it.each([
    ['O', '0'],
    ['l', '1'],
    ['S', '5'],
    ['B', '8'],
  ])('get what looks like them: %s counts for %s', async (letter, digit) => {
    const strip = await read({ [letter]: 0.5, [digit]: 0.3, '': 0.2 });
    expect(digitAt(strip, 0, digit)).toBeCloseTo(0.8, 1);
    expect(strip.digitMass[0]).toBeCloseTo(1, 5);
    expect(strip.text).toBe(letter);
  });

  it('get nothing from other letters, and the mass says so', async () => {
    const strip = await read({ A: 0.75, 4: 0.25 });
    expect(strip.digitMass[0]).toBeCloseTo(0.25, 5);
    expect(digitAt(strip, 0, '4')).toBeGreaterThan(0.9);
  });

  it('a space counts as blank', async () => {
    const strip = await read({ ' ': 0.7, 1: 0.3 });
    expect(digitAt(strip, 0, '')).toBeCloseTo(0.7, 1);
    expect(strip.digitMass[0]).toBeCloseTo(1, 5);
  });

  it('are never impossible, even where the network sees only a letter', async () => {
    const strip = await read({ A: 1 }, { 3: 1 });
    expect(strip.digitMass[0]).toBe(0);
    for (const t of [0, 1]) for (const digit of DIGIT_ALPHABET) expect(digitAt(strip, t, digit)).toBeGreaterThan(1e-4);
  });

  it('rows sum to 1 and masses lie in 0..1, whatever the network says', async () => {
    const row = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: CLASSES, maxLength: CLASSES }).map((weights) => {
      const sum = weights.reduce((a, b) => a + b, 0) || 1;
      return weights.map((w) => w / sum);
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const strip = await readAs({ data: Float32Array.from(rows.flat()), shape: [1, rows.length, CLASSES] });
        rows.forEach((_, t) => {
          const probs = [...strip.digitProbs.data.subarray(t * DIGIT_CLASSES, (t + 1) * DIGIT_CLASSES)];
          expect(probs.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
          expect(Math.min(...probs)).toBeGreaterThan(0);
          expect(strip.digitMass[t]).toBeGreaterThanOrEqual(0);
          expect(strip.digitMass[t]).toBeLessThanOrEqual(1);
        });
        expect(strip.textConfidence).toBeGreaterThanOrEqual(0);
        expect(strip.textConfidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('text', () => {
  it('merges repeats and drops blanks', async () => {
    const strip = await read({ A: 0.9 }, { A: 0.8 }, { '': 1 }, { A: 0.7 }, { X: 0.8 }, { ' ': 1 }, { 4: 1 });
    expect(strip.text).toBe('AAX 4');
  });

  it('is as sure as its characters on average, each by the step that shows it first', async () => {
    const strip = await read({ A: 0.9, '': 0.1 }, { A: 0.6, '': 0.4 }, { '': 1 }, { X: 0.5, '': 0.3 });
    expect(strip.text).toBe('AX');
    expect(strip.textConfidence).toBeCloseTo((0.9 + 0.5) / 2, 5);
  });

  it('of a blank strip is empty and not sure of anything', async () => {
    expect(await read({ '': 1 }, { '': 0.9, A: 0.1 })).toMatchObject({ text: '', textConfidence: 0 });
    expect(await read()).toMatchObject({ text: '', textConfidence: 0 });
  });

  it('knows nothing of look-alikes', async () => {
    expect((await read({ S: 0.6, 5: 0.4 }, { O: 1 })).text).toBe('SO');
  });
});

describe('what the network is shown', () => {
  const shown = async (quad: Quad, widthScale?: number): Promise<Tensor> => {
    const seen: Tensor[] = [];
    const model: Model<StripConfig> = {
      config: CONFIG,
      run: async (input) => {
        seen.push(input);
        return output([{ '': 1 }]);
      },
    };
    await new TextRecognizer(model, ALPHABET).read(RASTER, quad, widthScale);
    return seen[0]!;
  };

  it.each([
    ['in its own proportions', level(40, 8), undefined, 240],
    ['made narrower', level(40, 8), 0.8, 192],
    ['to a multiple of 8', level(41, 8), undefined, 248],
    ['no narrower than 48', level(4, 20), undefined, 48],
    ['no wider than 1280', level(400, 5), undefined, 1280],
    ['of no height', level(10, 0), undefined, 480],
    ['of no width', level(0, 10), undefined, 48],
  ])('is the strip %s', async (_, quad, widthScale, width) => {
    expect((await shown(quad, widthScale)).shape).toEqual([1, 3, 48, width]);
  });

  it('is blue, green, red, from −1 to 1', async () => {
    const { data, shape } = await shown(level(40, 20));
    const plane = shape[2]! * shape[3]!;
    expect(data[0]).toBeCloseTo(0.2 * 2 - 1, 5);
    expect(data[plane]).toBeCloseTo(-1, 5);
    expect(data[2 * plane]).toBeCloseTo(1, 5);
  });
});

describe('refuses', () => {
  it.each<[string, number[]]>([
    ['one class too few', [1, 2, CLASSES - 1]],
    ['one class too many', [1, 2, CLASSES + 1]],
    ['two strips at once', [2, 1, CLASSES]],
    ['no batch', [2, CLASSES]],
    ['nothing', []],
  ])('%s', async (_, shape) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    await expect(readAs({ data, shape })).rejects.toMatchObject({ code: 'MODEL_OUTPUT_UNEXPECTED', status: 464 });
  });

  it('and passes on what the network throws', async () => {
    const broken = { config: CONFIG, run: () => Promise.reject(new CardOcrError('INFERENCE_FAILED')) };
    await expect(new TextRecognizer(broken, ALPHABET).read(RASTER, level(40, 20))).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  });
});
