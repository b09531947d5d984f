import { type CardOcrError, type ErrorCode, formatExpiry, maskPan, type PictureReading } from '../../lib';

/** What a batch says of a picture: of its most prominent card, or why there is none. */
export interface PictureRecord {
  /** as it was named; `s3://bucket/key` */
  readonly file: string;
  /** of the contract; 404 where the file cannot be opened */
  readonly status: number;
  readonly code: ErrorCode | 'FILE_NOT_OPENED' | null;
  readonly message: string | null;
  readonly pan: string | null;
  readonly panGrouped: string | null;
  /** `MM/YY` */
  readonly expiry: string | null;
  /** short name */
  readonly bank: string | null;
  readonly type: string | null;
  readonly scheme: string | null;
  readonly luhnValid: boolean | null;
  readonly confidence: number | null;
  readonly warnings: readonly string[];
  readonly quality: number | null;
  /** with a number that was read */
  readonly cards: number;
  readonly ms: number;
}

const UNREAD = {
  pan: null,
  panGrouped: null,
  expiry: null,
  bank: null,
  type: null,
  scheme: null,
  luhnValid: null,
  confidence: null,
  warnings: [],
  quality: null,
  cards: 0,
} as const;

export function readRecord(file: string, { mostProminent: card, cards }: PictureReading, isMasked: boolean, ms: number): PictureRecord {
  return {
    file,
    status: 200,
    code: null,
    message: null,
    pan: isMasked ? maskPan(card.pan) : card.pan,
    panGrouped: isMasked ? card.maskedPan : card.panGrouped,
    expiry: card.expiry && formatExpiry(card.expiry),
    bank: card.issuer?.shortName ?? null,
    type: card.type,
    scheme: card.scheme,
    luhnValid: card.luhnValid,
    confidence: rounded(card.confidence.pan, 4),
    warnings: card.warnings,
    quality: card.quality,
    cards: cards.length,
    ms: rounded(ms, 1),
  };
}

export const failedRecord = (file: string, { status, code, message }: CardOcrError, ms: number): PictureRecord => ({
  file,
  status,
  code,
  message,
  ...UNREAD,
  ms: rounded(ms, 1),
});

export const unopenedRecord = (file: string): PictureRecord => ({
  file,
  status: 404,
  code: 'FILE_NOT_OPENED',
  message: 'cannot open the file',
  ...UNREAD,
  ms: 0,
});

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
