import type { AnswerQuad } from '../lib/client';
import { mirrorQuad } from '../lib/geometry';
import { numberCover } from '../lib/number-cover';
import { cornersApart, rectangle } from './helpers/quads';

const coverOf = (panGrouped: string, pan: AnswerQuad, isInPart = false): AnswerQuad | null =>
  numberCover({ panGrouped, quads: { pan } }, isInPart);

test('of a line, from half a sign before the first hidden digit to half a sign behind the last', () => {
  const [topLeft, topRight, bottomRight, bottomLeft] = coverOf('4242 4242 4242 4242', rectangle(0, 0, 190, 20))!;
  expect(topLeft).toEqual({ x: 65, y: -5 });
  expect([topRight.x, bottomRight.x, bottomLeft.x]).toEqual([145, 145, 65].map((x) => expect.closeTo(x)));
  expect([bottomRight.y, bottomLeft.y]).toEqual([25, 25]);
});

test('digits that cannot be read count', () => {
  expect(coverOf('4242 4??2 4242 4242', rectangle(0, 0, 190, 20))).toEqual(coverOf('4242 4242 4242 4242', rectangle(0, 0, 190, 20)));
});

test('of a line that runs upwards', () => {
  const upwards: AnswerQuad = [
    { x: 0, y: 190 },
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 190 },
  ];
  const cover = coverOf('4242 4242 4242 4242', upwards)!;
  expect(cover[0]).toEqual({ x: -5, y: 125 });
  expect(cover[2]).toEqual({ x: 25, y: expect.closeTo(45) });
});

test('of a line that is seen from aside, where its digits stand there: the far ones closer together', () => {
  const farOnTheRight: AnswerQuad = [
    { x: 0, y: 0 },
    { x: 1900, y: 25 },
    { x: 1900, y: 75 },
    { x: 0, y: 100 },
  ];
  const seenAt = (share: number): number => (2 * 1900 * share) / (1 + share);
  const [topLeft, topRight] = coverOf('4242 4242 4242 4242', farOnTheRight)!;
  expect(topLeft.x).toBeCloseTo(seenAt(6.5 / 19));
  expect(topRight.x).toBeCloseTo(seenAt(14.5 / 19));
});

test('of a line in a mirrored picture, the same digits', () => {
  const line = rectangle(20, 0, 190, 20);
  const grouped = '4242 4242 4242 4242 424';
  expect(cornersApart(coverOf(grouped, mirrorQuad(line, 640))!, mirrorQuad(coverOf(grouped, line)!, 640))).toBeLessThan(1e-6);
});

test('of a line of which a picture shows only some digits, all of it: which ones these are is not known', () => {
  const [topLeft, , bottomRight] = coverOf('4242 4242 4242 4242', rectangle(0, 0, 190, 20), true)!;
  expect([topLeft, bottomRight]).toEqual([
    { x: 0, y: -5 },
    { x: 190, y: 25 },
  ]);
});

test('of a block, all of it', () => {
  const [topLeft, , bottomRight] = coverOf('5555 5555 5555 4444', rectangle(0, 0, 100, 100))!;
  expect(topLeft).toEqual({ x: 0, y: expect.any(Number) });
  expect(topLeft.y).toBeLessThan(0);
  expect(bottomRight.x).toBe(100);
  expect(bottomRight.y).toBeGreaterThan(100);
});

test('none where all digits are shown', () => {
  expect(coverOf('42424 24242', rectangle(0, 0, 110, 20))).toBeNull();
  expect(coverOf('', rectangle(0, 0, 110, 20))).toBeNull();
});
