import { type Quad, turnQuad } from '../../lib/geometry';
import type { TextBox } from '../../lib/location/db-postprocess';
import { expiryBoxes } from '../../lib/location/expiry-boxes';

/** The number: 400 × 20 px around (300, 200). */
const WIDTH = 400;
const HEIGHT = 20;
const quadAt = (x: number, y: number, width: number, height: number): Quad => [
  { x: x - width / 2, y: y - height / 2 },
  { x: x + width / 2, y: y - height / 2 },
  { x: x + width / 2, y: y + height / 2 },
  { x: x - width / 2, y: y + height / 2 },
];
const NUMBER = quadAt(300, 200, WIDTH, HEIGHT);
const UPSIDE_DOWN = turnQuad(NUMBER, 180);

/** A box of a date's shape, so many line heights below the number. */
const dateAt = (down: number, { x = 300, width = 45, height = 13 } = {}): TextBox => ({
  quad: quadAt(x, 200 + down * HEIGHT, width, height),
  score: 0.9,
});

describe('expiryBoxes', () => {
  it('names the nearest below first and what is above last', () => {
    const [near, far, above] = [dateAt(1.5), dateAt(4), dateAt(-2)];
    expect(expiryBoxes([above, far, near], NUMBER)).toEqual([near, far, above]);
  });

  it('knows what is below from the direction of the number', () => {
    const [near, far, above] = [dateAt(-1.5), dateAt(-4), dateAt(2)];
    expect(expiryBoxes([above, far, near], UPSIDE_DOWN)).toEqual([near, far, above]);
  });

  it('and from its angle: on a card turned by 90° below is to the left', () => {
    const turn = (quad: Quad): Quad => quad.map(({ x, y }) => ({ x: 500 - y, y: x })) as unknown as Quad;
    const boxes = [dateAt(-2), dateAt(4), dateAt(1.5)].map((box) => ({ ...box, quad: turn(box.quad) }));
    expect(expiryBoxes(boxes, turn(NUMBER))).toEqual([boxes[2], boxes[1], boxes[0]]);
  });

  it('prefers the shape of MM/YY to a nearer word of another', () => {
    const [word, date] = [dateAt(1.5, { width: 100 }), dateAt(3)];
    expect(expiryBoxes([word, date], NUMBER)).toEqual([date, word]);
    const [word2, farDate] = [dateAt(1.5, { width: 100 }), dateAt(7)];
    expect(expiryBoxes([word2, farDate], NUMBER)).toEqual([word2, farDate]);
  });

  it.each<[string, TextBox, boolean]>([
    ['on the number itself', dateAt(0), false],
    ['just below it', dateAt(0.6), true],
    ['at the reach below', dateAt(7.9), true],
    ['beyond the reach below', dateAt(8.1), false],
    ['touching it from above', dateAt(-0.7), false],
    ['just above it', dateAt(-1), true],
    ['beyond the reach above', dateAt(-2.6), false],
    ['left, in reach', dateAt(2, { x: 300 - 0.74 * WIDTH }), true],
    ['left, out of reach', dateAt(2, { x: 300 - 0.76 * WIDTH }), false],
    ['right, in reach', dateAt(2, { x: 300 + 0.74 * WIDTH }), true],
    ['right, out of reach', dateAt(2, { x: 300 + 0.76 * WIDTH }), false],
    ['as high as the number', dateAt(2, { width: 80, height: 20 }), true],
    ['much higher than the number', dateAt(2, { width: 100, height: 26 }), false],
    ['dust', dateAt(2, { width: 8, height: 3.5 }), false],
    ['a square', dateAt(2, { width: 13, height: 13 }), false],
    ['a long line', dateAt(2, { width: 130, height: 13 }), false],
    ['nearly as wide as the number', dateAt(2, { width: 310, height: 24.9 * 1.5 }), false],
  ])('%s', (_, box, taken) => {
    expect(expiryBoxes([box], NUMBER)).toEqual(taken ? [box] : []);
  });

  it('leaves its argument as it was', () => {
    const boxes = [dateAt(-2), dateAt(4), dateAt(1.5)];
    const before = [...boxes];
    expiryBoxes(boxes, NUMBER);
    expect(boxes).toEqual(before);
  });
});
