import { join } from 'node:path';
import { checkLoadOptions, checkPictureBytes, checkReadOptions } from './argument-checks';
import { type BinTable, loadBinTable } from './bin/bin-table';
import { loadCsvOver } from './bin/csv-table';
import { type BinRecord, knownBin, lookupBin } from './bin/lookup-bin';
import type { Expiry } from './card/expiry';
import { panLogPrior, UNREADABLE } from './card/pan';
import { type CardReading, describeCard, outlineOf, turnOf } from './card-reading';
import { CardOcrError } from './errors';
import type { Evidence, NumberReading } from './evidence';
import { countedAs, isInside, type Quad, quadCentre, quadHeight, quadWidth, type Turn } from './geometry';
import { type DecodedImage, type Detail, decodeImage } from './image/decode';
import { wipe } from './image/pixel-memory';
import type { Raster } from './image/raster';
import { locateClosely } from './location/locator';
import { lazyModel } from './model/lazy-model';
import { type ModelConfigs, type ModelName, manifest, modelsFolder } from './model/manifest';
import type { Model } from './model/model';
import { loadOnnxModel, type RunListener } from './model/onnx-model';
import { cropCard } from './reading/crop-card';
import { cropNumber } from './reading/crop-number';
import { cardExpiry } from './reading/date-rungs';
import { middleDigits, type PlacedNumber } from './reading/hidden-digits';
import { findCards } from './reading/number-rungs';
import { pictureQuality } from './reading/picture-quality';
import { inReadingOrder } from './reading/reading-order';
import type { SeenCard } from './reading/survey';
import { DigitRecognizer } from './recognition/digit-recognizer';
import { type Networks, type PanPrior, Sight } from './sight';

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

export type Stage = 'decode' | 'number' | 'expiry' | 'bin' | 'quality' | 'crop';

export interface ReadOptions {
  /** decides expiry and centuries; default now */
  readonly today?: Date | undefined;
  /** the time budget: checked between stages */
  readonly signal?: AbortSignal | undefined;
  /** cut each card out, straightened; `masked`: with the middle digits of its number painted over */
  readonly crop?: 'plain' | 'masked' | undefined;
  /** cut each number's line out, straightened; `masked`: with its middle digits painted over */
  readonly strip?: 'plain' | 'masked' | undefined;
  /** rungs of docs/architecture.md that are not climbed, each by its name or by that of a network it asks: for measuring */
  readonly without?: ReadonlySet<string> | undefined;
  /** told of all that is seen, as it comes: for measuring, and for seeing what the reader sees */
  readonly onEvidence?: ((evidence: Evidence) => void) | undefined;
}

export interface LoadOptions {
  /** flat folder with the model files; default: `MODELS_DIR`, else the npm packages and models/ */
  readonly modelsDirectory?: string | undefined;
  /** an operator's CSV of BINs, laid over the built-in table; default: `BIN_TABLE` */
  readonly binCsv?: string | undefined;
  /** told of each run of a network and how long it took: for measuring */
  readonly onRun?: RunListener | undefined;
  /** told of each network that has been loaded, the second reader's when it is first asked */
  readonly onLoad?: ((name: ModelName) => void) | undefined;
}

/** Industry identifiers of most bank cards (ISO/IEC 7812: 3 travel, 4 and 5 banking) and UnionPay's. */
const ISSUER_DIGITS = /^(3|4|5|62)/;

/** The networks, the second reader's when it is first asked. */
export async function loadNetworks(options: LoadOptions = {}): Promise<Networks> {
  const { modelsDirectory, onRun, onLoad } = options;
  const load = async <Name extends ModelName>(name: Name): Promise<Model<ModelConfigs[Name]>> => {
    const model = await loadOnnxModel(name, modelsDirectory, onRun);
    onLoad?.(name);
    return model;
  };
  const [locator, digits] = await Promise.all([load('card-location'), load('digit-recognition')]);
  const second = lazyModel(manifest['second-digit-recognition'], () => load('second-digit-recognition'));
  return { locator, digits: new DigitRecognizer(digits), second: new DigitRecognizer(second) };
}

/** Does a stage's work and counts its time, less that of stages within it. */
type Timed = <T>(stage: Stage, work: () => Promise<T> | T) => Promise<T>;

function stopwatch(): { readonly timed: Timed; readonly timings: Record<Stage, number> } {
  const timings: Record<Stage, number> = { decode: 0, number: 0, expiry: 0, bin: 0, quality: 0, crop: 0 };
  let within = 0;
  const timed: Timed = async (stage, work) => {
    const before = within;
    within = 0;
    const start = performance.now();
    try {
      return await work();
    } finally {
      const ms = performance.now() - start;
      timings[stage] += ms - within;
      within = before + ms;
    }
  };
  return { timed, timings };
}

/** Reads bank cards: one per process, reusable, with its models loaded. */
export class CardReader {
  /** @param networks - loaded ones, or those of a test */
  constructor(
    private readonly networks: Networks,
    private readonly bins: BinTable,
  ) {}

