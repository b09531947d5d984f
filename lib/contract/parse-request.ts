import type { BankCardRequest, ImagesRequest, InputsRequest } from '../../generated/contract-types';
import { type Validator, validateImagesRequest, validateNewRequest, validateOldRequest } from '../../generated/validators';
import { CardOcrError } from '../errors';
import { yieldAfter } from '../event-loop';
import { MAX_TOGETHER } from '../several-pictures';
import { type ImageSource, imageSourceFrom } from '../source/image-source';
import { beginningOf, headOf, isForm, isJson, isPicture, isReadable } from './body-kind';
import { textOf } from './body-text';
import { type CardInput, type CardOptions, type CardRequest, MAX_INPUTS } from './card-request';
import { isConfigure, isMaskedBy, type Member, optionsIn, optionsOf } from './configure';
import { type Field, parseForm } from './parse-form';
import { parseJson } from './parse-json';
import { type Part, parseMultipart } from './parse-multipart';
import { IMAGES_REQUEST_CHECKS, NEW_REQUEST_CHECKS, OLD_REQUEST_CHECKS, type RequestCheck } from './request-checks';

/** A path of the API (docs/api.md). `compat`, `/bankcard`, answers as the marketplace's API does; `rich`, `/v1/cards`, with everything that was read. */
export type Route = 'compat' | 'rich';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly route: Route;
  /** the header `Content-Type`, or "" */
  readonly contentType: string;
  /** the parameters of the URL, in any order */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array;
}

/**
 * Parses a request. The body itself shows its kind; the content type counts only where that is in doubt, and for the boundary of multipart. A long body is parsed in
 * pieces, so that it does not block the event loop.
 *
 * @param signal - ends the parsing of a multipart body
 * @throws {CardOcrError} of status 460 or 461, and only then as `imageSourceFrom`; as `parseMultipart`
 */
export async function parseRequest({ route, contentType, query = [], body }: RawRequest, signal?: AbortSignal): Promise<CardRequest> {
  const isMasked = isMaskedBy(query);
  await yieldAfter(body.length);
  const request = await (route === 'rich' ? parseRich(contentType, body, signal) : parseText(await textOf(body), contentType, 'new'));
  return masked(request, isMasked);
}

/** Returns a request as it is, or with a mask for each of its pictures. */
const masked = (request: CardRequest, isAsked: boolean): CardRequest =>
  isAsked ? { ...request, inputs: request.inputs.map(maskedInput) } : request;
const maskedInput = ({ source, options }: CardInput): CardInput => ({ source, options: { ...options, mask: true } });

/**
 * Makes a request of a parsed document: the JSON of a body, or the event of a direct invocation.
 *
 * @throws {CardOcrError} of status 461, `PAYLOAD_TOO_LARGE` for more than 16 inputs or 8 images, and only then as `imageSourceFrom`
 */
export async function parseDocument(document: unknown, form: 'new' | 'rich' = 'new'): Promise<CardRequest> {
  if (form === 'new' && isObject(document) && 'inputs' in document) return parseOldDocument(document);
  if (form === 'rich' && isObject(document) && 'images' in document) return parseImages(document);
  check(validateNewRequest, NEW_REQUEST_CHECKS, document);
  const { image } = document as BankCardRequest;
  const inputs = await inputsFrom([image], Object.entries(document as object));
  return form === 'rich' ? richRequest(inputs) : { form, inputs };
}

/**
 * Several pictures are always read as one card: a client that states that they are not must not get one reading of them.
 *
 * @param isOneUnlessTold - whether they are read as one card where `sameCard` is not set
 */
function richRequest(inputs: readonly CardInput[], isOneUnlessTold = inputs.length > 1): CardRequest {
  const isOneCard = inputs[0]?.options.sameCard ?? isOneUnlessTold;
  if (!isOneCard && inputs.length > 1) throw new CardOcrError('CONFIGURE_FORMAT');
  return isOneCard ? { form: 'rich', inputs, isOneCard } : { form: 'rich', inputs };
}

async function parseImages(document: Readonly<Record<string, unknown>>): Promise<CardRequest> {
  check(validateImagesRequest, IMAGES_REQUEST_CHECKS, document);
  const { images } = document as ImagesRequest;
  return richRequest(await inputsFrom(images, Object.entries(document)), true);
}

async function parseOldDocument(document: Readonly<Record<string, unknown>>): Promise<CardRequest> {
  const { inputs } = document;
  // counted before anything is built from them
  if (Array.isArray(inputs) && inputs.length > MAX_INPUTS) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  const normal = { inputs: Array.isArray(inputs) ? inputs.map(normalInput) : inputs };
  check(validateOldRequest, OLD_REQUEST_CHECKS, normal);
  const options: CardOptions[] = [];
  for (const input of inputs as { image: object }[]) options.push(await optionsOfInput(input));
  const { mask } = await optionsIn(Object.entries(document));
  const typed = (normal as InputsRequest).inputs;
  return masked({ form: 'old', inputs: typed.map(({ image }, i) => inputFrom(image.dataValue, options[i]!)) }, mask);
}

/** The options beside a picture. A mask that is asked for beside its `dataValue` must not be ignored. */
async function optionsOfInput(input: { readonly image: object }): Promise<CardOptions> {
  const options = await optionsIn(Object.entries(input));
  const { mask } = await optionsIn(Object.entries(input.image));
  return { ...options, mask: options.mask || mask };
}

