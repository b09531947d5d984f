import type { CardReading } from '../../../../lib';
import { togetherTable } from '../../../../scripts/measure/evaluate/together';

const card = (pan: string, confidence = 0.95, warnings: string[] = []): CardReading =>
  ({ pan, confidence: { pan: confidence, expiry: null, digits: [] }, warnings }) as unknown as CardReading;

const [A, B, C] = ['4242424242424242', '5555555555554444', '378282246310005'];

const table = togetherTable(
  [
    {
      file: 'a.jpg',
      pan: A,
      clean: card(A),
      frames: new Map([
        ['dark', card(A, 0.9)],
        ['glare', null],
      ]),
      together: card(A, 0.97),
      ms: 10,
    },
    {
      file: 'b.jpg',
      pan: B,
      clean: card(A, 0.9),
      frames: new Map([
        ['dark', card(A, 0.4, ['low-confidence'])],
        ['glare', card(B, 0.6)],
      ]),
      together: card(C, 0.9),
      ms: 30,
    },
    {
      file: 'c.jpg',
      pan: C,
      clean: null,
      frames: new Map([
        ['dark', card(C)],
        ['glare', card(A)],
      ]),
      together: null,
      ms: 20,
    },
  ],
  [
    { pans: [A, B], together: card(A, 0.9, ['different-cards']) },
    { pans: [B, C], together: card('4111111111111111', 0.3, ['low-confidence']) },
    { pans: [C, A], together: card(C) },
  ],
);

const lineOf = (name: string): string =>
  table
    .split('\n')
    .find((line) => line.trim().startsWith(name))!
    .trim()
    .replace(/ +/g, ' ');

test.each([
  ['as they are', 'as they are 1/3 33.3 % 1'],
  ['dark', 'dark 2/3 66.7 % 0'],
  ['glare', 'glare 1/3 33.3 % 1'],
  ['best single frame', 'best single frame 2/3 66.7 %'],
  ['the surest frame', 'the surest frame of each 3/3 100.0 % 0'],
  ['together, where', 'together, where right as they are 1/1 100.0 % 0'],
  ['together', 'together 1/3 33.3 % 1'],
  ['two cards', 'two cards: different-cards 1/3, no doubt at all 1/3, a number of neither 1/3'],
  ['one card', 'one card: different-cards 0/3'],
  ['ms', 'ms together, median 20'],
  ['b.jpg', 'b.jpg: 555555******4444 read as 378282*****0005'],
  ['c.jpg', 'c.jpg: nothing read'],
])('the line of %s', (name, line) => {
  expect(lineOf(name)).toBe(line);
});

test('what was read right is not listed', () => {
  expect(table).not.toContain('a.jpg');
});
