import { CardOcrError } from '../../lib/errors';
import type { Evidence } from '../../lib/evidence';
import type { DecodedImage } from '../../lib/image/decode';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import { type Networks, type PanPrior, Sight, type SightSettings } from '../../lib/sight';

const unasked = (name: string) => async (): Promise<never> => {
  throw new Error(`the ${name} is not to be asked`);
};

/** Networks of which none is to be asked. */
const NONE: Networks = {
  locator: { config: manifest['card-location'], run: unasked('locator') },
  dateLocator: { config: manifest['date-location'], run: unasked('date locator') },
  fast: { read: unasked('fast reader') },
  second: { read: unasked('second reader') },
  wordFinder: { config: manifest['word-finding'], run: unasked('word finder') },
};

/** A prior by which all numbers are equally likely. */
export const NO_PRIOR: PanPrior = { of: () => 0, begins: () => true, lengths: () => [] };

/** Returns a signal that has aborted once it has been looked at this many times. */
export function abortedAfter(looks: number): AbortSignal {
  let seen = 0;
  return {
    get aborted() {
      return ++seen > looks;
    },
    addEventListener: () => {},
  } as Partial<AbortSignal> as AbortSignal;
}

/** A sight with all the evidence that it has seen. */
export type NotedSight = Sight & { readonly evidence: readonly Evidence[] };

/** Returns a sight of a raster that has these networks only. */
export function sightOf(
  raster: Raster,
  networks: Partial<Networks>,
  {
    isCoarse = false,
    width = raster.width,
    height = raster.height,
    ...settings
  }: Partial<SightSettings & Omit<DecodedImage, 'raster'>> = {},
): NotedSight {
  const evidence: Evidence[] = [];
  const sight = new Sight(
    {
      onEvidence: (seen) => evidence.push(seen),
      networks: { ...NONE, ...networks },
      prior: NO_PRIOR,
      today: new Date('2026-01-01'),
      decodeFinely: async () => {
        throw new CardOcrError('IMAGE_DECODE_FAILED');
      },
      onCopy: () => {},
      ...settings,
    },
    { raster, width, height, isCoarse },
  );
  return Object.assign(sight, { evidence });
}
