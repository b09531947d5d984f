import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { seededRandom } from '../../scripts/build/specimens/random';
import { fixture } from './fixtures';

/** How frames show a card: see film-camera.js. `soft`: somewhat blurred; `glare`: a reflection wanders along the number; `covered`: it stays in place. */
type Kind = 'good' | 'soft' | 'blurred' | 'dark' | 'tilted' | 'glare' | 'covered' | 'moving' | 'gone';

/** A stretch of a film. */
interface Phase {
  readonly kind: Kind;
  readonly ms: number;
  /** index of the picture that is shown; default: the first */
  readonly picture?: number;
}

/** What a camera shows, in the order of time; the last stretch has no end. */
export interface Film {
  /** names of pictures in test/fixtures */
  readonly pictures: readonly string[];
  readonly phases: readonly Phase[];
}

const SPOILT: readonly Kind[] = ['soft', 'blurred', 'dark', 'tilted', 'glare', 'covered', 'moving', 'gone'];
/** Cards with a number that is read without a warning. */
const SOUND_CARDS = [
  'amex-15',
  'embossed-16',
  'embossed-foil-16',
  'flat-16',
  'flat-19-6-13',
  'flat-19-unspaced',
  'no-expiry',
  'stacked-16',
  'tilted-12',
  'turned-180',
];

/** Returns a film by its number: two to four spoilt stretches, then good frames; every tenth film has no good ones. */
export function spoiltFilm(seed: number): Film {
  const random = seededRandom(seed);
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const spoilt = Array.from({ length: 2 + Math.floor(3 * random()) }, (): Phase => ({ kind: oneOf(SPOILT), ms: 250 + 450 * random() }));
  const isHopeless = seed % 10 === 9;
  const last: Phase = { kind: isHopeless ? oneOf(SPOILT) : 'good', ms: 0 };
  return { pictures: [oneOf(SOUND_CARDS)], phases: [...spoilt, last] };
}

/** Shows the pages of a context a film in place of a camera, from its beginning whenever they ask for one. */
export async function showFilm(context: BrowserContext, { pictures, phases }: Film): Promise<void> {
  const base64 = pictures.map((name) => readFileSync(fixture(name).file, 'base64'));
  await context.addInitScript(`globalThis.film = ${JSON.stringify({ pictures: base64, phases })}`);
  await context.addInitScript({ path: path.join(__dirname, 'film-camera.js') });
}
