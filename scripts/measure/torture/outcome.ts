/** What to look into: which input, and what it did. */
export interface Finding {
  /** null: it is about no single input */
  readonly index: number | null;
  readonly what: string;
}

/** What became of a class of inputs. */
export interface ClassOutcome {
  readonly name: string;
  readonly inputs: number;
  /** number of things that were broken on purpose: servers, networks, processes */
  readonly faults: number;
  /** number of answers by status */
  readonly answers: Readonly<Record<string, number>>;
  readonly crashes: readonly Finding[];
  readonly hangs: readonly Finding[];
  /** answers that the contract does not allow, and whatever else is wrong */
  readonly wrong: readonly Finding[];
  readonly leaks: readonly Finding[];
  /** inputs without an answer */
  readonly lost: number;
  readonly seconds: number;
  /** most memory that a process has taken, with the processes that decode for it; null: not measured */
  readonly megabytes: number | null;
  /** the longest block of an event loop, ms; null: not measured */
  readonly blockMs: number | null;
}

/** Whether anything broke. */
export const isBroken = ({ crashes, hangs, wrong, leaks, lost }: ClassOutcome): boolean =>
  crashes.length + hangs.length + wrong.length + leaks.length + lost > 0;

/** Counts of answers while a class is tried. */
export class Tally {
  readonly answers: Record<string, number> = {};
  readonly wrong: Finding[] = [];
  inputs = 0;
  lost = 0;
  private readonly start = performance.now();

  constructor(private readonly name: string) {}

  /** Counts an input and its answer; null: none came. */
  count(answer: string | null): void {
    this.inputs += 1;
    if (answer === null) this.lost += 1;
    else this.answers[answer] = (this.answers[answer] ?? 0) + 1;
  }

  complain(what: string): void {
    this.wrong.push({ index: null, what });
  }

  outcome(): ClassOutcome {
    const { name, inputs, answers, wrong, lost } = this;
    const seconds = (performance.now() - this.start) / 1000;
    return { name, inputs, faults: 0, answers, crashes: [], hangs: [], wrong, leaks: [], lost, seconds, megabytes: null, blockMs: null };
  }
}
