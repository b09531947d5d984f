import { panLogPrior } from '../../lib/card/pan-prior';
import type { Place } from '../../lib/evidence';
import type { Quad } from '../../lib/geometry';
import { manifest } from '../../lib/model/manifest';
import type { DigitConfig, Model } from '../../lib/model/model';
import { glance } from '../../lib/reading/glance';
import { DigitRecognizer } from '../../lib/recognition/digit-recognizer';
import type { StripReader } from '../../lib/recognition/strip';
import type { PanPrior, SightSettings } from '../../lib/sight';
import type { Tensor } from '../../lib/tensor';
import { rectangle } from './quads';
import { plainRaster } from './rasters';
import { sightOf } from './sights';

const CONFIG = manifest['digit-recognition'];
const { alphabet: ALPHABET } = CONFIG.output;
/** How many outputs a time step has: the blank, the characters, and whether a number stands there. */
const OUTPUTS = ALPHABET.length + 2;
export const PAN = '6222020200112230';
/** `PAN` with one wrong digit. */
export const FAILING = '6222020200112231';

/** What the network sees at one place: `'7'`, or several characters with their probabilities; `X` is a letter, of which it knows that it is no digit. */
export type SeenAt = string | Readonly<Record<string, number>>;

/** The network's answer to a strip with a blank before and after each place; `tight` without the outer ones. */
export function answer(places: readonly SeenAt[], { tight = false } = {}): Tensor {
  const steps: Readonly<Record<string, number>>[] = [];
  for (const place of places) steps.push({}, typeof place === 'string' ? { [place]: 0.99 } : place);
  if (tight) steps.shift();
  else steps.push({});
  const data = new Float32Array(steps.length * OUTPUTS);
  steps.forEach(({ X: letter = 0, ...step }, t) => {
    let blank = 1;
    for (const [character, p] of Object.entries(step)) {
      data[t * OUTPUTS + ALPHABET.indexOf(character) + 1] = p / (1 - letter);
      blank -= p / (1 - letter);
    }
    data[t * OUTPUTS] = blank;
    data[t * OUTPUTS + OUTPUTS - 1] = 1 - letter;
  });
  return { data, shape: [1, steps.length, OUTPUTS] };
}

/** A recogniser that gives these answers one after the other, the last one for ever. */
export function scripted(...answers: Tensor[]): { recognizer: StripReader; looks: () => number } {
  let calls = 0;
  const model: Model<DigitConfig> = { config: CONFIG, run: async () => answers[Math.min(calls++, answers.length - 1)]! };
  return { recognizer: new DigitRecognizer(model), looks: () => calls };
}

export const RASTER = plainRaster(8, 8);
export const quadAt = (top: number, width = 320): Quad => rectangle(100, top, width, 20);
export const LINE: Place = [quadAt(100)];
export const BLOCK: Place = [0, 30, 60, 90].map((top) => quadAt(top, 80));

/** Numbers that begin with 62 are UnionPay's; of any other number nothing is known. */
export const PRIOR: PanPrior = {
  of: (pan) => panLogPrior(pan, pan.startsWith('62') ? { issuerKnown: true, lengths: [], lengthsAreOwn: false } : null),
  begins: (digits) => digits.startsWith('62'),
  lengths: () => [],
};

/** Returns a sight with these two readers, or with one for both. */
export const readBy = (fast: StripReader, second = fast, settings: Partial<SightSettings> = {}) =>
  sightOf(RASTER, { fast, second }, { prior: PRIOR, ...settings });

/** Takes the first look at a line that shows this. */
export const lookAt = (...places: SeenAt[]) => glance(readBy(scripted(answer(places)).recognizer), LINE);
