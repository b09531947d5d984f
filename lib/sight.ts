import { CardOcrError } from './errors';
import type { Evidence } from './evidence';
import type { DecodedImage } from './image/decode';
import type { Raster } from './image/raster';
import type { Locator, TypeFinder } from './model/model';
import type { StripReader } from './recognition/strip';

/** The networks, each behind what it is asked. */
export interface Networks {
  /** sees cards, number lines, dates */
  readonly locator: Locator;
  /** sees the dates around a number, from near by */
  readonly dateLocator: Locator;
  /** the fast reader of strips: reads every place */
  readonly digits: StripReader;
  /** a slow reader of strips that errs differently: asked where the fast one is in doubt of a number, or sees no date */
  readonly second: StripReader;
  /** sees whether a card says that it is for debit or for credit: asked where its number does not tell */
  readonly typeFinder: TypeFinder;
}

/** What is known of card numbers before looking. */
export interface PanPrior {
  /** plausibility of a whole number, in nats */
  of(pan: string): number;
  /** whether an issuer's numbers begin like this */
  begins(digits: string): boolean;
  /** how long numbers are that begin like this; empty: unknown */
  lengths(digits: string): readonly number[];
}

/** What does not change while one picture is read. */
export interface SightSettings {
  readonly networks: Networks;
  readonly prior: PanPrior;
  /** decides expiry and centuries */
  readonly today: Date;
  /** the end of the time budget */
  readonly signal?: AbortSignal | undefined;
  /** rungs that are not climbed, each by its name or by that of a network it asks */
  readonly without?: ReadonlySet<string> | undefined;
  /** told of all evidence as it comes */
  readonly onEvidence?: ((evidence: Evidence) => void) | undefined;
  /** decodes the picture as finely as it is ever looked at; asked once at most */
  readonly decodeFinely: () => Promise<DecodedImage>;
}

/** One picture while it is being read: the pixels that are looked at, and what does not change meanwhile. It tells what is seen, and keeps nothing of it. */
export class Sight {
  /** @param image - the picture as it was decoded */
  constructor(
    private readonly settings: SightSettings,
    readonly image: DecodedImage,
  ) {}

  /** what is looked at */
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

  /** Whether a rung or a network is left out. */
  isWithout(name: string): boolean {
    return this.settings.without?.has(name) ?? false;
  }

  /** @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up */
  checkTime(): void {
    if (this.settings.signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
  }

  /** Tell what was seen. */
  note(evidence: Evidence): void {
    this.settings.onEvidence?.(evidence);
  }

  /**
   * The same picture, decoded as finely as it is ever looked at.
   *
   * @throws {CardOcrError} as `decodeImage`
   */
  async finely(): Promise<Sight> {
    return new Sight(this.settings, await this.settings.decodeFinely());
  }
}
