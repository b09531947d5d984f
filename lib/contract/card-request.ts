import type { Configure } from '../../generated/contract-types';
import type { ImageSource } from '../source/image-source';

/** A form of request bodies: docs/api.md, "Requests". `new`, `old` (with `inputs`) and `form` are the marketplace's, `rich` is that of `/v1/cards`. */
export type RequestForm = 'new' | 'old' | 'form' | 'rich';

/** The services whose field names an answer may have, on request. */
export const PROVIDER_FORMATS = ['baidu', 'tencent', 'aliyun'] as const;
export type ProviderFormat = (typeof PROVIDER_FORMATS)[number];

/**
 * The lowest confidence of a number that is answered in a form without confidences. At least 99 % of the numbers answered so are right: docs/api.md, "Which
 * confidence to accept".
 */
export const DEFAULT_MIN_CONFIDENCE = 0.5;

/** The most inputs of an old request. Each may be a URL, and one request must not become thousands. */
export const MAX_INPUTS = 16;

/** What a client asks for in `configure`, completed by defaults. Unknown keys are ignored. */
export interface CardOptions extends Required<Omit<Configure, 'format' | 'minConfidence' | 'sameCard'>> {
  /** the service whose field names the answer has, instead of those of the request's form; ignored for the old form, which has an envelope of its own */
  readonly format?: ProviderFormat | undefined;
  /** in answers without confidences, a number with less confidence, 0..1, is an error; 0: never; default: the service's */
  readonly minConfidence?: number | undefined;
  /** whether the pictures of a request are of one card; undefined: not stated */
  readonly sameCard?: boolean | undefined;
}

/** One picture, and what to answer of it. */
export interface CardInput {
  readonly source: ImageSource;
  readonly options: CardOptions;
}

/** A parsed request. `inputs` has one entry; it may have more in the old form, where each input is answered, and with `isOneCard`. */
export interface CardRequest {
  readonly form: RequestForm;
  readonly inputs: readonly CardInput[];
  /** all inputs are read together, as one card; in the rich form only */
  readonly isOneCard?: boolean;
}
