import type { Configure } from '../../generated/contract-types';
import type { ImageSource } from '../source/image-source';

/** The bodies that clients send: docs/api.md, "Requests". `new`, `old` (with `inputs`) and `form` are the marketplace's, `rich` is that of `/v1/cards`. */
export type RequestForm = 'new' | 'old' | 'form' | 'rich';

/** Services in whose field names an answer may be asked for. */
export const PROVIDER_FORMATS = ['baidu', 'tencent', 'aliyun'] as const;
export type ProviderFormat = (typeof PROVIDER_FORMATS)[number];

/**
 * A number that is less sure than this is not told where the answer cannot say how sure it is. The lowest confidence at which at least 99 % of
 * the numbers told are right: `npm run evaluate` prints it.
 */
export const DEFAULT_MIN_CONFIDENCE = 0.5;

/** Each input of an old request may be a URL: one request must not become thousands. */
export const MAX_INPUTS = 16;

/** What a client asks for, completed; unknown keys of `configure` are ignored. */
export interface CardOptions extends Required<Omit<Configure, 'format' | 'minConfidence' | 'sameCard'>> {
  /** instead of the answer of the request's form; not of the old one, whose envelope is one already */
  readonly format?: ProviderFormat | undefined;
  /** 0..1, of the number, in answers that do not tell confidences: a less certain number is an error instead; 0: told in any case; default: the service's */
  readonly minConfidence?: number | undefined;
  /** whether the pictures of a request are of one card; undefined: it does not say */
  readonly sameCard?: boolean | undefined;
}

/** One picture and what to tell of it. */
export interface CardInput {
  readonly source: ImageSource;
  readonly options: CardOptions;
}

/** A request that has been understood. `inputs` has one entry, but in the old form, where each is answered, and where `isOneCard`. */
export interface CardRequest {
  readonly form: RequestForm;
  readonly inputs: readonly CardInput[];
  /** one reading is to be made of all inputs; of the rich form only */
  readonly isOneCard?: boolean;
}
