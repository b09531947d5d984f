import fc from 'fast-check';

/** Halves of surrogate pairs, which are no characters. */
const HALVES = { first: 0xd8_00, count: 0x8_00 };
const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ff_ff - HALVES.count })
  .map((n) => String.fromCodePoint(n < HALVES.first ? n : n + HALVES.count));

/** Text of any characters, as with fast-check's `unit: 'binary'`, which first lists all 1.1 million of them, and takes a second for it. */
export const anyText = (lengths: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...lengths, unit: anyCharacter });
