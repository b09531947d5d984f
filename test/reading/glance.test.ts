import { turnQuad } from '../../lib/geometry';
import { crop, glance, reversed } from '../../lib/reading/glance';
import { answer, BLOCK, LINE, lookAt, PAN, readBy, scripted } from '../helpers/scripted-readers';
import { abortedAfter } from '../helpers/sights';

describe('glance', () => {
  it('reads the digits of a line', async () => {
    const seen = await lookAt(...PAN);
    expect(seen.digits).toBe(PAN);
    expect(seen.digitness).toBeGreaterThan(0.95);
    expect(seen.place).toBe(LINE);
  });

  it('tells words from digits', async () => {
    expect((await lookAt(...'XXXXXXXX')).digitness).toBeLessThan(0.1);
    const mixed = (await lookAt(...'XXXX1234')).digitness;
    expect(mixed).toBeGreaterThan(0.3);
    expect(mixed).toBeLessThan(0.7);
  });

  it('leaves slashes out, so that a date is no run of digits with something between', async () => {
    const seen = await lookAt(...'12', { '/': 0.9, 1: 0.05 }, ...'34');
    expect(seen.probs.shape[1]).toBe(11);
    const { data } = seen.probs;
    for (let t = 0; t < seen.probs.shape[0]!; t++) {
      expect(data.subarray(t * 11, (t + 1) * 11).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    }
  });

  it('reads a block strip by strip and keeps equal digits apart where two strips meet', async () => {
    const groups = ['6222', '2020', '0001', '1223'];
    const { recognizer, looks } = scripted(...groups.map((group) => answer([...group], { tight: true })));
    expect((await glance(readBy(recognizer), BLOCK)).digits).toBe(groups.join(''));
    expect(looks()).toBe(4);
  });

  it.each([
    ['the last', ['6222', '2020', '0001', '12/23'], 0, 3],
    ['one before a code', ['6222', '2020', '12/2', '123'], 0, 2],
    ['the first', ['/23', '6222', '2020', '0001'], 1, 4],
    ['none', ['6222', '2020', '0001', '1223'], 0, 4],
    ['each', ['12/2', '12/2', '12/2', '12/2'], 0, 4],
  ])('a row of a block that shows a date ends the number: %s', async (_, rows, from, to) => {
    const { recognizer, looks } = scripted(...rows.map((row) => answer([...row], { tight: true })));
    const seen = await glance(readBy(recognizer), BLOCK);
    expect(seen.digits).toBe(rows.slice(from, to).join('').replaceAll('/', ''));
    expect(seen.place).toEqual(BLOCK.slice(from, to));
    expect(looks()).toBe(4);
  });

  it('puts a plainly blank step where two strips meet', async () => {
    const { recognizer } = scripted(...['6222', '2020', '0001', '1223'].map((group) => answer([...group], { tight: true })));
    const { data, shape } = (await glance(readBy(recognizer), BLOCK)).probs;
    const row = (t: number): number[] => [...data.subarray(t * 11, (t + 1) * 11)];
    expect(shape).toEqual([4 * 7 + 3, 11]);
    for (const t of [7, 15, 23]) expect(row(t)).toEqual([1, ...new Array(10).fill(expect.closeTo(1e-6, 9))]);
    for (const t of [0, 6, 8, 14, 16, 22, 24, 30]) expect(row(t).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
    for (const t of [6, 8, 14, 16]) expect(row(t)[0]).toBeLessThan(0.5);
  });

  it('of nothing', async () => {
    expect(await lookAt()).toMatchObject({ digits: '', further: [] });
  });

  it('cuts a line a little short of its height, not of its length', async () => {
    const sight = readBy(scripted(answer([...PAN])).recognizer);
    await glance(sight, LINE);
    const [seen] = sight.evidence;
    const [first, , last] = seen?.kind === 'strip' ? seen.quad : [];
    expect([first, last]).toEqual([
      { x: 100, y: expect.closeTo(101.2) },
      { x: 420, y: expect.closeTo(118.8) },
    ]);
  });
});

test('a further crop is of the same place, framed as it is told', async () => {
  const seen = await lookAt(...PAN);
  const sight = readBy(scripted(answer([...PAN])).recognizer);
  const probs = await crop(sight, 'fast', seen, { dx: 0.5, dy: 0.2, widthScale: 0.9 });
  expect(probs.shape).toEqual(seen.probs.shape);
  const [strip] = sight.evidence;
  expect(strip).toMatchObject({
    widthScale: 0.9,
    quad: [
      { x: 90, y: 96 },
      { x: 430, y: 96 },
      { x: 430, y: 124 },
      { x: 90, y: 124 },
    ],
  });
});

test('every strip that is read is evidence', async () => {
  const groups = ['6222', '0202', '0011', '2230'].map((group) => answer([...group]));
  const sight = readBy(scripted(...groups).recognizer);
  await glance(sight, BLOCK);
  await crop(sight, 'second', await lookAt(...PAN), { dx: 0, dy: 0, widthScale: 0.8 });
  expect(sight.evidence.map((evidence) => evidence.kind === 'strip' && evidence.by)).toEqual([...new Array(4).fill('fast'), 'second']);
  expect(sight.evidence[3]).toMatchObject({ raster: sight.raster, widthScale: 0.78 });
});

test('no strip is read when the time is up', async () => {
  const { recognizer, looks } = scripted(answer([...PAN]));
  const sight = readBy(recognizer, recognizer, { signal: abortedAfter(0) });
  await expect(glance(sight, LINE)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  expect(looks()).toBe(0);
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

test.each([
  ['01/12/2022', true],
  ['1234567804/21/2017', true],
  // the end of a number, and behind it a day: the number may be cut out
  ['67890123456704/21/2017', false],
  ['05/202005/2024', false],
  ['12/252034', false],
  ['12345678', false],
  ['08/2708/2030', false],
  ['2022/01/12', false],
  // a ticket's number; all that follow are a card's with dates and codes around it, or with strokes between its groups, of which some are seen
  ['639600/000123456789/0', true],
  ['622202020011223008/20271234', false],
  ['622202020011223008/2708/2027', false],
  ['08/202408/20276222020200112230', false],
  ['12308/276222020200112230', false],
  ['4000/1234/5678/9010', false],
  ['40001234/56789010', false],
  ['622202/0200112230081', false],
])('a look says whether what stands in the line is no card’s number: %s', async (text, isNoNumber) => {
  expect((await lookAt(...text)).isNoNumber).toBe(isNoNumber);
});
