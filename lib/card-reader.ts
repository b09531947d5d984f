import { join } from 'node:path';
import { checkLoadOptions, checkPictureBytes, checkPictures, checkReadOptions } from './argument-checks';
import { BIN_TABLE_FILE, type BinTable, loadBinTable } from './bin/bin-table';
import { loadCsvOver } from './bin/csv-table';
import { type BinRecord, lookupBin } from './bin/lookup-bin';
import { binPrior } from './bin-prior';
import { isExpired, isSameDate } from './card/expiry';
import { UNREADABLE } from './card/pan';
import { type CardLook, type Cuts, lookAtCard } from './card-look';
import { type CardFindings, type CardReading, describeCard, turnOf } from './card-reading';
import { CardOcrError, hasFault } from './errors';
import { checkTime, yieldToEventLoop } from './event-loop';
import type { Evidence, NumberReading } from './evidence';
import { quadHeight, quadWidth, type Size, type Turn } from './geometry';
import { type DecodedImage, type Detail, decodeImage } from './image/decode';
import { wipe } from './image/pixel-memory';
import type { Raster } from './image/raster';
import { loadNetworks, type NetworkOptions } from './load-networks';
import { modelsFolder } from './model/manifest';
import { isNoExpiry } from './no-expiry';
import { joinDates, seenDate } from './reading/join-dates';
import { findCards } from './reading/number-rungs';
import { inReadingOrder } from './reading/reading-order';
import { joinNumbers } from './reading/together';
import { wipeStrip } from './recognition/ctc';
import { type Networks, Sight } from './sight';
import { noTime, type Stage, stopwatch, sumOf, type Timings } from './stopwatch';

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

/** The variables in which an operator names files that `CardReader.load` loads. */
export const READER_VARIABLES = ['MODELS_DIR', 'BIN_TABLE'] as const;

/** Options of `CardReader.load`. */
export interface LoadOptions extends NetworkOptions {
  /** path of an operator's CSV of BINs, which takes precedence over the built-in table; default: `BIN_TABLE` */
  readonly binCsv?: string | undefined;
}

/** The bytes of a picture's file, or a function that gets them when they are needed, so that only one file is held at a time. */
export type PictureFile = Uint8Array | (() => Promise<Uint8Array>);

/** Options of `CardReader.readTogether`. */
export interface TogetherOptions extends ReadOptions {
  /**
   * runs a piece of work when its turn comes, where others wait for the same cores. It is called for each picture, with the picture's index, and at last,
   * without an index, to join what they show.
   */
  readonly inTurn?: (<T>(work: () => Promise<T>, picture?: number) => Promise<T>) | undefined;
}

/** What one of several pictures of a card shows by itself. */
export interface PictureOfCard {
  /** null where the picture alone shows no number */
  readonly reading: PictureReading | null;
  /** why `reading` is null */
  readonly error: CardOcrError | null;
  /** the expiry date, where the picture shows a side that has a date but no number */
  readonly expiry: CardReading['expiry'];
}

/** The one card that several pictures show together. Its places are in the picture that shows the number best. */
export interface TogetherReading extends PictureReading {
  /** that picture's index */
  readonly shownIn: number;
  /** what each picture shows by itself, in their order */
  readonly pictures: readonly PictureOfCard[];
}

/** What does not change while pictures are read. */
interface Job {
  readonly options: ReadOptions;
  readonly today: Date;
  /** the pictures are of one card: what each shows counts, even if it shows no number by itself */
  readonly isOfSeveral: boolean;
}

/** What a picture shows. */
interface PictureLook {
  readonly width: number;
  readonly height: number;
  /** largest first */
  readonly cards: readonly CardLook[];
  readonly isCard: boolean;
  readonly timings: Readonly<Timings>;
  /** why there was nothing to look at; null: it was looked at */
  readonly error: CardOcrError | null;
}

/** Reads bank cards. Make one per process with `load`, and use it for all pictures. */
export class CardReader {
  /** @param networks - loaded ones, or made-up ones in tests */
  constructor(
    private readonly networks: Networks,
    private readonly bins: BinTable,
  ) {}

