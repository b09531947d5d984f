import type { Glance, NumberReading } from '../../lib/evidence';
import { type Point, quadCentre, quadDirection, turnQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { detectNumber } from '../../lib/reading/detected-number';
import { glance } from '../../lib/reading/glance';
import { DIGIT_ALPHABET, type StripReader } from '../../lib/recognition/strip';
import { abortedAfter, sightOf } from '../helpers/sights';
import { GROUPED, inkIsText, NAME, NUMBER, PAN, picture, prior, recognizer, turned } from '../helpers/toy-print';

const find = (raster: Raster, detector = inkIsText(), digits: StripReader = recognizer) =>
  detectNumber(sightOf(raster, { detector, digits, text: recognizer }, { prior }));

const directionOf = (reading: NumberReading): Point => {
  const { x, y } = quadDirection(reading.place[0]!);
  // + 0: no negative zero
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
};

describe('detectNumber', () => {
  it('reads an upright number at one look', async () => {
    const detector = inkIsText();
    const { reading, lines } = await find(picture([NUMBER, NAME]), detector);
    expect(reading).toMatchObject({ text: PAN, sure: true });
    expect(directionOf(reading!)).toEqual({ x: 1, y: 0 });
    expect(Math.abs(quadCentre(reading!.place[0]!).y - 96)).toBeLessThan(3);
    expect(lines).toHaveLength(2);
    expect(detector.looks).toBe(1);
  });

  it('says where the digits are: wider gaps between groups', async () => {
    const { reading } = await find(picture([NUMBER]));
    const steps = reading!.positions.slice(1).map((p, i) => p - reading!.positions[i]!);
    const pitch = [...steps].sort((a, b) => a - b)[7]!;
    expect(steps.flatMap((step, i) => (step > 1.5 * pitch ? [i] : []))).toEqual([3, 7, 11]);
  });

  it.each([
    ['on its left side', 1, { x: 0, y: -1 }],
    ['upside down', 2, { x: -1, y: 0 }],
    ['on its right side', 3, { x: 0, y: 1 }],
  ])('reads a card that lies %s', async (_, quarters, direction) => {
    const { reading } = await find(turned(picture([NUMBER, NAME]), quarters));
    expect(reading).toMatchObject({ text: PAN });
    expect(directionOf(reading!)).toEqual(direction);
  });

  it('looks again sideways where text runs down and the network is good at level text only', async () => {
    const detector = inkIsText({ levelOnly: true });
    const scene = turned(picture([NUMBER, { ...NAME, text: '----------' }]), 3);
    expect(await find(scene, detector)).toMatchObject({ reading: { text: PAN, sure: true } });
    expect(detector.sizes).toEqual([
      [384, 640],
      [640, 384],
    ]);
  });

  it('reads a number printed in a block', async () => {
    const block = GROUPED.split(' ').map((text, i) => ({ text, left: 140, top: 10 + 44 * i }));
    const { reading } = await find(picture(block));
    expect(reading).toMatchObject({ text: PAN });
    expect(reading!.place).toHaveLength(4);
  });

  it('asks the text reader where the digit reader sees no number', async () => {
    const classes = DIGIT_ALPHABET.length + 1;
    const blank = Float32Array.from({ length: 10 * classes }, (_, i) => (i % classes === 0 ? 1 : 1e-6));
    const digits: StripReader = {
      read: async () => ({ digitProbs: { data: blank, shape: [10, classes] }, digitMass: new Float32Array(10) }),
    };
    const { reading } = await find(picture([NUMBER, NAME]), inkIsText(), digits);
    expect(reading).toMatchObject({ text: PAN });
  });

  it('believes the digit reader’s word on which way up a number is', async () => {
    // it reads digits either way, but only one way does it take them for a number
    const knowsUp: StripReader = {
      read: async (raster, quad, widthScale) => {
        const forwards = await recognizer.read(raster, quad, widthScale);
        const backwards = await recognizer.read(raster, turnQuad(quad, 180), widthScale);
        const isUpright = forwards.text.includes('6');
        return { ...(isUpright ? forwards : backwards), digitMass: forwards.digitMass.map(() => (isUpright ? 1 : 0)) };
      },
    };
    const { reading } = await find(turned(picture([NUMBER]), 2), inkIsText(), knowsUp);
    expect(reading).toMatchObject({ text: PAN });
    expect(directionOf(reading!)).toEqual({ x: -1, y: 0 });
  });

  it('counts looks at the line that were taken before', async () => {
    // sees an 8 in each 0, rather than a 0
    const unsure: StripReader = {
      read: async (raster, quad, scale) => {
        const { digitProbs, digitMass } = await recognizer.read(raster, quad, scale);
        const [steps = 0, classes = 0] = digitProbs.shape;
        const [zero, eight] = ['0', '8'].map((digit) => DIGIT_ALPHABET.indexOf(digit) + 1) as [number, number];
        const data = digitProbs.data.slice();
        for (let row = 0; row < steps * classes; row += classes) {
          const both = data[row + zero]! + data[row + eight]!;
          data[row + zero] = 0.4 * both;
          data[row + eight] = 0.6 * both;
        }
        return { digitProbs: { data, shape: digitProbs.shape }, digitMass };
      },
    };
    const impartial = { ...prior, of: (pan: string) => (pan.length === PAN.length ? -2 : -30) };
    const readAfter = async (others: readonly Glance[]) => {
      const sight = sightOf(picture([NUMBER]), { detector: inkIsText(), digits: unsure, text: recognizer }, { prior: impartial, without });
      return (await detectNumber(sight, others)).reading!;
    };
    const without = new Set(['text']);
    const before = await readAfter([]);
    expect(before.text).toBe(PAN.replaceAll('0', '8'));
    const earlier = sightOf(picture([NUMBER]), { digits: recognizer });
    const looks = await Promise.all([1, 2].map(() => glance(earlier, 'digits', [...before.place])));
    expect((await readAfter(looks)).text).toBe(PAN);
  });

  it('prefers the number to a longer line of words', async () => {
    const { reading } = await find(picture([{ text: 'XXXXXXXXXXXXXXXXXXXXXX', left: 20, top: 20 }, NUMBER]));
    expect(reading).toMatchObject({ text: PAN });
  });

  it('finds nothing on a blank picture, after a closer look', async () => {
    const detector = inkIsText();
    expect(await find(picture([]), detector)).toEqual({ reading: null, lines: [] });
    expect(detector.looks).toBe(2);
  });

  it('finds lines but no number among words', async () => {
    const { reading, lines } = await find(picture([NAME, { text: 'XXXXXXXX', left: 60, top: 30 }]));
    expect(reading).toBeNull();
    expect(lines.length).toBeGreaterThan(1);
  });

  it('does not take a short number for a card’s', async () => {
    const { reading } = await find(picture([{ text: '62220202', left: 46, top: 84 }, NAME]));
    expect(reading).toBeNull();
  });

  it('stops when the time is up', async () => {
    const detector = inkIsText();
    const sight = sightOf(picture([NUMBER]), { detector }, { signal: abortedAfter(0) });
    await expect(detectNumber(sight)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(detector.looks).toBe(0);
  });
});
