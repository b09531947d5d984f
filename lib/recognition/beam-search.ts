import type { Tensor } from '../tensor';
import { type Candidate, stepsOf } from './ctc';

/** Classes below this probability do not start new beams. It is above the probability that readers give to every class, or all classes would start some at each step. */
const PRUNE = 2e-3;

/**
 * Finds the most probable texts by CTC prefix beam search.
 *
 * @param probs - shape `[T, alphabet.length + 1]`, class 0 the blank, rows sum to 1
 * @returns at most `beamWidth` candidates, best first
 *
 * Source: Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional Recurrent DNNs", 2014.
 */
export function beamSearch(probs: Tensor, alphabet: string, beamWidth: number): Candidate[] {
  const classes = alphabet.length + 1;
  const steps = stepsOf(probs, alphabet);
  const texts = new Prefixes(classes);
  const beams = new Beams(beamWidth);
  const longer = new Beams(beamWidth * classes);
  beams.blanks[beams.of(0, texts)] = 1;
  let sumOfLogs = 0;
  for (let t = 0; t < steps; t++) {
    const row = probs.data.subarray(t * classes, (t + 1) * classes) as Float32Array;
    if (isOneLikely(row)) {
      extend(beams, row, texts, longer);
      beams.takeBest(longer);
    } else beams.addBlank(row[0]!);
    sumOfLogs += Math.log(beams.scale());
  }
  return Array.from({ length: beams.count }, (_, i) => ({
    text: texts.textOf(beams.nodes[i]!, alphabet),
    logProbability: sumOfLogs + Math.log(beams.total(i)),
  }));
}

function isOneLikely(row: Float32Array): boolean {
  for (let k = 1; k < row.length; k++) if (row[k]! >= PRUNE) return true;
  return false;
}

/** Makes the beams after one more time step. */
function extend(beams: Beams, row: Float32Array, texts: Prefixes, into: Beams): void {
  into.count = 0;
  for (let i = 0; i < beams.count; i++) {
    const node = beams.nodes[i]!;
    const total = beams.total(i);
    const last = texts.last[node]!;
    const same = into.of(node, texts);
    into.blanks[same]! += total * row[0]!;
    for (let k = 1; k < row.length; k++) {
      const p = row[k]!;
      if (p < PRUNE) continue;
      if (k === last) into.labels[same]! += beams.labels[i]! * p;
      const from = k === last ? beams.blanks[i]! : total;
      if (from > 0) into.labels[into.of(texts.longer(node, k), texts)]! += from * p;
    }
  }
}

/** How many texts there is room for at first. */
const FIRST_ROOM = 64;

/** Texts as the nodes of a prefix tree: a node's parent is the text without its last character. Node 0 is the empty text. */
class Prefixes {
  /** class of a text's last character; 0 for the empty text */
  last = new Uint8Array(FIRST_ROOM);
  /** the index of the text among the beams that are being made */
  beam = new Int32Array(FIRST_ROOM);
  private parents = new Int32Array(FIRST_ROOM);
  /** 0: not yet */
  private children: Int32Array;
  private count = 1;

  constructor(private readonly classes: number) {
    this.children = new Int32Array(FIRST_ROOM * classes);
  }

  /** Returns the text with one more character. */
  longer(node: number, character: number): number {
    const at = node * this.classes + character;
    if (this.children[at] === 0) {
      const child = this.count++;
      if (child === this.last.length) this.grow();
      this.last[child] = character;
      this.parents[child] = node;
      this.children[at] = child;
    }
    return this.children[at]!;
  }

  textOf(node: number, alphabet: string): string {
    let text = '';
    for (let at = node; at !== 0; at = this.parents[at]!) text = alphabet[this.last[at]! - 1]! + text;
    return text;
  }

  private grow(): void {
    const twice = <T extends Uint8Array | Int32Array>(made: T, old: T): T => {
      made.set(old);
      return made;
    };
    const size = 2 * this.last.length;
    this.last = twice(new Uint8Array(size), this.last);
    this.beam = twice(new Int32Array(size), this.beam);
    this.parents = twice(new Int32Array(size), this.parents);
    this.children = twice(new Int32Array(size * this.classes), this.children);
  }
}

/** Texts that a strip may hold up to a time step, with the probabilities that they end there in a blank and in their last character, all on one scale. */
class Beams {
  readonly nodes: Int32Array;
  readonly blanks: Float64Array;
  readonly labels: Float64Array;
  count = 0;

  constructor(capacity: number) {
    this.nodes = new Int32Array(capacity);
    this.blanks = new Float64Array(capacity);
    this.labels = new Float64Array(capacity);
  }

  total = (i: number): number => this.blanks[i]! + this.labels[i]!;

  /** Returns a text's index among the beams. A text that is not among them is added, with probability 0. */
  of(node: number, texts: Prefixes): number {
    const known = texts.beam[node]!;
    if (known < this.count && this.nodes[known] === node) return known;
    const i = this.count++;
    texts.beam[node] = i;
    this.nodes[i] = node;
    this.blanks[i] = 0;
    this.labels[i] = 0;
    return i;
  }

  /** Adds a time step without a character. */
  addBlank(blank: number): void {
    for (let i = 0; i < this.count; i++) {
      this.blanks[i] = this.total(i) * blank;
      this.labels[i] = 0;
    }
  }

  /** Replaces these beams by the best of others, as many as there is room for, best first; of equal ones the earlier. */
  takeBest(others: Beams): void {
    this.count = 0;
    for (let i = 0; i < others.count; i++) {
      const total = others.total(i);
      if (this.count === this.nodes.length && !(total > this.total(this.count - 1))) continue;
      let at = Math.min(this.count, this.nodes.length - 1);
      this.count = at + 1;
      for (; at > 0 && this.total(at - 1) < total; at--) this.put(at, this, at - 1);
      this.put(at, others, i);
    }
  }

  private put(at: number, from: Beams, i: number): void {
    this.nodes[at] = from.nodes[i]!;
    this.blanks[at] = from.blanks[i]!;
    this.labels[at] = from.labels[i]!;
  }

  /** Scales all probabilities so that the first beam has 1. @returns what it had before */
  scale(): number {
    const first = this.total(0);
    if (first > 0) {
      for (let i = 0; i < this.count; i++) {
        this.blanks[i]! /= first;
        this.labels[i]! /= first;
      }
    }
    return first;
  }
}
