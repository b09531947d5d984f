import { join } from 'node:path';
import { checkLoadOptions, checkPictureBytes, checkReadOptions } from './argument-checks';
import { type BinTable, loadBinTable } from './bin/bin-table';
import { loadCsvOver } from './bin/csv-table';
import { type BinRecord, knownBin, lookupBin } from './bin/lookup-bin';
import { panLogPrior, UNREADABLE } from './card/pan';
import { type CardReading, describeCard, turnOf } from './card-reading';
import { CardOcrError } from './errors';
import { countedAs, isInside, quadCentre, quadHeight, quadWidth, type Turn } from './geometry';
import { type DecodedImage, type Detail, decodeImage } from './image/decode';
import { wipe } from './image/pixel-memory';
import type { Raster } from './image/raster';
import { locateClosely } from './location/locator';
import { lazyModel } from './model/lazy-model';
import { modelsFolder, readAsset } from './model/manifest';
import { loadOnnxModel, type RunListener } from './model/onnx-model';
import { cardExpiry } from './reading/card-expiry';
import { cropCard } from './reading/crop-card';
import { type Finders, type FoundCard, type FoundCards, findCards } from './reading/find-cards';
import type { Readers } from './reading/find-number';
import { pictureQuality } from './reading/picture-quality';
import type { NumberReading, PanPrior } from './reading/read-number';
import { inReadingOrder } from './reading/reading-order';
import { type NamedType, typeByWords } from './reading/type-words';
import { DigitRecognizer } from './recognition/digit-recognizer';
import { TextRecognizer } from './recognition/text-recognizer';

/** What was read in one picture. */
export interface PictureReading {
  /** size of the upright picture, px; orientation: how far its most prominent card is turned clockwise */
  readonly image: { readonly width: number; readonly height: number; readonly orientation: Turn };
  /** left to right, top to bottom */
  readonly cards: readonly CardReading[];
  /** the largest of them */
  readonly mostProminent: CardReading;
  /** milliseconds per stage */
  readonly timings: Readonly<Record<Stage, number>>;
}

export type Stage = 'decode' | 'number' | 'expiry' | 'bin' | 'type' | 'quality' | 'crop';

export interface ReadOptions {
  /** decides expiry and centuries; default now */
  readonly today?: Date | undefined;
  /** the time budget: checked between stages */
  readonly signal?: AbortSignal | undefined;
  /** cut each card out, straightened; `masked`: with the middle digits of its number painted over */
  readonly crop?: 'plain' | 'masked' | undefined;
}

export interface LoadOptions {
  /** flat folder with the model files; default: `MODELS_DIR`, else the npm packages and models/ */
  readonly modelsDirectory?: string | undefined;
  /** an operator's CSV of BINs, laid over the built-in table; default: `BIN_TABLE` */
  readonly binCsv?: string | undefined;
  /** told of each run of a network and how long it took: for measuring */
  readonly onRun?: RunListener | undefined;
}

/** Industry identifiers of most bank cards (ISO/IEC 7812: 3 travel, 4 and 5 banking) and UnionPay's. */
const ISSUER_DIGITS = /^(3|4|5|62)/;

/**
 * Load the two readers of strips; the general one's network when it is first asked.
 *
 * @param directory - as `LoadOptions.modelsDirectory`
 * @throws {Error} as `readAsset`
 */
export async function loadReaders(directory?: string, onRun?: RunListener): Promise<Readers> {
  const [digits, alphabet] = await Promise.all([
    loadOnnxModel('digit-recognition', directory, onRun),
    readAsset('text-alphabet', directory),
  ]);
  const text = lazyModel(() => loadOnnxModel('text-recognition', directory, onRun));
  return { digits: new DigitRecognizer(digits), text: new TextRecognizer(text, alphabet.toString('utf8').trimEnd().split('\n')) };
}

/** A number's line is this high at least where more pixels would show nothing more, px. */
const PLAIN_HEIGHT = 28;

const hasNumber = ({ cards }: FoundCards): boolean => cards.some(({ reading }) => reading !== null);

/** Whether each card's number was read without a doubt, from enough pixels. */
const isPlainToSee = ({ cards }: FoundCards): boolean =>
  cards.length > 0 &&
  cards.every(
    ({ reading }) => reading !== null && (reading.sure || reading.clear) && Math.min(...reading.place.map(quadHeight)) >= PLAIN_HEIGHT,
  );

/** Reads bank cards: one per process, reusable, with its models loaded. */
export class CardReader {
  private constructor(
    private readonly finders: Finders,
    private readonly readers: Readers,
    private readonly bins: BinTable,
  ) {}

  /**
   * Load models and BIN table. The general networks are loaded when they are first needed.
   *
   * @throws {Error} when a file is missing or differs from models/manifest.json, or the CSV's header is unusable
   */
  static async load(options: LoadOptions = {}): Promise<CardReader> {
    checkLoadOptions(options);
    const { modelsDirectory, binCsv = process.env.BIN_TABLE, onRun } = options;
    const [locator, readers, table] = await Promise.all([
      loadOnnxModel('card-location', modelsDirectory, onRun),
      loadReaders(modelsDirectory, onRun),
      loadBinTable(join(modelsFolder(modelsDirectory), 'bin-table.jsonl')),
    ]);
    const detector = lazyModel(() => loadOnnxModel('text-detection', modelsDirectory, onRun));
    const bins = binCsv ? (await loadCsvOver(binCsv, table)).table : table;
    return new CardReader({ locator, detector }, readers, bins);
  }

