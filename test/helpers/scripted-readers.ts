import { panLogPrior } from '../../lib/card/pan';
import type { Place } from '../../lib/evidence';
import type { Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Model, StripConfig } from '../../lib/model/model';
import { glance } from '../../lib/reading/glance';
import { TextRecognizer } from '../../lib/recognition/text-recognizer';
import type { PanPrior, SightSettings } from '../../lib/sight';
import type { Tensor } from '../../lib/tensor';
import { sightOf } from './sights';

const ALPHABET = [...'0123456789/X'];
const CLASSES = ALPHABET.length + 2;
export const PAN = '6222020200112230';
/** One digit of the number wrong. */
export const FAILING = '6222020200112231';

/** What the network sees at one place: `'7'`, or several characters with their probabilities. */
export type SeenAt = string | Readonly<Record<string, number>>;

/** The network's answer to a strip with a blank before and after each place; `tight` without the outer ones. */
export function answer(places: readonly SeenAt[], { tight = false } = {}): Tensor {
  const steps: Readonly<Record<string, number>>[] = [];
  for (const place of places) steps.push({}, typeof place === 'string' ? { [place]: 0.99 } : place);
  if (tight) steps.shift();
  else steps.push({});
  const data = new Float32Array(steps.length * CLASSES);
  steps.forEach((step, t) => {
    let rest = 1;
    for (const [character, p] of Object.entries(step)) {
      data[t * CLASSES + ALPHABET.indexOf(character) + 1] = p;
      rest -= p;
    }
    data[t * CLASSES] = rest;
  });
  return { data, shape: [1, steps.length, CLASSES] };
}

/** A recogniser that gives these answers one after the other, the last one for ever. */
export function scripted(...answers: Tensor[]): { recognizer: TextRecognizer; looks: () => number } {
  let calls = 0;
  const model: Model<StripConfig> = {
    config: manifest['text-recognition'],
    run: async () => answers[Math.min(calls++, answers.length - 1)]!,
  };
  return { recognizer: new TextRecognizer(model, ALPHABET), looks: () => calls };
}

export const RASTER: Raster = { width: 8, height: 8, data: new Uint8Array(8 * 8 * 3) };
export const quadAt = (top: number, width = 320): Quad => [
  { x: 100, y: top },
  { x: 100 + width, y: top },
  { x: 100 + width, y: top + 20 },
  { x: 100, y: top + 20 },
];
export const LINE: Place = [quadAt(100)];
export const BLOCK: Place = [0, 30, 60, 90].map((top) => quadAt(top, 80));

export const PRIOR: PanPrior = {
  of: (pan) => panLogPrior(pan, pan.startsWith('62') ? { issuerKnown: true, lengths: [] } : null),
  begins: (digits) => digits.startsWith('62'),
  lengths: () => [],
};

/** A sight whose two readers are these; or one for both. */
export const readBy = (digits: TextRecognizer, text = digits, settings: Partial<SightSettings> = {}) =>
  sightOf(RASTER, { digits, text }, { prior: PRIOR, ...settings });

/** A first look at a line that shows this. */
export const lookAt = (...places: SeenAt[]) => glance(readBy(scripted(answer(places)).recognizer), 'digits', LINE);
