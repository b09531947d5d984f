import Ajv from 'ajv';
import fc from 'fast-check';
import { type Validator, validateNewRequest, validateOldRequest } from '../../generated/validators';
import { NEW_REQUEST_CHECKS, OLD_REQUEST_CHECKS, type RequestCheck } from '../../lib/contract/request-checks';
import { REQUESTS } from '../../lib/contract/request-schemas';
import { ERROR_CATALOGUE } from '../../lib/errors';

const AAAA = { dataType: 50, dataValue: 'AAAA' };

/** Which check a document fails, as the compiled code tells it; null when it passes. */
function failingCheck(validate: Validator, document: unknown): number | null {
  if (validate(document)) return null;
  return Number(/^#\/allOf\/(\d+)(\/|$)/.exec(validate.errors?.[0]?.schemaPath ?? '')?.[1]);
}

/** The same by making one check after the other. */
function firstFailure(checks: readonly RequestCheck[]): (document: unknown) => number | null {
  const ajv = new Ajv({ strict: false });
  const validators = checks.map(({ schema }) => ajv.compile(schema));
  return (document) => {
    const index = validators.findIndex((validate) => !validate(document));
    return index === -1 ? null : index;
  };
}

const published = (name: keyof typeof REQUESTS) => new Ajv({ strict: false, schemas: REQUESTS }).getSchema(name)!;

const FORMS = [
  [
    'new',
    NEW_REQUEST_CHECKS,
    validateNewRequest,
    published('BankCardRequest'),
    [[], {}, { image: 1 }, { image: 'A', configure: 1 }, { image: 'A' }],
  ],
  [
    'old',
    OLD_REQUEST_CHECKS,
    validateOldRequest,
    published('InputsRequest'),
    [
      [],
      { inputs: [] },
      { inputs: 1 },
      { inputs: [1] },
      { inputs: [{}] },
      { inputs: [{ image: {} }] },
      { inputs: [{ image: { ...AAAA, dataValue: 1 } }] },
      { inputs: [{ image: AAAA, configure: 1 }] },
      { inputs: [{ image: AAAA }] },
    ],
  ],
] as const;

describe.each(FORMS)('%s form', (_, checks, validate, isPublished, documents) => {
  test('each check can fail, in the order of the list', () => {
    expect(documents.map((document) => failingCheck(validate, document))).toEqual([...checks.keys(), null]);
  });

  test('each check stands for a row of 461', () => {
    for (const { code } of checks) expect(ERROR_CATALOGUE[code].status).toBe(461);
  });

  test('the first check that fails is told, and what is published as a request fails none', () => {
    expect(isPublished(documents.at(-1))).toBe(true);
    const key = fc.constantFrom('image', 'configure', 'inputs', 'dataType', 'dataValue');
    const { document } = fc.letrec<{ document: unknown }>((tie) => ({
      document: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom<unknown>('AAAA', '{}', null, 50, true),
        fc.array(tie('document'), { maxLength: 3 }),
        fc.dictionary(key, tie('document'), { maxKeys: 4 }),
      ),
    }));
    const mutated = fc
      .tuple(fc.constantFrom<unknown>(...documents), document)
      .map(([good, other]) => ({ ...(good as object), ...(other as object) }));
    const expected = firstFailure(checks);
    fc.assert(
      fc.property(fc.oneof(document, mutated), (document) => {
        expect(failingCheck(validate, document)).toBe(expected(document));
        if (isPublished(document)) expect(validate(document)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
