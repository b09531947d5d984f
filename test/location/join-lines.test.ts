import fc from 'fast-check';
import { type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, turnQuad } from '../../lib/geometry';
import type { TextBox } from '../../lib/location/db-postprocess';
import { joinLines, type TextLine } from '../../lib/location/join-lines';

const HEIGHT = 20;

/** A box on a line through (200, 200) at an angle, from its left end, in px along and across the line. */
const boxAt = (left: number, width: number, { degrees = 0, down = 0, height = HEIGHT } = {}): TextBox => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (u: number, v: number): Point => ({ x: 200 + u * cos - v * sin, y: 200 + u * sin + v * cos });
  const [top, bottom] = [down - height / 2, down + height / 2];
  return { quad: [at(left, top), at(left + width, top), at(left + width, bottom), at(left, bottom)], score: 0.9 };
};

const sizes = (lines: readonly TextLine[]): number[] => lines.map((line) => line.boxes.length).sort((a, b) => a - b);

const expectQuad = (actual: Quad, expected: Quad, tolerance = 1e-6): void =>
  actual.forEach((p, i) => {
    expect(Math.hypot(p.x - expected[i]!.x, p.y - expected[i]!.y)).toBeLessThan(tolerance);
  });

describe('what belongs together', () => {
  it.each([0, 7, -12, 35, 90, 180])('4-4-4-4 at %i°, in whatever order found', (degrees) => {
    const groups = [0, 80, 160, 240].map((left) => boxAt(left, 60, { degrees }));
    const [line, ...others] = joinLines([groups[2]!, groups[0]!, groups[3]!, groups[1]!]);
    expect(others).toEqual([]);
    expect(line!.boxes).toEqual(groups);
    expectQuad(line!.quad, boxAt(0, 300, { degrees }).quad);
  });

  it('6 + 13', () => {
    const [line, ...others] = joinLines([boxAt(120, 210), boxAt(0, 95)]);
    expect(others).toEqual([]);
    expectQuad(line!.quad, boxAt(0, 330).quad);
  });

  it('a single digit at the end, which has no direction of its own', () => {
    const digit = { ...boxAt(310, 12), quad: turnQuad(boxAt(310, 12).quad, 90) };
    expect(sizes(joinLines([boxAt(0, 300), digit]))).toEqual([2]);
  });

  it.each([
    [2.9, [2]],
    [3.1, [1, 1]],
  ])('gaps of %d line heights', (gap, expected) => {
    expect(sizes(joinLines([boxAt(0, 60), boxAt(60 + gap * HEIGHT, 60)]))).toEqual(expected);
  });

  it.each([
    [1.6, [2]],
    [1.8, [1, 1]],
  ])('heights that differ by a factor of %d', (factor, expected) => {
    expect(sizes(joinLines([boxAt(0, 60), boxAt(80, 60, { height: factor * HEIGHT })]))).toEqual(expected);
  });

  it.each([
    [10, [2]],
    [15, [1, 1]],
  ])('words at %i° to each other', (degrees, expected) => {
    expect(sizes(joinLines([boxAt(-100, 100), boxAt(20, 100, { degrees })]))).toEqual(expected);
  });

  it.each([
    [0.4, [2]],
    [0.5, [1, 1]],
  ])('base lines %d heights apart', (step, expected) => {
    expect(sizes(joinLines([boxAt(0, 60), boxAt(80, 60, { down: step * HEIGHT })]))).toEqual(expected);
  });
});

describe('what does not', () => {
  it.each([0, 8, 90])('two lines under each other at %i°', (degrees) => {
    const rows = [0, 1.4 * HEIGHT].flatMap((down) => [0, 80, 160].map((left) => boxAt(left, 60, { degrees, down })));
    const lines = joinLines(rows);
    expect(sizes(lines)).toEqual([3, 3]);
    for (const line of lines) expect(quadHeight(line.quad)).toBeCloseTo(HEIGHT);
  });

  it('a number and its caption', () => {
    expect(sizes(joinLines([boxAt(0, 300), boxAt(0, 120, { down: 22, height: 9 })]))).toEqual([1, 1]);
  });

  it('nothing', () => {
    expect(joinLines([])).toEqual([]);
  });
});

describe('the line around its boxes', () => {
  it('a lone box is its own line, untouched', () => {
    const box = boxAt(0, 60, { degrees: 20 });
    expect(joinLines([box])).toEqual([{ quad: box.quad, boxes: [box] }]);
  });

  it('follows the outer centres where single boxes lean', () => {
    const lean = [0, 80, 160, 240].map((left, i) => {
      const box = boxAt(left, 60, { degrees: 5 });
      const c = quadCentre(box.quad);
      const turn = ((i % 2 ? 4 : -4) * Math.PI) / 180;
      const quad = box.quad.map((p) => ({
        x: c.x + (p.x - c.x) * Math.cos(turn) - (p.y - c.y) * Math.sin(turn),
        y: c.y + (p.x - c.x) * Math.sin(turn) + (p.y - c.y) * Math.cos(turn),
      })) as unknown as Quad;
      return { quad, score: 1 };
    });
    const [line, ...others] = joinLines(lean);
    expect(others).toEqual([]);
    const d = quadDirection(line!.quad);
    expect((Math.atan2(d.y, d.x) * 180) / Math.PI).toBeCloseTo(5, 1);
  });

  it('does not grow tall because one box did', () => {
    const tall = boxAt(240, 60, { height: 1.6 * HEIGHT, down: 4 });
    const [line] = joinLines([boxAt(0, 60), boxAt(80, 60), boxAt(160, 60), tall]);
    expect(line!.boxes).toHaveLength(4);
    expect(quadHeight(line!.quad)).toBeLessThan(1.25 * HEIGHT);
    expect(quadWidth(line!.quad)).toBeGreaterThan(299);
  });

  it('every box is in exactly one line', () => {
    const box = fc.record({
      left: fc.integer({ min: 0, max: 400 }),
      down: fc.integer({ min: 0, max: 200 }),
      width: fc.integer({ min: 10, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), (places) => {
        const boxes = places.map(({ left, width, down }) => boxAt(left, width, { down }));
        const joined = joinLines(boxes).flatMap((line) => [...line.boxes]);
        expect(joined).toHaveLength(boxes.length);
        expect(new Set(joined)).toEqual(new Set(boxes));
      }),
    );
  });
});

test('boxes right above each other keep their extent', () => {
  const box = (y: number): TextBox => ({
    quad: [
      { x: 0, y },
      { x: 100, y },
      { x: 100, y: y + 20 },
      { x: 0, y: y + 20 },
    ],
    score: 1,
  });
  const [line] = joinLines([box(0), box(6)]);
  expect(quadWidth(line!.quad)).toBeCloseTo(100);
  expect(quadHeight(line!.quad)).toBeGreaterThanOrEqual(20);
});
