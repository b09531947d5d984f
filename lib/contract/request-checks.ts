import type { PlainErrorCode } from '../errors';
import { MAX_TOGETHER } from '../several-pictures';

/** A condition that a request must meet, and the error if it does not. */
export interface RequestCheck {
  readonly code: PlainErrorCode;
  /** JSON Schema */
  readonly schema: object;
}

const object = { type: 'object' };
const string = { type: 'string' };
const property = (name: string, schema: object): object => ({ properties: { [name]: schema } });
const eachInput = (schema: object): object => property('inputs', { items: schema });
const typedValue = { type: 'object', required: ['dataType', 'dataValue'] };

/** The checks of the new form and of the rich one, in their order: the first one that fails decides the error. */
export const NEW_REQUEST_CHECKS: readonly RequestCheck[] = [
  { code: 'REQUEST_SHAPE', schema: object },
  { code: 'IMAGE_MISSING', schema: { required: ['image'] } },
  { code: 'IMAGE_FORMAT', schema: property('image', string) },
  { code: 'CONFIGURE_FORMAT', schema: property('configure', { type: ['string', 'object', 'null'] }) },
];

/** The checks of the rich form with several pictures. */
export const IMAGES_REQUEST_CHECKS: readonly RequestCheck[] = [
  { code: 'IMAGE_FORMAT', schema: property('images', { type: 'array' }) },
  { code: 'IMAGE_MISSING', schema: property('images', { minItems: 1 }) },
  { code: 'PAYLOAD_TOO_LARGE', schema: property('images', { maxItems: MAX_TOGETHER }) },
  { code: 'IMAGE_FORMAT', schema: property('images', { items: string }) },
  { code: 'CONFIGURE_FORMAT', schema: property('configure', { type: ['string', 'object', 'null'] }) },
];

/** The checks of the old form. To the letter of the contract, a `configure` of null is an error here. */
export const OLD_REQUEST_CHECKS: readonly RequestCheck[] = [
  { code: 'REQUEST_SHAPE', schema: object },
  { code: 'INPUTS_MISSING', schema: property('inputs', { not: { anyOf: [{ type: 'null' }, { type: 'array', maxItems: 0 }] } }) },
  { code: 'INPUTS_NOT_ARRAY', schema: property('inputs', { type: 'array' }) },
  { code: 'REQUEST_SHAPE', schema: eachInput(object) },
  { code: 'IMAGE_MISSING', schema: eachInput({ required: ['image'] }) },
  { code: 'IMAGE_FORMAT', schema: eachInput(property('image', typedValue)) },
  { code: 'DATA_VALUE_FORMAT', schema: eachInput(property('image', property('dataValue', string))) },
  { code: 'CONFIGURE_FORMAT', schema: eachInput(property('configure', { ...typedValue, ...property('dataValue', string) })) },
];

/** Joins checks in one schema, which makes them in order: the index of the one that fails stands in the error's path. */
export const schemaOf = (checks: readonly RequestCheck[]): object => ({ allOf: checks.map(({ schema }) => schema) });
