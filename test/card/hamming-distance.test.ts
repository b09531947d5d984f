import { hammingDistance } from '../../lib/card/hamming-distance';

test.each([
  ['', '', 0],
  ['08/31', '08/31', 0],
  ['08/31', '03/39', 2],
  ['1234', '4321', 4],
  ['1234', '12345', Infinity],
])('%j and %j', (a, b, distance) => {
  expect(hammingDistance(a, b)).toBe(distance);
  expect(hammingDistance(b, a)).toBe(distance);
});
