import { turnQuad } from '../../lib/geometry';
import { glance, readText, reversed } from '../../lib/reading/glance';
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
    expect((await glance(readBy(recognizer), 'digits', BLOCK)).digits).toBe(groups.join(''));
    expect(looks()).toBe(4);
  });

  it('of nothing', async () => {
    expect(await lookAt()).toMatchObject({ digits: '' });
  });
});

test('every strip that is read is evidence', async () => {
  const groups = ['6222', '0202', '0011', '2230'].map((group) => answer([...group]));
  const sight = readBy(scripted(...groups).recognizer);
  await glance(sight, 'digits', BLOCK);
  await readText(sight, BLOCK[0]!);
  expect(sight.evidence.map((evidence) => evidence.kind === 'strip' && evidence.by)).toEqual([...new Array(4).fill('digits'), 'text']);
  expect(sight.evidence[3]).toMatchObject({ raster: sight.raster, widthScale: 0.78 });
});

test('no strip is read when the time is up', async () => {
  const { recognizer, looks } = scripted(answer([...PAN]));
  const sight = readBy(recognizer, recognizer, { signal: abortedAfter(0) });
  await expect(glance(sight, 'digits', LINE)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  await expect(readText(sight, LINE[0]!)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
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
