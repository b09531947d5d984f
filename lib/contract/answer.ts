import type { BankCardAnswer, Card, CardsAnswer, InputsAnswer, InputsValue } from '../../generated/contract-types';
import {
  type Validator,
  validateAliyunAnswer,
  validateBaiduAnswer,
  validateBankCardAnswer,
  validateCardsAnswer,
  validateInputsAnswer,
  validateInputsValue,
  validateTencentAnswer,
} from '../../generated/validators';
import { formatExpiry } from '../card/expiry';
import { maskPan, UNREADABLE } from '../card/pan';
import type { CardReading } from '../card-reading';
import { CardOcrError } from '../errors';
import type { Point, Quad } from '../geometry';
import { maskedBin, withoutNumber } from '../masked-number';
import type { PictureReading } from '../picture-reading';
import type { PictureOfCard, TogetherReading } from '../together-reading';
import type { Warning } from '../warnings';
import { type CardOptions, DEFAULT_MIN_CONFIDENCE, type ProviderFormat, type RequestForm } from './card-request';
import { OLD_DATA_TYPE, OLD_OUTPUT_LABEL } from './old-form';
import { PROVIDER_ANSWERS, type ProviderAnswers } from './provider-formats';

/** The reading of one of a request's pictures, or of all of them together, and what to answer of it. */
export interface InputReading {
  readonly reading: PictureReading | TogetherReading;
  readonly options: CardOptions;
  /** milliseconds that getting the picture's bytes took */
  readonly loadMs: number;
}

const CARD_TYPE: Readonly<Record<CardReading['type'], 0 | 1 | 2>> = { unknown: 0, debit: 1, prepaid: 1, credit: 2, 'semi-credit': 2 };

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
const inBase64 = (jpeg: Buffer): string => jpeg.toString('base64');
const roundedPoint = ({ x, y }: Point): Point => ({ x: rounded(x, 1), y: rounded(y, 1) });
const roundedQuad = (quad: Quad): Quad => quad.map(roundedPoint) as unknown as Quad;
const orNull = <T, R>(value: T | null, map: (value: T) => R): R | null => (value === null ? null : map(value));

/** The most prominent card of a picture: forms without confidences have a place for this one only. They cannot express a partial number, or a doubt. */
function firstCard({ reading, options: { minConfidence = DEFAULT_MIN_CONFIDENCE } }: InputReading): CardReading {
  const card = reading.mostProminent;
  if (card.pan.includes(UNREADABLE)) throw new CardOcrError('NUMBER_UNREADABLE');
  if (card.confidence.pan < minConfidence) throw new CardOcrError('NUMBER_NOT_CERTAIN');
  return card;
}

/** The four fields of `/bankcard`. */
function fourFields(input: InputReading): BankCardAnswer['result'] {
  const card = firstCard(input);
  return {
    bank_name: card.issuer?.shortName ?? '',
    bank_card_number: input.options.mask ? card.maskedPan : card.panGrouped,
    valid_date: card.expiry ? formatExpiry(card.expiry) : '',
    bank_card_type: CARD_TYPE[card.type],
  };
}

function richCard(card: CardReading, mask: boolean): Card {
  return {
    pan: mask ? maskPan(card.pan) : card.pan,
    panGrouped: mask ? card.maskedPan : card.panGrouped,
    maskedPan: card.maskedPan,
    bin: mask ? maskedBin(card.bin) : card.bin,
    luhnValid: card.luhnValid,
    scheme: card.scheme,
    issuer: card.issuer,
    type: card.type,
    expiry: card.expiry,
    ...(card.validFrom && { validFrom: card.validFrom }),
    confidence: {
      pan: rounded(card.confidence.pan, 4),
      expiry: orNull(card.confidence.expiry, (share) => rounded(share, 4)),
      digits: card.confidence.digits.map((share) => rounded(share, 4)),
    },
    quads: {
      card: orNull(card.quads.card, roundedQuad),
      pan: roundedQuad(card.quads.pan),
      expiry: orNull(card.quads.expiry, roundedQuad),
    },
    warnings: card.warnings,
    quality: card.quality,
    ...(card.crop !== undefined && { crop: orNull(card.crop, inBase64) }),
    ...(card.strip !== undefined && { strip: orNull(card.strip, inBase64) }),
  };
}

type PictureAnswer = NonNullable<CardsAnswer['pictures']>[number];

/** A card without any digit of its number. For a masked number that differs from the joint one: the first and last digits of both would be more than are shown of one. */
const hiddenCard = (card: Card): Card => ({
  ...withoutNumber(card),
  ...(card.crop !== undefined && { crop: null }),
  ...(card.strip !== undefined && { strip: null }),
});

/** @param pan - the joint number of all pictures */
const pictureOfCard = ({ reading, error, expiry }: PictureOfCard, pan: string, mask: boolean): PictureAnswer => ({
  image: reading?.image ?? null,
  cards: reading?.cards.map((card) => (mask && card.pan !== pan ? hiddenCard(richCard(card, mask)) : richCard(card, mask))) ?? [],
  error: orNull(error, ({ code, message }) => ({ code, message })),
  expiry,
});

