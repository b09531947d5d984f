import type { BinTable } from './bin/bin-table';
import { type BinRecord, lookupBin } from './bin/lookup-bin';
import { isLuhnValid } from './card/luhn';
import { UNREADABLE } from './card/pan';
import type { CardLook, Cuts } from './card-look';
import { type CardFindings, type CardReading, describeCard, turnOf } from './card-reading';
import { CardOcrError } from './errors';
import type { Evidence } from './evidence';
import { quadHeight, quadWidth, type Size, type Turn } from './geometry';
import { isNoExpiry } from './no-expiry';
import { inReadingOrder } from './reading/reading-order';
import type { Stage, Timings } from './stopwatch';

/** The cards that were read in one picture. */
export interface PictureReading {
  /** size of the upright picture, px; `orientation`: by how many degrees its most prominent card is turned clockwise */
  readonly image: { readonly width: number; readonly height: number; readonly orientation: Turn };
  /** left to right, top to bottom */
  readonly cards: readonly CardReading[];
  /** the card that takes most of the picture; one whose number is in doubt counts half */
  readonly mostProminent: CardReading;
  /** milliseconds per stage */
  readonly timings: Readonly<Timings>;
}

/** Options of `CardReader.read`. */
export interface ReadOptions extends Cuts {
  /** the date by which cards have expired or not, and by which two-digit years get their century; default: now */
  readonly today?: Date | undefined;
  /** ends the reading: looked at before each rung and each look at a strip; a decoding process is ended at once */
  readonly signal?: AbortSignal | undefined;
  /** rungs (docs/architecture.md) to leave out, each by its own name or that of a network it needs: for measuring */
  readonly without?: ReadonlySet<string> | undefined;
  /** called with each piece of evidence as it is seen: for measuring, and for seeing what the reader sees. Its rasters are overwritten once the picture has been read. */
  readonly onEvidence?: ((evidence: Evidence) => void) | undefined;
  /** called once a picture is decoded, with its upright size before any shrinking, px: for logs, also where the reading then fails */
  readonly onDecoded?: ((size: Size) => void) | undefined;
  /** called at the end of each stage, also of one that fails, with its milliseconds less those of stages within it: for logs */
  readonly onStage?: ((stage: Stage, ms: number) => void) | undefined;
}

/** What does not change while pictures are read. */
export interface Job {
  readonly bins: BinTable;
  readonly options: ReadOptions;
  readonly today: Date;
  /** the pictures are of one card: what each shows counts, even if it shows no number by itself */
  readonly isOfSeveral: boolean;
}

/** What a picture shows. */
export interface PictureLook {
  readonly width: number;
  readonly height: number;
  /** largest first */
  readonly cards: readonly CardLook[];
  readonly isCard: boolean;
  readonly timings: Readonly<Timings>;
  /** why there was nothing to look at; null: it was looked at */
  readonly error: CardOcrError | null;
}

/**
 * Makes of what a picture shows its reading.
 *
 * @throws {CardOcrError} `NO_CARD`, `NUMBER_UNREADABLE`; why there was nothing to look at
 */
export function readingOf({ width, height, cards: looks, isCard, timings, error }: PictureLook, job: Job): PictureReading {
  const start = performance.now();
  const cards = looks.flatMap((look) => (look.number ? [cardReadingOf(look, { number: look.number, date: look.date }, job)] : []));
  const [first] = cards;
  if (!first) throw error ?? new CardOcrError(isCard ? 'NUMBER_UNREADABLE' : 'NO_CARD');
  const ms = performance.now() - start;
  job.options.onStage?.('bin', ms);
  const mostProminent = cards.reduce((best, card) => (prominence(card) > prominence(best) ? card : best), first);
  return {
    image: { width, height, orientation: turnOf(mostProminent.quads.card ?? mostProminent.quads.pan) },
    cards: inReadingOrder(cards, ({ quads }) => quads.card ?? quads.pan),
    mostProminent,
    timings: { ...timings, bin: timings.bin + ms },
  };
}

interface NumberAndDate extends Pick<CardFindings, 'number' | 'isDisputed'> {
  readonly date: CardFindings['expiry'];
}

/** Makes of what a picture shows of a card, and of the number and the date that are reported of it, the card's reading. */
export function cardReadingOf(look: CardLook, { number, date, isDisputed }: NumberAndDate, { bins, today }: Job): CardReading {
  const { outline, isSeenTurned, quality, crop, strip, toPicture } = look;
  const bin = binOf(bins, number.text);
  const expiry = date && isNoExpiry(date, number.text, bin, today) ? null : date;
  const type = (isTypeOpen(bin, number.text) ? look.type : null) ?? typeOf(bin);
  return describeCard({ number, outline, isSeenTurned, expiry, bin, type, quality, crop, strip, isDisputed }, toPicture, today);
}

/** Looks a number up in the BIN table by its digits before the first unreadable one. */
export function binOf(bins: BinTable, pan: string): BinRecord | null {
  return lookupBin(bins, pan.split(UNREADABLE, 1)[0]!, pan.length);
}

/** Returns the type of a card by its number alone. */
const typeOf = (bin: BinRecord | null): BinRecord['type'] => bin?.type ?? 'unknown';

/**
 * Whether a number leaves open if its card is for debit or for credit, so that the card's own word counts: its BIN does not tell, or tells one of the two, but the
 * number fails its check. That is mostly a specimen's, on which any number may stand.
 */
export function isTypeOpen(bin: BinRecord | null, pan: string): boolean {
  const type = typeOf(bin);
  const isWhole = !pan.includes(UNREADABLE);
  return type === 'unknown' || ((type === 'debit' || type === 'credit') && isWhole && !isLuhnValid(pan));
}

/** A card whose number is less likely than not, as that of one that lies half under another may be, counts for so much less. */
const IN_DOUBT = { below: 0.5, counts: 0.5 };

/** How much of the picture a card takes, px²: by its outline, or else by the width of its number; less where that is in doubt. */
function prominence({ quads: { card, pan }, confidence }: CardReading): number {
  const area = card ? quadWidth(card) * quadHeight(card) : quadWidth(pan) ** 2;
  return confidence.pan < IN_DOUBT.below ? IN_DOUBT.counts * area : area;
}