  /**
   * Load models and BIN table. The second reader's network is loaded when it is first needed.
   *
   * @throws {Error} when a file is missing or differs from models/manifest.json, or the CSV's header is unusable
   */
  static async load(options: LoadOptions = {}): Promise<CardReader> {
    checkLoadOptions(options);
    const { binCsv = process.env.BIN_TABLE } = options;
    const [networks, table] = await Promise.all([
      loadNetworks(options),
      loadBinTable(join(modelsFolder(options.modelsDirectory), 'bin-table.jsonl')),
    ]);
    return new CardReader(networks, binCsv ? (await loadCsvOver(binCsv, table)).table : table);
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
  private async readPicture(bytes: Uint8Array, options: ReadOptions, pictures: Raster[]): Promise<PictureReading> {
    const { today = new Date(), signal, without, onEvidence } = options;
    const { timed, timings } = stopwatch();
    const decode = async (detail: Detail): Promise<DecodedImage> => {
      const decoded = await timed('decode', () => decodeImage(bytes, detail, { signal }));
      pictures.push(decoded.raster);
      return decoded;
    };
    const settings = { networks: this.networks, prior: this.prior, today, signal, without, onEvidence, decodeFinely: () => decode('fine') };
    if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
    const image = await decode('coarse');
    const found = await timed('number', () => findCards(new Sight(settings, image)));
    const read = found.cards.flatMap((card) => (card.reading ? { ...card, reading: card.reading } : []));
    if (read.length === 0) throw new CardOcrError(found.isCard ? 'NUMBER_UNREADABLE' : 'NO_CARD');
    const cards: CardReading[] = [];
    for (const card of read) cards.push(await this.describe(card, options, timed));
    const mostProminent = cards.reduce((best, card) => (prominence(card) > prominence(best) ? card : best));
    const { width, height } = image;
    return {
      image: { width, height, orientation: turnOf(mostProminent.quads.card ?? mostProminent.quads.pan) },
      cards: inReadingOrder(cards, ({ quads }) => quads.card ?? quads.pan),
      mostProminent,
      timings,
    };
  }

  private async describe(card: ReadCard, { crop, strip }: ReadOptions, timed: Timed): Promise<CardReading> {
    const { sight, outline, reading: number } = card;
    const { raster, image, today } = sight;
    const scale = image.width / raster.width;
    const stage: Timed = (name, work) => {
      sight.checkTime();
      return timed(name, work);
    };
    const date = await stage('expiry', () => cardExpiry(card));
    const bin = await stage('bin', () => this.binOf(number.text));
    const expiry = date && isOfIssue(date.expiry, bin) ? null : date;
    const type = bin?.type ?? 'unknown';
    const quality = await stage('quality', () => pictureQuality(raster, outline, number.place, scale));
    const findings = { number, outline, expiry, bin, type, quality };
    const cut = crop && { crop: await stage('crop', () => cropOf(card, crop === 'masked')) };
    const line = strip && { strip: await stage('crop', () => stripOf(card, strip === 'masked')) };
    return describeCard({ ...findings, ...cut, ...line }, scale, today);
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

/** UnionPay's debit cards expire since they have chips, which was from 2011 on. An earlier date on one is of issue. */
const isOfIssue = ({ year }: Expiry, bin: BinRecord | null): boolean => bin?.scheme === 'UnionPay' && bin.type === 'debit' && year < 2011;

type ReadCard = SeenCard & { readonly reading: NumberReading };

/** The card straightened, a JPEG file; null where its outline is not seen. */
async function cropOf(card: ReadCard, isMasked: boolean): Promise<Buffer | null> {
  const { sight, outline, reading } = card;
  if (!outline) return null;
  const { raster, networks } = sight;
  const closest = (await locateClosely(networks.locator, raster, outline))?.outline ?? outline;
  const hidden = isMasked ? placeOf(reading) : null;
  return cropCard(networks.locator, raster, countedAs(closest, outline), hidden, unreadLines(card));
}

/** The number's line straightened, a JPEG file; null where digits are to be hidden and it cannot be told where they stand. */
async function stripOf(card: ReadCard, isMasked: boolean): Promise<Buffer | null> {
  const { sight, reading } = card;
  const hidden = isMasked ? middleDigits(placeOf(reading)) : [];
  const others = isMasked ? unreadLines(card) : [];
  return hidden && cropNumber(sight.raster, outlineOf(reading.place), reading.place.length, [...others, ...hidden]);
}

/** Lines of digits that are not of the number that was read. */
const unreadLines = ({ numbers, reading }: ReadCard): Quad[] =>
  numbers.flat().filter((line) => !reading.place.some((part) => isInside(part, quadCentre(line))));

const placeOf = ({ place, positions, text }: NumberReading): PlacedNumber => ({ place, positions, length: text.length });

/** How much of the picture a card takes. */
const prominence = ({ quads: { card, pan } }: CardReading): number => (card ? quadWidth(card) * quadHeight(card) : quadWidth(pan) ** 2);