  /**
   * Loads the models and the BIN table. Networks that not every picture needs are loaded at their first use.
   *
   * @throws {TypeError} for options of another type
   * @throws {Error} when a file is missing, a network differs from models/manifest.json, the BIN table is of no known format, or nothing in the CSV can be read
   */
  static async load(options: LoadOptions = {}): Promise<CardReader> {
    checkLoadOptions(options);
    const { binCsv = process.env.BIN_TABLE } = options;
    const folder = modelsFolder(options.modelsDirectory);
    const [networks, table] = await Promise.all([loadNetworks(options), loadBinTable(join(folder, BIN_TABLE_FILE))]);
    return new CardReader(networks, binCsv ? await loadCsvOver(binCsv, table) : table);
  }

  /**
   * Reads the cards in a picture. No pixels are kept afterwards, also where it fails.
   *
   * @param bytes - the picture's file (see `decodeImage` for the formats)
   * @throws {TypeError} for a path in place of bytes, or options of another type
   * @throws {CardOcrError} `NO_CARD`, `NUMBER_UNREADABLE`, `REQUEST_TIMEOUT` when the signal aborts, and as `decodeImage` and `Model.run`
   */
  async read(bytes: Uint8Array, options: ReadOptions = {}): Promise<PictureReading> {
    checkPictureBytes(bytes, 'read');
    checkReadOptions(options, 'read');
    const job = { options, today: options.today ?? new Date(), isOfSeveral: false };
    return this.readingOf(await this.look(bytes, job), job);
  }

  /**
   * Reads one card from several pictures of it: photographs, frames of a camera, its front and its back. They are read one after the other, and no pixels are kept
   * afterwards. A picture that cannot be read does not keep the others from being read.
   *
   * @param pictures - 1 to 8
   * @throws {TypeError} for anything but an array of 1 to 8 pictures, or options of another type
   * @throws {CardOcrError} where all pictures together show no number: the error of the first one; `REQUEST_TIMEOUT`; as `Model.run`
   */
  async readTogether(pictures: readonly PictureFile[], options: TogetherOptions = {}): Promise<TogetherReading> {
    checkPictures(pictures);
    checkReadOptions(options, 'readTogether');
    const { inTurn = (work) => work() } = options;
    const job = { options, today: options.today ?? new Date(), isOfSeveral: true };
    const looks: PictureLook[] = [];
    for (const [i, picture] of pictures.entries()) looks.push(await inTurn(() => this.lookUnlessSpoilt(picture, job), i));
    return inTurn(() => this.jointReadingOf(looks, job).finally(wipeStrip));
  }

  private async lookUnlessSpoilt(picture: PictureFile, job: Job): Promise<PictureLook> {
    try {
      const bytes = typeof picture === 'function' ? await picture() : picture;
      checkPictureBytes(bytes, 'readTogether');
      return await this.look(bytes, job);
    } catch (thrown) {
      if (!hasFault(thrown, 'source', 'file')) throw thrown;
      return { width: 0, height: 0, cards: [], isCard: false, timings: noTime(), error: thrown };
    }
  }

  /** Looks at a picture, and wipes its pixels afterwards, also where it fails. */
  private async look(bytes: Uint8Array, job: Job): Promise<PictureLook> {
    const pictures: Raster[] = [];
    try {
      return await this.lookAt(bytes, job, pictures);
    } finally {
      wipe(pictures);
      wipeStrip();
    }
  }

