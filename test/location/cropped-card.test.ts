import fc from 'fast-check';
import { mapQuad, type Quad, turnQuad } from '../../lib/geometry';
import { asCropped } from '../../lib/location/cropped-card';

const box = (left: number, top: number, right: number, bottom: number): Quad => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];

const PICTURE = { width: 1000, height: 630 };
const WHOLE = box(0, 0, 1000, 630);

test.each([
  ['on all sides', PICTURE, box(-40, -25, 1050, 650), WHOLE],
  ['upside down', PICTURE, turnQuad(box(-40, -25, 1050, 650), 180), turnQuad(WHOLE, 180)],
  ['standing', { width: 630, height: 1000 }, box(-25, -40, 650, 1050), box(0, 0, 630, 1000)],
  ['on one side, a border seen on the other', PICTURE, box(20, -10, 1060, 640), box(20, 0, 1000, 630)],
  ['with a rim of its background below', { width: 1000, height: 700 }, box(-60, -10, 1040, 632), box(0, 0, 1000, 632)],
])('a card to which its picture was cut ends at the picture’s borders: too wide %s', (_, picture, outline, whole) => {
  expect(asCropped(picture, outline)).toEqual(whole);
});

test.each([
  ['of which an eighth is outside', { width: 875, height: 630 }, box(-125, 0, 875, 630)],
  ['too near, in a camera’s picture', { width: 1000, height: 750 }, box(-40, 60, 1040, 741)],
  ['of which only a part fills the picture', PICTURE, box(-500, -315, 1500, 945)],
])('a card %s goes on beyond the picture', (_, picture, outline) => {
  expect(asCropped(picture, outline)).toBe(outline);
});

test('a card within its picture stays as it was seen', () => {
  const corner = fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.double({ min: 0, max: 1, noNaN: true }) });
  const side = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(fc.tuple(corner, corner, corner, corner), side, side, (corners, width, height) => {
      const outline = mapQuad(corners, ({ x, y }) => ({ x: x * width, y: y * height }));
      expect(asCropped({ width, height }, outline)).toEqual(outline);
    }),
  );
});