  /**
   * Read the cards in a picture. Nothing is kept of its pixels, however it ends.
   *
   * @param bytes - the picture's file (see `decodeImage` for the formats)
   * @throws {TypeError} for a path in place of bytes, or options of another type
   * @throws {CardOcrError} `NO_CARD`, `NUMBER_UNREADABLE`, `REQUEST_TIMEOUT` when the signal aborts, and as `decodeImage` and `Model.run`
   */
  async read(bytes: Uint8Array, options: ReadOptions = {}): Promise<PictureReading> {
    checkPictureBytes(bytes);
    checkReadOptions(options);
    const pictures: Raster[] = [];
    try {
      return await this.readPicture(bytes, options, pictures);
    } finally {
      wipe(pictures);
    }
  }

  /** @param pictures - gets all that is decoded, to be wiped */
  private async readPicture(
    bytes: Uint8Array,
    { today = new Date(), signal, crop }: ReadOptions,
    pictures: Raster[],
  ): Promise<PictureReading> {
    const checkTime = (): void => {
      if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
    };
    const timings: Record<Stage, number> = { decode: 0, number: 0, expiry: 0, bin: 0, type: 0, quality: 0, crop: 0 };
    const timed = async <T>(stage: Stage, work: () => Promise<T> | T): Promise<T> => {
      checkTime();
      const start = performance.now();
      const result = await work();
      timings[stage] += performance.now() - start;
      return result;
    };

    const look = async (detail: Detail): Promise<{ image: DecodedImage; found: FoundCards }> => {
      const image = await timed('decode', () => decodeImage(bytes, detail, { signal }));
      pictures.push(image.raster);
      return { image, found: await timed('number', () => findCards(this.finders, this.readers, image.raster, this.prior, checkTime)) };
    };
    const coarse = await look('coarse');
    const fine = coarse.image.isCoarse && !isPlainToSee(coarse.found) ? await look('fine') : null;
    const {
      image: { raster, width, height },
      found,
    } = fine && (hasNumber(fine.found) || !hasNumber(coarse.found)) ? fine : coarse;
    const read = found.cards.flatMap(({ reading, ...card }) => (reading ? { ...card, reading } : []));
    if (read.length === 0) {
      // outlines alone do not tell: business cards have such, too
      throw new CardOcrError(found.isCard ? 'NUMBER_UNREADABLE' : 'NO_CARD');
    }
    const scale = width / raster.width;
    const cards: CardReading[] = [];
    for (const card of read) cards.push(await this.describe(raster, card, scale, { today, crop }, timed, checkTime));
    const prominence = ({ quads: { card, pan } }: CardReading): number => (card ? quadWidth(card) * quadHeight(card) : quadWidth(pan) ** 2);
    const mostProminent = cards.reduce((best, card) => (prominence(card) > prominence(best) ? card : best));
    return {
      image: { width, height, orientation: turnOf(mostProminent.quads.card ?? mostProminent.quads.pan) },
      cards: inReadingOrder(cards, ({ quads }) => quads.card ?? quads.pan),
      mostProminent,
      timings,
    };
  }

  private async describe(
    raster: Raster,
    card: FoundCard & { readonly reading: NumberReading },
    scale: number,
    { today, crop: wanted }: { readonly today: Date; readonly crop: ReadOptions['crop'] },
    timed: <T>(stage: Stage, work: () => Promise<T> | T) => Promise<T>,
    checkTime: () => void,
  ): Promise<CardReading> {
    const { outline, reading: number, numbers } = card;
    const expiry = await timed('expiry', () => cardExpiry(this.finders, this.readers, raster, card, today, checkTime));
    const bin = await timed('bin', () => this.binOf(number.text));
    const words = (): Promise<NamedType | null> | null =>
      outline && typeByWords(this.finders.detector, this.readers.text, raster, outline, number.place, checkTime);
    const type = bin && bin.type !== 'unknown' ? bin.type : ((await timed('type', words)) ?? 'unknown');
    const quality = await timed('quality', () => pictureQuality(raster, outline, number.place, scale));
    const cut = async (): Promise<Buffer | null> => {
      if (!outline) return null;
      const closest = (await locateClosely(this.finders.locator, raster, outline))?.outline ?? outline;
      const hidden = wanted === 'masked' ? { ...number, length: number.text.length } : null;
      const others = numbers.filter((line) => !number.place.some((part) => isInside(part, quadCentre(line))));
      return cropCard(this.finders.locator, raster, countedAs(closest, outline), hidden, others);
    };
    const crop = wanted && (await timed('crop', cut));
    return describeCard({ number, outline, expiry, bin, type, quality, ...(crop !== undefined && { crop }) }, scale, today);
  }

  /** What the readable beginning of a number tells. */
  private binOf(pan: string): BinRecord | null {
    const record = lookupBin(this.bins, pan.replaceAll(UNREADABLE, '0'));
    const readable = pan.indexOf(UNREADABLE);
    return record && readable >= 0 && record.bin.length > readable ? null : record;
  }

  private readonly prior: PanPrior = {
    of: (pan) => {
      const record = lookupBin(this.bins, pan);
      return panLogPrior(pan, record && { issuerKnown: knownBin(this.bins, pan), lengths: record.lengths });
    },
    lengths: (digits) => lookupBin(this.bins, digits)?.lengths ?? [],
    begins: (digits) => ISSUER_DIGITS.test(digits) && (lookupBin(this.bins, digits)?.issuer ?? null) !== null,
  };
}