  /** @param pictures - every raster that is made of the picture is added to it, to be wiped */
  private async lookAt(bytes: Uint8Array, { options, today, isOfSeveral }: Job, pictures: Raster[]): Promise<PictureLook> {
    const { signal, without, onEvidence, onDecoded, onStage } = options;
    const timings = noTime();
    const timed = stopwatch(timings, onStage);
    const onCopy = (raster: Raster): unknown => pictures.push(raster);
    const decode = async (detail: Detail): Promise<DecodedImage> => {
      const decoded = await timed('decode', () => decodeImage(bytes, detail, signal));
      onCopy(decoded.raster);
      return decoded;
    };
    const settings = {
      networks: this.networks,
      prior: binPrior(this.bins),
      today,
      signal,
      without,
      onEvidence,
      decodeFinely: () => decode('fine'),
      onCopy,
    };
    checkTime(signal);
    const image = await decode('coarse');
    const { width, height } = image;
    onDecoded?.({ width, height });
    const found = await timed('number', () => findCards(new Sight(settings, image)));
    const numbered = found.cards.filter(({ reading }) => reading !== null);
    const chosen = numbered.length > 0 || !isOfSeveral ? numbered : found.cards.slice(0, 1);
    const cards: CardLook[] = [];
    const isTypeOpen = (pan: string): boolean => typeOf(this.binOf(pan)) === 'unknown';
    for (const card of chosen) {
      const otherNumbers = chosen.flatMap(({ reading }) => (reading && reading !== card.reading ? reading.place : []));
      cards.push(await lookAtCard(card, { ...options, isTypeOpen, otherNumbers }, timed));
    }
    return { width, height, cards, isCard: found.isCard, timings, error: null };
  }

  /** @throws {CardOcrError} `NO_CARD`, `NUMBER_UNREADABLE`; why there was nothing to look at */
  private readingOf({ width, height, cards: looks, isCard, timings, error }: PictureLook, { options, today }: Job): PictureReading {
    const start = performance.now();
    const cards = looks.flatMap((look) => (look.number ? [this.describe(look, { number: look.number, date: look.date }, today)] : []));
    const [first] = cards;
    if (!first) throw error ?? new CardOcrError(isCard ? 'NUMBER_UNREADABLE' : 'NO_CARD');
    const ms = performance.now() - start;
    options.onStage?.('bin', ms);
    const mostProminent = cards.reduce((best, card) => (prominence(card) > prominence(best) ? card : best), first);
    return {
      image: { width, height, orientation: turnOf(mostProminent.quads.card ?? mostProminent.quads.pan) },
      cards: inReadingOrder(cards, ({ quads }) => quads.card ?? quads.pan),
      mostProminent,
      timings: { ...timings, bin: timings.bin + ms },
    };
  }

  /** @throws {CardOcrError} where the pictures together show no number */
  private async jointReadingOf(looks: readonly PictureLook[], job: Job): Promise<TogetherReading> {
    const { options } = job;
    await yieldToEventLoop(options.signal);
    const own = looks.map((look) => this.ownReadingOf(look, job));
    const timings = noTime();
    const joint = await stopwatch(timings, options.onStage)('number', () => this.join(looks, own, job));
    const spent = looks.map((look, i) => (own[i]!.reading ?? look).timings);
    const { pan } = joint.mostProminent;
    const pictures = own.map((picture, i) => ({
      ...picture,
      expiry: picture.reading ? null : this.expiryOnSide(looks[i]!, pan, job.today),
    }));
    return { ...joint, timings: sumOf([...spent, timings]), pictures };
  }

  /** @throws {CardOcrError} where the pictures together show no number */
  private async join(
    looks: readonly PictureLook[],
    own: readonly OwnReading[],
    { today, options }: Job,
  ): Promise<Omit<TogetherReading, 'timings' | 'pictures'>> {
    const cards = sameCard(looks.map((look) => look.cards));
    const joint = await joinNumbers(
      cards.map((card) => card?.evidence ?? null),
      binPrior(this.bins),
      options.signal,
    );
    // digits are of no card where no picture shows a card
    const isCard = looks.some((look) => look.isCard);
    const [shown, look] = joint ? [cards[joint.shownIn], looks[joint.shownIn]] : [];
    if (!isCard || !joint || !shown || !look) throw own[0]?.error ?? new CardOcrError('NUMBER_UNREADABLE');
    // dates and types of another card do not count for this one
    const ofCard = cards.flatMap((card, i) => (card && !joint.others.includes(i) ? [card] : []));
    const date = joinDates(
      ofCard.flatMap(({ date, number }) => (date ? seenDate(date, number?.place ?? null) : [])),
      ofCard.flatMap(({ since }) => since.map(({ expiry }) => expiry)),
    );
    const isThere = date !== null && shown.date !== null && isSameDate(date.expiry, shown.date.expiry);
    const types = new Set(ofCard.flatMap((card) => card.type ?? []));
    const type = types.size === 1 ? [...types][0]! : null;
    const card = this.describe(
      { ...cutFor(joint.reading, shown, options), type },
      { number: joint.reading, date: date && { ...date, quad: isThere ? shown.date.quad : null }, isDisputed: joint.others.length > 0 },
      today,
    );
    return {
      image: { width: look.width, height: look.height, orientation: turnOf(card.quads.card ?? card.quads.pan) },
      cards: [card],
      mostProminent: card,
      shownIn: joint.shownIn,
    };
  }

