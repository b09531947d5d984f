import { join } from 'node:path';
import { type BinTable, loadBinTable } from './bin/bin-table';
import { loadCsvOver } from './bin/csv-table';
import { knownBin, lookupBin } from './bin/lookup-bin';
import { panLogPrior } from './card/pan';
import { type CardReading, describeCard, outlineOf, turnOf } from './card-reading';
import { CardOcrError } from './errors';
import type { Turn } from './geometry';
import { decodeImage } from './image/decode';
import { referenceLine } from './location/expiry-boxes';
import { modelsFolder, readAsset } from './model/manifest';
import type { Model } from './model/model';
import { loadOnnxModel } from './model/onnx-model';
import { findExpiry } from './reading/find-expiry';
import { findNumber, type Readers } from './reading/find-number';
import { speaksOfCard } from './reading/is-card';
import type { PanPrior } from './reading/read-number';
import { DigitRecognizer } from './recognition/digit-recognizer';
import { TextRecognizer } from './recognition/text-recognizer';

/** What was read in one picture. */
export interface PictureReading {
  /** size of the upright picture, px; orientation: how far its cards are turned clockwise */
  readonly image: { readonly width: number; readonly height: number; readonly orientation: Turn };
  readonly cards: readonly CardReading[];
  /** milliseconds per stage */
  readonly timings: Readonly<Record<Stage, number>>;
}

export type Stage = 'decode' | 'number' | 'expiry' | 'bin';

export interface ReadOptions {
  /** decides expiry and centuries; default now */
  readonly today?: Date;
  /** the time budget: checked between stages */
  readonly signal?: AbortSignal;
}

export interface LoadOptions {
  /** flat folder with the model files; default: `MODELS_DIR`, else the npm packages and models/ */
  readonly modelsDirectory?: string | undefined;
  /** an operator's CSV of BINs, laid over the built-in table; default: `BIN_TABLE` */
  readonly binCsv?: string | undefined;
}

/** Industry identifiers of most bank cards (ISO/IEC 7812: 3 travel, 4 and 5 banking) and UnionPay's. */
const ISSUER_DIGITS = /^(3|4|5|62)/;

/**
 * Load the two readers of strips.
 *
 * @param directory - as `LoadOptions.modelsDirectory`
 * @throws {Error} as `readAsset`
 */
export async function loadReaders(directory?: string): Promise<Readers> {
  const [digits, text, alphabet] = await Promise.all([
    loadOnnxModel('digit-recognition', directory),
    loadOnnxModel('text-recognition', directory),
    readAsset('text-alphabet', directory),
  ]);
  return { digits: new DigitRecognizer(digits), text: new TextRecognizer(text, alphabet.toString('utf8').trimEnd().split('\n')) };
}

/** Reads bank cards: one per process, reusable, with its models loaded. */
export class CardReader {
  private constructor(
    private readonly detector: Model,
    private readonly readers: Readers,
    private readonly bins: BinTable,
  ) {}

  /**
   * Load models and BIN table.
   *
   * @throws {Error} when a file is missing or differs from models/manifest.json, or the CSV's header is unusable
   */
  static async load({ modelsDirectory, binCsv = process.env.BIN_TABLE }: LoadOptions = {}): Promise<CardReader> {
    const [detector, readers, table] = await Promise.all([
      loadOnnxModel('text-detection', modelsDirectory),
      loadReaders(modelsDirectory),
      loadBinTable(join(modelsFolder(modelsDirectory), 'bin-table.jsonl')),
    ]);
    const bins = binCsv ? (await loadCsvOver(binCsv, table)).table : table;
    return new CardReader(detector, readers, bins);
  }

  /**
   * Read the card in a picture.
   *
   * @param bytes - the picture's file (see `decodeImage` for the formats)
   * @throws {CardOcrError} `NO_CARD`, `NUMBER_UNREADABLE`, `REQUEST_TIMEOUT` when the signal aborts, and as `decodeImage` and `Model.run`
   */
  async read(bytes: Uint8Array, { today = new Date(), signal }: ReadOptions = {}): Promise<PictureReading> {
    const checkTime = (): void => {
      if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
    };
    const timings: Record<Stage, number> = { decode: 0, number: 0, expiry: 0, bin: 0 };
    const timed = async <T>(stage: Stage, work: () => Promise<T> | T): Promise<T> => {
      checkTime();
      const start = performance.now();
      const result = await work();
      timings[stage] += performance.now() - start;
      return result;
    };

    const { raster, width, height } = await timed('decode', () => decodeImage(bytes));
    const found = await timed('number', () => findNumber(this.detector, this.readers, raster, this.prior, checkTime));
    const { reading, lines } = found;
    if (!reading) {
      const isCard = await timed('number', () => speaksOfCard(this.readers.text, raster, lines, checkTime));
      throw new CardOcrError(isCard ? 'NUMBER_UNREADABLE' : 'NO_CARD');
    }
    const outline = outlineOf(reading.place);
    const boxes = lines.flatMap((line) => line.boxes);
    const expiry = await timed('expiry', () =>
      findExpiry(this.detector, this.readers, raster, boxes, referenceLine(reading.place), today, checkTime),
    );
    const bin = await timed('bin', () => lookupBin(this.bins, reading.text));
    const card = describeCard(reading, expiry, bin, width / raster.width, today);
    return { image: { width, height, orientation: turnOf(outline) }, cards: [card], timings };
  }

  private readonly prior: PanPrior = {
    of: (pan) => {
      const record = lookupBin(this.bins, pan);
      return panLogPrior(pan, record && { issuerKnown: knownBin(this.bins, pan), lengths: record.lengths });
    },
    begins: (digits) => ISSUER_DIGITS.test(digits) && (lookupBin(this.bins, digits)?.issuer ?? null) !== null,
  };
}