/** The answer of `/v1/cards`. */
const rich = ({ reading, options, loadMs }: InputReading, requestId: string): CardsAnswer => ({
  requestId,
  image: reading.image,
  cards: reading.cards.map((card) => richCard(card, options.mask)),
  ...('pictures' in reading && {
    pictures: reading.pictures.map((picture) => pictureOfCard(picture, reading.mostProminent.pan, options.mask)),
    shownIn: reading.shownIn,
  }),
  timings: Object.fromEntries(Object.entries({ load: loadMs, ...reading.timings }).map(([stage, ms]) => [stage, rounded(ms, 1)])),
});

/** The four fields, with the rich answer beside them where it is asked for. */
const resultOf = (input: InputReading, requestId: string): BankCardAnswer['result'] => ({
  ...fourFields(input),
  ...(input.options.detail && rich(input, requestId)),
});

function oldValue(input: InputReading, requestId: string): InputsValue {
  const result = resultOf(input, requestId);
  const { pan } = firstCard(input);
  return {
    success: true,
    request_id: requestId,
    card_num: input.options.mask ? maskPan(pan) : pan,
    bank_name: result.bank_name,
    valid_date: result.valid_date,
    result,
  };
}

const oldOutput = (input: InputReading, requestId: string): InputsAnswer['outputs'][number] => ({
  outputLabel: OLD_OUTPUT_LABEL,
  outputMulti: {},
  outputValue: { dataType: OLD_DATA_TYPE, dataValue: JSON.stringify(checked(validateInputsValue, oldValue(input, requestId))) },
});

/** The answer in the field names of another service. */
function providerAnswer<F extends ProviderFormat>(format: F, input: InputReading, requestId: string): ProviderAnswers[F] {
  const { image } = input.reading;
  const answer = PROVIDER_ANSWERS[format]({ card: firstCard(input), image, isMasked: input.options.mask, requestId });
  return checked(PROVIDER_VALIDATORS[format], answer);
}

const PROVIDER_VALIDATORS: { readonly [F in ProviderFormat]: Validator<ProviderAnswers[F]> } = {
  baidu: validateBaiduAnswer,
  tencent: validateTencentAnswer,
  aliyun: validateAliyunAnswer,
};

type Inputs = readonly [InputReading, ...InputReading[]];
const newAnswer = ([input]: Inputs, requestId: string): BankCardAnswer =>
  checked(validateBankCardAnswer, { result: resultOf(input, requestId) });

const ANSWERS: Readonly<Record<RequestForm, (inputs: Inputs, requestId: string) => object>> = {
  new: newAnswer,
  form: newAnswer,
  old: (inputs, requestId) => checked(validateInputsAnswer, { outputs: inputs.map((input) => oldOutput(input, requestId)) }),
  rich: ([input], requestId) => checked(validateCardsAnswer, rich(input, requestId)),
};

/** Whether a form's answer has confidences. The others have a place for whole, certain numbers only. */
const hasConfidences = (form: RequestForm, { format }: CardOptions): boolean => form === 'rich' && !format;

/**
 * Checks that a form's answer has a place for what was read, before more pictures are read for it.
 *
 * @throws {CardOcrError} `NUMBER_UNREADABLE` and `NUMBER_NOT_CERTAIN`, as `answerOf`
 */
export function checkTellable(form: RequestForm, input: InputReading): void {
  if (!hasConfidences(form, input.options)) firstCard(input);
}

/**
 * Makes the answer to a request, to be sent as JSON.
 *
 * @param readings - one per input of the request, in its order
 * @throws {CardOcrError} in forms without confidences: `NUMBER_UNREADABLE` for a partial number, `NUMBER_NOT_CERTAIN` for one below `minConfidence`; `ANSWER_INVALID`
 *   when the answer does not fit its own schema
 */
export function answerOf(form: RequestForm, readings: readonly InputReading[], requestId: string): object {
  const [first, ...rest] = readings;
  if (!first) throw new CardOcrError('ANSWER_INVALID');
  const { format } = first.options;
  return format && form !== 'old' ? providerAnswer(format, first, requestId) : ANSWERS[form]([first, ...rest], requestId);
}

/** Returns the warnings that an answer has no place for, each once: those of the cards that it shows; none for the rich answer. */
export const untoldWarnings = (form: RequestForm, readings: readonly InputReading[]): Warning[] =>
  readings[0] && hasConfidences(form, readings[0].options)
    ? []
    : [...new Set(readings.flatMap(({ reading }) => reading.mostProminent.warnings))];

/** Checks an answer against its schema at run time: it has the right type, but what was read may break a limit. */
function checked<T>(validate: Validator<T>, answer: T): T {
  if (!validate(answer as unknown)) throw new CardOcrError('ANSWER_INVALID');
  return answer;
}