  private ownReadingOf(look: PictureLook, job: Job): OwnReading {
    try {
      return { reading: this.readingOf(look, job), error: null };
    } catch (thrown) {
      // anything else is a defect of this code, which a picture's own error would hide
      if (!(thrown instanceof CardOcrError)) throw thrown;
      return { reading: null, error: thrown };
    }
  }

  /**
   * Returns the expiry date on a side without a number.
   *
   * @param pan - the card's number, which other pictures show
   */
  private expiryOnSide({ cards }: PictureLook, pan: string, today: Date): CardReading['expiry'] {
    const date = cards[0]?.date;
    if (!date || isNoExpiry(date, pan, this.binOf(pan), today)) return null;
    return { ...date.expiry, expired: isExpired(date.expiry, today) };
  }

  private describe(look: CardLook, { number, date, isDisputed }: NumberAndDate, today: Date): CardReading {
    const { outline, isSeenTurned, quality, crop, strip, toPicture } = look;
    const bin = this.binOf(number.text);
    const expiry = date && isNoExpiry(date, number.text, bin, today) ? null : date;
    const known = typeOf(bin);
    const type = known === 'unknown' ? (look.type ?? known) : known;
    return describeCard({ number, outline, isSeenTurned, expiry, bin, type, quality, crop, strip, isDisputed }, toPicture, today);
  }

  /** Looks a number up in the BIN table by its digits before the first unreadable one. */
  private binOf(pan: string): BinRecord | null {
    return lookupBin(this.bins, pan.split(UNREADABLE, 1)[0]!, pan.length);
  }
}

const typeOf = (bin: BinRecord | null): BinRecord['type'] => bin?.type ?? 'unknown';

type OwnReading = Omit<PictureOfCard, 'expiry'>;

/** The number and the date that are reported of a card. */
interface NumberAndDate extends Pick<CardFindings, 'number' | 'isDisputed'> {
  readonly date: CardFindings['expiry'];
}

/** Leaves out masked cuts where another number was masked in them: they show that number's first and last digits, which need not be those of this one. */
function cutFor({ text }: NumberReading, look: CardLook, { crop, strip }: Cuts): CardLook {
  if (look.number?.text === text) return look;
  return { ...look, ...(crop === 'masked' && { crop: null }), ...(strip === 'masked' && { strip: null }) };
}

/** In each picture, the card with the number that most pictures show; where it has none with that number, its largest card. */
function sameCard(pictures: readonly (readonly CardLook[])[]): (CardLook | null)[] {
  const numbers = pictures.flatMap((cards) => [...new Set(cards.flatMap(({ number }) => number?.text ?? []))]);
  const times = (text: string): number => numbers.filter((other) => other === text).length;
  const commonest = numbers.reduce((best, text) => (times(text) > times(best) ? text : best), numbers[0] ?? '');
  return pictures.map((cards) => cards.find(({ number }) => number?.text === commonest) ?? cards[0] ?? null);
}

/** A card whose number is less likely than not, as that of one that lies half under another may be, counts for so much less. */
const IN_DOUBT = { below: 0.5, counts: 0.5 };

/** How much of the picture a card takes, px²: by its outline, or else by the width of its number; less where that is in doubt. */
function prominence({ quads: { card, pan }, confidence }: CardReading): number {
  const area = card ? quadWidth(card) * quadHeight(card) : quadWidth(pan) ** 2;
  return confidence.pan < IN_DOUBT.below ? IN_DOUBT.counts * area : area;
}
