import { join } from 'node:path';
import { checkLoadOptions, checkPictureBytes, checkPictures, checkReadOptions } from './argument-checks';
import { BIN_TABLE_FILE, type BinTable, loadBinTable } from './bin/bin-table';
import { loadCsvOver } from './bin/csv-table';
import { binPrior } from './bin-prior';
import { type CardLook, lookAtCard } from './card-look';
import { hasFault } from './errors';
import { checkTime } from './event-loop';
import { type DecodedImage, type Detail, decodeImage } from './image/decode';
import { wipe } from './image/pixel-memory';
import type { Raster } from './image/raster';
import { loadNetworks, type NetworkOptions } from './load-networks';
import { modelsFolder } from './model/manifest';
import { binOf, isTypeOpen, type Job, type PictureLook, type PictureReading, type ReadOptions, readingOf } from './picture-reading';
import { findCards } from './reading/number-rungs';
import { wipeStrip } from './recognition/ctc';
import { type Networks, Sight } from './sight';
import { noTime, stopwatch } from './stopwatch';
import { jointReadingOf, type TogetherReading } from './together-reading';

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
    const job = { bins: this.bins, options, today: options.today ?? new Date(), isOfSeveral: false };
    return readingOf(await this.look(bytes, job), job);
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
    const job = { bins: this.bins, options, today: options.today ?? new Date(), isOfSeveral: true };
    const looks: PictureLook[] = [];
    for (const [i, picture] of pictures.entries()) looks.push(await inTurn(() => this.lookUnlessSpoilt(picture, job), i));
    return inTurn(() => jointReadingOf(looks, job).finally(wipeStrip));
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
    for (const card of chosen) {
      const otherNumbers = chosen.flatMap(({ reading }) => (reading && reading !== card.reading ? reading.place : []));
      cards.push(await lookAtCard(card, { ...options, isTypeOpen: (pan) => isTypeOpen(binOf(this.bins, pan), pan), otherNumbers }, timed));
    }
    return { width, height, cards, isCard: found.isCard, timings, error: null };
  }
}
