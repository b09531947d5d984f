import type { CardOcrError, ErrorCode, PictureReading } from '../../../lib';
import { type FlatCard, flatCard, notOpened } from '../../command/file-reading';

/** Without a card each field of it is null, `warnings` empty. */
type CardFields = { readonly [Field in keyof FlatCard]: Field extends 'warnings' ? FlatCard[Field] : FlatCard[Field] | null };

/** What a batch says about a card in a picture, or why there is none. */
export interface PictureRecord extends CardFields {
  /** as the command line named it, or `s3://bucket/key` */
  readonly file: string;
  /** a status of the contract; 404 where the file cannot be opened */
  readonly status: number;
  readonly code: ErrorCode | 'FILE_NOT_OPENED' | null;
  readonly message: string | null;
  /** which of the picture's cards it is, from 1: left to right and top to bottom */
  readonly card: number | null;
  /** how many cards of the picture have a number that was read */
  readonly cards: number;
  readonly ms: number;
}

const UNREAD = {
  pan: null,
  panGrouped: null,
  expiry: null,
  validFrom: null,
  issuer: null,
  type: null,
  scheme: null,
  luhnValid: null,
  confidence: null,
  warnings: [],
  quality: null,
  card: null,
  cards: 0,
} as const;

/** How a picture's cards are recorded. */
export interface RecordOptions {
  readonly isMasked: boolean;
  /** a record for each card; else for the most prominent one alone */
  readonly allCards: boolean;
}

/** @returns at least one record */
export function readRecords(file: string, reading: PictureReading, { isMasked, allCards }: RecordOptions, ms: number): PictureRecord[] {
  const { cards, mostProminent } = reading;
  return (allCards ? cards : [mostProminent]).map((card) => ({
    file,
    status: 200,
    code: null,
    message: null,
    ...flatCard(card, isMasked),
    confidence: rounded(card.confidence.pan, 4),
    card: cards.indexOf(card) + 1,
    cards: cards.length,
    ms: rounded(ms, 1),
  }));
}

export const failedRecord = (file: string, { status, code, message }: CardOcrError, ms: number): PictureRecord => ({
  file,
  status,
  code,
  message,
  ...UNREAD,
  ms: rounded(ms, 1),
});

/** @param thrown - by the file system */
export const unopenedRecord = (file: string, thrown: unknown): PictureRecord => ({
  file,
  status: 404,
  code: 'FILE_NOT_OPENED',
  message: notOpened(thrown),
  ...UNREAD,
  ms: 0,
});

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
