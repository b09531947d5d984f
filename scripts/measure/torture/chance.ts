import { type Random, seededRandom } from '../../build/specimens/random';

/** Odd multiplier (the golden ratio of 2^32), which spreads neighbouring indices over all seeds. */
const SPREAD = 0x9e3779b1;

/** Random draws for one input: the same series for the same seed and index, whatever was drawn for others. */
export class Chance {
  private readonly random: Random;

  constructor(seed: number, index: number) {
    this.random = seededRandom(Math.imul(seed, SPREAD) ^ Math.imul(index + 1, SPREAD + 2));
    // the seeds of neighbours differ in few bits, so that their first draws are alike
    this.random();
  }

  /** Returns an integer in 0..end, end excluded; 0 when there is none. */
  below(end: number): number {
    return Math.floor(this.random() * Math.max(0, end));
  }

  /** Returns an integer in first..last. */
  within(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  happens(share: number): boolean {
    return this.random() < share;
  }

  /** @param list - not empty */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  digits(length: number): string {
    return Array.from({ length }, () => String(this.below(10))).join('');
  }
}
