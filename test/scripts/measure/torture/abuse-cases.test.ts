import { HOSTILE_FILMS } from '../../../../scripts/measure/torture/abuse-cases';
import { partsRequest } from '../../../../scripts/measure/torture/events';

/** What the function takes of a body. */
const BODY_LIMIT_BYTES = 10 * 2 ** 20;

test('the costliest pictures fit into one request, or they would not be decoded', async () => {
  const { body } = partsRequest(await HOSTILE_FILMS['eight PNGs of 16 bits, transparent']!());
  expect(Buffer.byteLength(body as Buffer)).toBeLessThan(BODY_LIMIT_BYTES);
});
