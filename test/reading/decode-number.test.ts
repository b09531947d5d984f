import { isLuhnValid } from '../../lib/card/luhn';
import type { Glance } from '../../lib/evidence';
import { firstReading } from '../../lib/reading/decode-number';
import { glance } from '../../lib/reading/glance';
import { answer, BLOCK, FAILING, LINE, lookAt, PAN, PRIOR, RASTER, readBy, type SeenAt, scripted } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

it('the two numbers differ in what matters here', () => {
  expect([isLuhnValid(PAN), isLuhnValid(FAILING)]).toEqual([true, false]);
});

describe('firstReading', () => {
  const read = (seen: Glance) => firstReading(sightOf(RASTER, {}, { prior: PRIOR }), seen);

  it('is sure of a clear number that passes', async () => {
    const reading = read(await lookAt(...PAN));
    expect(reading).toMatchObject({ text: PAN, place: LINE, sure: true, clear: true });
    expect(reading!.total).toBeCloseTo(reading!.visual + PRIOR.of(PAN));
  });

  it('takes a clear number that fails the check for what it is, but is not sure', async () => {
    const places = [...FAILING].map((digit) => ({ [digit]: 0.9999 }));
    expect(read(await lookAt(...places))).toMatchObject({ text: FAILING, sure: false, clear: true });
  });

  it('is not sure where one digit is only guessed', async () => {
    const places: SeenAt[] = [...PAN];
    places[15] = { 0: 0.5, 8: 0.49 };
    expect(read(await lookAt(...places))).toMatchObject({ text: PAN, sure: false, clear: false });
  });

  it('says where each digit is, as a fraction of the line', async () => {
    const { positions } = read(await lookAt(...PAN))!;
    expect(positions).toHaveLength(16);
    positions.forEach((position, i) => {
      expect(position).toBeCloseTo((2 * i + 1.5) / 33, 5);
    });
  });

  it('does not say so for a block', async () => {
    const groups = [0, 4, 8, 12].map((i) => answer([...PAN.slice(i, i + 4)]));
    const reading = read(await glance(readBy(scripted(...groups).recognizer), 'digits', BLOCK));
    expect(reading).toMatchObject({ text: PAN, positions: [], place: BLOCK });
  });
});
