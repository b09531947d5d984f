import { CardOcrError } from '../errors';
import { yieldToEventLoop } from '../event-loop';
import { excerptOf } from '../excerpt';
import { type CardOptions, DEFAULT_MIN_CONFIDENCE, PROVIDER_FORMATS } from './card-request';
import { MAX_NAME, parseStrictJson } from './parse-json';

/** What stands beside a picture: a member of JSON, a field of a form, or a part of multipart. Several may have the same name. */
export type Member = readonly [name: string, value: unknown];

const MASK = /^\s*mask\s*$/i;
const CONFIGURE = /^\s*configure\s*$/i;
const DATA_VALUE = /^\s*dataValue\s*$/i;
/** Names that probably ask for a mask, but not by a name that is read: `configure[mask]`, `mask[]`, `configure_mask`, `amp;mask` and the like, as encoders of forms write them. */
const NEARLY_HEARD = /\b(mask|configure)\b|configure_?mask/i;
/** A value that holds further parameters: where semicolons separate parameters, a query is parsed into fewer of them. */
const UNSEPARATED = /;\s*(mask|configure)\b/i;

/** Whether a member is a `configure`, by its name. */
export const isConfigure = (name: string): boolean => CONFIGURE.test(name);

/**
 * Returns the options of the `configure` among members. A mask counts beside it, too: it must not be ignored.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for more than one, in whatever spelling, of which only one would be heard; as `optionsFrom`, for each, and `asksForMask`
 */
export async function optionsIn(members: readonly Member[]): Promise<CardOptions> {
  const [options = optionsOf(null), another] = await optionsUnder(CONFIGURE, members);
  if (another) throw new CardOcrError('REQUEST_SHAPE');
  return { ...options, mask: asksForMask(members) || options.mask };
}

/**
 * Returns the options in a `configure`. Its `dataValue`, as in the old form, takes precedence over its other members, of two the one with the higher
 * `minConfidence`, where none counts as the default; of a `configure` within it only a mask counts.
 *
 * @param configure - a JSON text, or the object itself; null or undefined: nothing
 * @throws {CardOcrError} `CONFIGURE_UNPARSABLE` for text that is not JSON, or has more members or is deeper than any request; `REQUEST_SHAPE` as
 *   `parseStrictJson`; as `optionsOf`
 */
export async function optionsFrom(configure: unknown): Promise<CardOptions> {
  const wanted = await objectFrom(configure);
  const own = optionsOf(wanted);
  const members = Object.entries(wanted ?? {});
  const typed = await optionsUnder(DATA_VALUE, members);
  const within = await optionsUnder(CONFIGURE, members);
  const [strictest = own] = typed.sort((a, b) => certaintyOf(b) - certaintyOf(a));
  return { ...strictest, mask: [own, ...typed, ...within].some(({ mask }) => mask) };
}

const certaintyOf = ({ minConfidence = DEFAULT_MIN_CONFIDENCE }: CardOptions): number => minConfidence;

async function optionsUnder(name: RegExp, members: readonly Member[]): Promise<CardOptions[]> {
  const all: CardOptions[] = [];
  for (const [key, value] of members) if (name.test(key)) all.push(await optionsFrom(value));
  return all;
}

/**
 * Returns the options in the members of a parsed `configure`, without what lies deeper.
 *
 * @throws {CardOcrError} `CONFIGURE_FORMAT` for what is no object, or a `minConfidence` that is not in 0..1; as `asksForMask`
 */
export function optionsOf(configure: unknown): CardOptions {
  const wanted = configure ?? {};
  if (typeof wanted !== 'object' || Array.isArray(wanted)) throw new CardOcrError('CONFIGURE_FORMAT');
  const { detail, crop, strip, sameCard, format, minConfidence } = wanted as Record<string, unknown>;
  return {
    detail: isTrue(detail),
    mask: asksForMask(Object.entries(wanted)),
    crop: isTrue(crop),
    strip: isTrue(strip),
    format: PROVIDER_FORMATS.find((name) => name === format),
    ...(sameCard != null && { sameCard: isWanted(sameCard) }),
    ...(minConfidence != null && { minConfidence: minConfidenceFrom(minConfidence) }),
  };
}

const OFF = /^(false|0|no|off)$/i;
const ON = /^(true|1)$/i;

/** Whether a value asks for a mask. In doubt it does: whoever asks for a mask, in whatever spelling, must get it. */
export const isWanted = (value: unknown): boolean => (typeof value === 'string' ? !OFF.test(value) : Boolean(value));

/**
 * Whether a query's parameters ask for a mask, which is all that they may ask for.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for a `configure`, and for a mask that would be ignored
 */
export function isMaskedBy(query: readonly (readonly [name: string, value: string])[]): boolean {
  if (query.some(([name, value]) => CONFIGURE.test(name) || UNSEPARATED.test(value))) throw new CardOcrError('REQUEST_SHAPE');
  return asksForMask(query);
}

/** @throws {CardOcrError} `REQUEST_SHAPE` for a name that nearly is one by which a mask is asked for */
function asksForMask(members: readonly Member[]): boolean {
  const names = members.map(([name]) => name.slice(0, MAX_NAME));
  if (names.some((name) => NEARLY_HEARD.test(name) && !MASK.test(name) && !CONFIGURE.test(name))) throw new CardOcrError('REQUEST_SHAPE');
  return members.some(([name, value]) => MASK.test(name) && isWanted(value));
}

/** Whether a value sets an option that shows more: in doubt it does not. */
const isTrue = (value: unknown): boolean => value === true || value === 1 || (typeof value === 'string' && ON.test(value));

/** Parses `minConfidence`. What is no confidence is an error: a client that asks for certainty must not get less of it. */
function minConfidenceFrom(value: unknown): number {
  const confidence = typeof value === 'number' || typeof value === 'string' ? confidenceFrom(String(value)) : undefined;
  if (confidence === undefined) throw new CardOcrError('CONFIGURE_FORMAT');
  return confidence;
}

/** The most signs of a confidence. A text of megabytes would take a while. */
const MAX_CONFIDENCE_SIGNS = 100;
const CONFIDENCE = /^\s*(\d+(\.\d*)?|\.\d+)(e-?\d+)?\s*$/i;

/** Parses a confidence: returns undefined for a text that is no decimal number of 0..1, or has more than 100 signs. */
export function confidenceFrom(text = ''): number | undefined {
  const value = text.length <= MAX_CONFIDENCE_SIGNS && CONFIDENCE.test(text) ? Number(text) : Number.NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}

async function objectFrom(configure: unknown): Promise<unknown> {
  if (typeof configure !== 'string') return configure;
  // a request may have many of them, each with as many members as a whole request
  await yieldToEventLoop();
  try {
    return await parseStrictJson(configure);
  } catch (cause) {
    if ((cause as CardOcrError).code === 'REQUEST_SHAPE') throw cause;
    throw new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf(configure), cause);
  }
}
