import fc from 'fast-check';

/** Documents of JSON: objects and lists, nested a few levels deep. */
export const anyDocument = (texts: fc.Arbitrary<string>, names: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { depthSize: 'medium' },
      texts,
      fc.constantFrom(null, true, 50),
      fc.array(tie('document'), { maxLength: 3 }),
      fc.dictionary(names, tie('document'), { maxKeys: 4 }),
    ),
  })).document;
