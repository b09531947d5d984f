import { isInside, quadHeight, quadWidth } from '../../lib/geometry';
import { partsOfCard, seenInParts } from '../../lib/location/card-parts';
import { tilted } from '../helpers/quads';

test.each([
  ['lies', 856, 540, 6],
  ['stands', 540, 856, 4],
])('the parts of a card that %s overlap, cover all of it, and are larger than it to whom sees them', (_, width, height, count) => {
  const parts = partsOfCard(tilted({ x: width / 2, y: height / 2 }, width, height, 0), 'large');
  expect(parts).toHaveLength(count);
  for (let x = 0; x <= width; x += 20) {
    for (let y = 0; y <= height; y += 20) expect(parts.some((part) => isInside(part, { x, y }))).toBe(true);
  }
  for (const part of parts) expect(quadWidth(part) * quadHeight(part)).toBeLessThan(0.31 * width * height);
});

test.each([
  ['lies', 856, 540],
  ['stands', 540, 856],
])('the small ones of a card that %s cover its lower half, and are smaller than half of the large ones', (_, width, height) => {
  const parts = partsOfCard(tilted({ x: width / 2, y: height / 2 }, width, height, 0), 'small');
  for (let x = 0; x <= width; x += 20) {
    for (let y = height / 2; y <= height; y += 20) expect(parts.some((part) => isInside(part, { x, y }))).toBe(true);
  }
  for (const part of parts) expect(Math.max(quadWidth(part), quadHeight(part))).toBeLessThan(0.75 * 0.63 * 856);
});

test('they lie as the card does', () => {
  const card = tilted({ x: 400, y: 300 }, 428, 270, 30);
  const [first] = partsOfCard(card, 'large');
  expect(quadWidth(first!) / quadWidth(card)).toBeCloseTo(0.63);
});

test('what two parts show counts once, what one shows in its order', async () => {
  const [first, second] = [tilted({ x: 100, y: 50 }, 80, 10, 0), tilted({ x: 100, y: 90 }, 80, 10, 0)];
  const moved = tilted({ x: 102, y: 51 }, 80, 10, 0);
  const shown = [[first], [moved, second]];
  const parts = partsOfCard(tilted({ x: 428, y: 270 }, 856, 540, 0), 'large').slice(0, 2);
  expect(await seenInParts(parts, async (part) => shown[parts.indexOf(part)]!)).toEqual([first, second]);
});