/** Parses `configure` before `image`, as status 461 goes before 462. */
async function inputsFrom(images: readonly string[], members: readonly Member[]): Promise<CardInput[]> {
  const options = await optionsIn(members);
  return images.map((image) => inputFrom(image, options));
}

const inputFrom = (image: string, options: CardOptions): CardInput => ({ source: imageSourceFrom(image), options });

const normalInput = (input: unknown): unknown =>
  isObject(input) ? { ...input, image: lowerCamel(input.image), configure: lowerCamel(input.configure) } : input;

/** A member that is null counts as present: such a `dataValue` has the wrong type, and is not missing. */
const lowerCamel = (value: unknown): unknown =>
  isObject(value)
    ? {
        dataType: 'dataType' in value ? value.dataType : value.DataType,
        dataValue: 'dataValue' in value ? value.dataValue : value.DataValue,
      }
    : value;

/** Makes the checks in order. The index of the failed one stands in the error's path: `#/allOf/<index>/…`. */
function check(validate: Validator, checks: readonly RequestCheck[], document: unknown): void {
  if (validate(document)) return;
  const index = Number(validate.errors?.[0]?.schemaPath.split('/')[2]);
  throw new CardOcrError(checks[index]?.code ?? 'REQUEST_SHAPE');
}

const FORM_TYPE = /application\/x-www-form-urlencoded/i;
const MULTIPART_TYPE = /^multipart\/form-data/i;
const TEXT_TYPE = /json|^text\/|urlencoded/i;

async function parseText(text: string, contentType: string, jsonForm: 'new' | 'rich'): Promise<CardRequest> {
  const hasFields = isForm(text) || (FORM_TYPE.test(contentType) && text.includes('='));
  const isOfFields = !isJson(text) && hasFields;
  await yieldAfter(text.length);
  if (isOfFields) return parseFields(await parseForm(text), jsonForm === 'rich' ? 'rich' : 'form');
  const document = await parseJson(text);
  await yieldAfter(text.length);
  return parseDocument(document, jsonForm);
}

async function parseFields(fields: readonly Field[], form: 'form' | 'rich'): Promise<CardRequest> {
  const [image, another] = fields.filter(([name]) => name === 'image').map(([, value]) => value);
  if (image === undefined) throw new CardOcrError('IMAGE_MISSING');
  // one of them would be ignored
  if (another !== undefined) throw new CardOcrError('REQUEST_SHAPE');
  const inputs = await inputsFrom([image], fields);
  return form === 'rich' ? richRequest(inputs) : { form, inputs };
}

/** The sign that a gateway which takes bytes for text puts in place of bytes that are not UTF-8. */
const LOST = '\uFFFD';

async function parseRich(contentType: string, body: string | Uint8Array, signal?: AbortSignal): Promise<CardRequest> {
  const beginning = beginningOf(body);
  if (isPicture(beginning)) {
    if (typeof body === 'string' && body.includes(LOST)) throw spoiltPicture();
    return rawPicture(bytesOf(body));
  }
  const head = headOf(beginning);
  if (MULTIPART_TYPE.test(contentType) && !isJson(head)) return parseParts(await parseMultipart(contentType, bytesOf(body), signal));
  const isText = isJson(head) || isForm(head) || (TEXT_TYPE.test(contentType) && isReadable(head));
  if (isText) return parseText(await textOf(body), contentType, 'rich');
  if (typeof body === 'string' && !isReadable(head)) throw spoiltPicture();
  return rawPicture(bytesOf(body));
}

/** The error for a raw picture that was sent with a content type which a gateway takes for text: its bytes were lost on the way. */
function spoiltPicture(): CardOcrError {
  const error = new CardOcrError('IMAGE_DECODE_FAILED');
  error.hint = 'Set Content-Type: application/octet-stream';
  return error;
}

async function parseParts(parts: ReadonlyMap<string, readonly [Part, ...Part[]]>): Promise<CardRequest> {
  const sent = parts.get('image');
  if (!sent) throw new CardOcrError('IMAGE_MISSING');
  const filled = sent.filter(({ isUnfilled }) => !isUnfilled);
  const images = filled.length > 0 ? filled : sent.slice(0, 1);
  if (images.length > MAX_TOGETHER) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  const members: Member[] = [];
  for (const [name, all] of parts) if (name !== 'image') for (const { bytes } of all) members.push([name, await textOf(bytes)]);
  const options = await optionsIn(members.map(filledIn));
  const inputs: CardInput[] = [];
  for (const image of images) inputs.push({ source: await sourceOfPart(image), options });
  return richRequest(inputs);
}

/** A web page's form sends a part of a field that nobody has filled in, too: an empty `configure` counts as left out, as does a file that nobody chose. */
const filledIn = ([name, value]: Member): Member => [name, isConfigure(name) && value === '' ? null : value];

/** An image part without a file name is text where it can be: base64 or a URL. */
async function sourceOfPart({ bytes, isFile }: Part): Promise<ImageSource> {
  const isText = !isFile && !isPicture(bytes) && isReadable(headOf(bytes));
  return isText ? imageSourceFrom(await textOf(bytes)) : { kind: 'bytes', bytes };
}

const rawPicture = (bytes: Uint8Array): CardRequest => ({
  form: 'rich',
  inputs: [{ source: { kind: 'bytes', bytes }, options: optionsOf(null) }],
});

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
