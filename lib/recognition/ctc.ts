import { CTC_KERNELS } from '../../generated/ctc-kernels';
import type { Tensor } from '../tensor';
import { aligned, WorkingMemory } from '../working-memory';

/** A string that a strip may hold. */
export interface Candidate {
  readonly text: string;
  /** natural log of the probability of all alignments of the text with the strip */
  readonly logProbability: number;
}

const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** A strip lies at its beginning, as it is used with many texts, and after it there is room for its logarithms. */
const memory = new WorkingMemory();
/** A strip and a text in memory, and room to work with behind them: addresses in bytes, `n` labels. */
type Strip = [probs: number, steps: number, classes: number, labels: number, n: number, room: number];
/** See ctc-kernels.as.ts. */
const kernels = memory.kernelsOf<{
  textLogProbability(...strip: [...Strip, negligible: number]): number;
  logarithms(probs: number, count: number, logs: number): void;
  alignment(...strip: [...Strip, logs: number]): number;
}>(CTC_KERNELS, { 'ctc-kernels.as': { log: Math.log } });

/** Whether the logarithms of the strip that lies there have been computed. */
let hasLogarithms = false;

const logsOf = ({ data }: Tensor): number => aligned(data.byteLength);

/** Puts a strip and a text where the kernels find them, and makes room to work with after them. */
function inMemory(probs: Tensor, alphabet: string, text: string, roomBytes: (steps: number, n: number) => number): Strip {
  const { data } = probs;
  const steps = stepsOf(probs, alphabet);
  const labels = withBlanks(text, alphabet);
  const at = logsOf(probs) + data.length * FLOAT_BYTES;
  const room = aligned(at + labels.length);
  memory.makeRoom(room + roomBytes(steps, labels.length));
  hasLogarithms = memory.keep(data) && hasLogarithms;
  new Uint8Array(memory.buffer).set(labels, at);
  return [0, steps, alphabet.length + 1, at, labels.length, room];
}

/** Overwrites the strip and the text that were here last. */
export const wipeStrip = (): void => memory.wipe();

/** Returns the number of time steps of a strip. Class 0 is the CTC blank, class i + 1 is `alphabet[i]`. */
export function stepsOf(probs: Tensor, alphabet: string): number {
  const [t = 0, k = 0] = probs.shape;
  if (k !== alphabet.length + 1) throw new RangeError(`expected ${alphabet.length + 1} classes, got ${k}`);
  return t;
}

/**
 * Returns the text of the most likely class at each time step, with repeats merged and blanks dropped: a first impression.
 *
 * @param probs - shape `[T, alphabet.length + 1]`, class 0 the blank
 */
export function bestPath(probs: Tensor, alphabet: string): string {
  const classes = alphabet.length + 1;
  let text = '';
  let last = 0;
  for (let t = 0, end = stepsOf(probs, alphabet); t < end; t++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (probs.data[t * classes + k]! > probs.data[t * classes + best]!) best = k;
    if (best !== last && best !== 0) text += alphabet[best - 1];
    last = best;
  }
  return text;
}

/** Alignments are given up if they are this much less likely than all others together. */
const NEGLIGIBLE = 1e-30;

/**
 * Returns the log probability that a strip holds exactly this text, over all alignments (CTC forward algorithm).
 *
 * @param probs - shape `[T, alphabet.length + 1]`, class 0 the blank
 *
 * Source: Graves et al., "Connectionist Temporal Classification", ICML 2006.
 */
export function textLogProbability(probs: Tensor, alphabet: string, text: string): number {
  const strip = inMemory(probs, alphabet, text, (_, n) => (n + 2) * FLOAT_BYTES);
  return kernels.textLogProbability(...strip, NEGLIGIBLE);
}

/**
 * Returns where each character of a text lies along a strip: the centre of its time steps on the best alignment (Viterbi) and of the blank steps beside them,
 * weighted by its probability there. Most characters have a single step.
 *
 * @returns one position a character, in time steps, ascending; empty when the text is longer than the strip can hold
 */
export function alignText(probs: Tensor, alphabet: string, text: string): number[] {
  const strip = inMemory(probs, alphabet, text, (steps, n) => (2 * text.length + n) * FLOAT_BYTES + steps * n);
  const logs = logsOf(probs);
  if (!hasLogarithms) kernels.logarithms(0, probs.data.length, logs);
  hasLogarithms = true;
  if (!kernels.alignment(...strip, logs)) return [];
  const sums = new Float64Array(memory.buffer, strip[5], 2 * text.length);
  return Array.from(text, (_, i) => sums[i]! / sums[text.length + i]!);
}

/**
 * Returns where each character of a text lies along a strip, as `alignText`, but as a fraction of the strip, ascending.
 */
export const textPositions = (probs: Tensor, alphabet: string, text: string): number[] =>
  alignText(probs, alphabet, text).map((step) => (step + 0.5) / (probs.shape[0] ?? 1));

/** The CTC label sequence of a text: blank, c₁, blank, c₂, …, blank. */
function withBlanks(text: string, alphabet: string): number[] {
  const labels = [0];
  for (const character of text) labels.push(alphabet.indexOf(character) + 1, 0);
  return labels;
}
