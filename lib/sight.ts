import { checkTime } from './event-loop';
import type { Evidence } from './evidence';
import type { DecodedImage } from './image/decode';
import { mirrored } from './image/mirrored';
import type { Raster } from './image/raster';
import type { Locator, WordFinder } from './model/model';
import type { StripReader } from './recognition/strip';

export interface Networks {
  /** finds cards, number lines and dates */
  readonly locator: Locator;
  /** finds the dates around a number, in a closer look */
  readonly dateLocator: Locator;
  /** the fast reader of strips: reads every place */
  readonly fast: StripReader;
  /** the slow reader of strips, which errs differently: used where the fast one is in doubt of a number, or sees no date */
  readonly second: StripReader;
  /** finds the word by which a card says that it is for debit or for credit, where its number does not settle that, and the words that say what a past date is */
  readonly wordFinder: WordFinder;
}

/** What is known of card numbers before looking at a picture. */
export interface PanPrior {
  /** log prior of a whole number: how plausible it is, in nats */
  of(pan: string): number;
  /** whether an issuer is known whose numbers begin like this, with 3, 4, 5 or 62: as digits seldom do that are upside down */
  begins(digits: string): boolean;
  /** the lengths of numbers that begin like this; empty: unknown */
  lengths(digits: string): readonly number[];
}

/** What does not change while one picture is read. */
export interface SightSettings {
  readonly networks: Networks;
  readonly prior: PanPrior;
  /** the date by which cards have expired or not, and by which two-digit years get their century */
  readonly today: Date;
  /** ends the reading */
  readonly signal?: AbortSignal | undefined;
  /** rungs to leave out, each by its own name or that of a network it needs */
  readonly without?: ReadonlySet<string> | undefined;
  /** called with each piece of evidence as it is seen */
  readonly onEvidence?: ((evidence: Evidence) => void) | undefined;
  /** decodes the picture as finely as it is ever looked at; called once at most */
  readonly decodeFinely: () => Promise<DecodedImage>;
  /** called with each copy that is made of the whole picture, which is to be wiped afterwards */
  readonly onCopy: (copy: Raster) => void;
}

/** One picture while it is being read: its pixels, and the settings of the reading. It reports evidence, and keeps none. */
export class Sight {
  /**
   * @param image - the decoded picture
   * @param isMirrored - its left and right are swapped
   */
  constructor(
    private readonly settings: SightSettings,
    readonly image: DecodedImage,
    readonly isMirrored = false,
  ) {}

  get raster(): Raster {
    return this.image.raster;
  }

  get networks(): Networks {
    return this.settings.networks;
  }

  get prior(): PanPrior {
    return this.settings.prior;
  }

  get today(): Date {
    return this.settings.today;
  }

  /** Returns whether a rung or a network is left out. */
  isWithout(name: string): boolean {
    return this.settings.without?.has(name) ?? false;
  }

  /** @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up */
  checkTime(): void {
    checkTime(this.settings.signal);
  }

  note(evidence: Evidence): void {
    this.settings.onEvidence?.(evidence);
  }

  /**
   * Decodes the same picture as finely as it is ever looked at.
   *
   * @throws {CardOcrError} as `decodeImage`
   */
  async finely(): Promise<Sight> {
    const fine = new Sight(this.settings, await this.settings.decodeFinely());
    return this.isMirrored ? fine.mirrored() : fine;
  }

  /** Returns the same picture with left and right swapped. */
  async mirrored(): Promise<Sight> {
    const raster = await mirrored(this.raster);
    this.settings.onCopy(raster);
    return new Sight(this.settings, { ...this.image, raster }, !this.isMirrored);
  }
}
