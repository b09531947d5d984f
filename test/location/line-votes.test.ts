import { votedLines } from '../../lib/location/line-votes';
import { drawnMaps } from '../helpers/locator-maps';
import { cornersApart, tilted } from '../helpers/quads';

const SIZE = { width: 320, height: 320 };

test('nothing drawn, nothing found', () => {
  expect(votedLines(drawnMaps(SIZE), 'number')).toEqual([]);
});

test.each([0, 20, 45, 90, 135, 180, 225, 270, 330])('a line at %d°, in its own direction', (degrees) => {
  const quad = tilted({ x: 150, y: 160 }, 180, 12, degrees);
  const found = votedLines(drawnMaps({ ...SIZE, lines: [{ quad, kind: 'number' }] }), 'number');
  expect(found).toHaveLength(1);
  expect(cornersApart(found[0]!, quad)).toBeLessThan(0.5);
});

test('a gap in a line does not part it', () => {
  const quad = tilted({ x: 160, y: 100 }, 200, 12, 0);
  const maps = drawnMaps({ ...SIZE, lines: [{ quad, kind: 'number' }] });
  const mask = maps.mask('number');
  for (let pixel = 0; pixel < mask.length; pixel++) if (Math.abs(maps.at(pixel).x - 150) < 30) mask[pixel] = 0;
  const found = votedLines(maps, 'number');
  expect(found).toHaveLength(1);
  expect(cornersApart(found[0]!, quad)).toBeLessThan(0.5);
});

test('four short lines below one another are four', () => {
  const lines = [0, 1, 2, 3].map((i) => ({ quad: tilted({ x: 100, y: 80 + 18 * i }, 56, 11, 0), kind: 'number' as const }));
  const found = votedLines(drawnMaps({ ...SIZE, lines }), 'number');
  expect(found).toHaveLength(4);
  for (const { quad } of lines) expect(Math.min(...found.map((line) => cornersApart(line, quad)))).toBeLessThan(0.5);
});

test('kinds are told apart', () => {
  const lines = [
    { quad: tilted({ x: 150, y: 160 }, 180, 12, 0), kind: 'number' },
    { quad: tilted({ x: 180, y: 190 }, 40, 10, 0), kind: 'expiry' },
  ] as const;
  const maps = drawnMaps({ ...SIZE, lines });
  expect(votedLines(maps, 'number')).toHaveLength(1);
  expect(cornersApart(votedLines(maps, 'expiry')[0]!, lines[1].quad)).toBeLessThan(0.5);
});

test('a line that leaves the picture keeps its ends', () => {
  const quad = tilted({ x: 20, y: 160 }, 180, 14, 0);
  const [found] = votedLines(drawnMaps({ ...SIZE, lines: [{ quad, kind: 'number' }] }), 'number');
  expect(cornersApart(found!, quad)).toBeLessThan(0.5);
});

test('a stray pixel is no line', () => {
  const maps = drawnMaps({ ...SIZE, lines: [{ quad: tilted({ x: 150, y: 160 }, 180, 12, 0), kind: 'number' }] });
  maps.mask('number').fill(0);
  maps.mask('number')[80 * 40 + 40] = 1;
  expect(votedLines(maps, 'number')).toEqual([]);
});
