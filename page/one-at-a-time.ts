/** A piece of work that must ask for leave first, as of the browser's user, who need not answer. */
interface Turn {
  readonly end: AbortController;
  hasLeave: boolean;
  /** resolves when the work has ended, however */
  readonly ended: Promise<unknown>;
}

/** Has one piece of work done at a time. One that still asks for leave is given up for the next; one that has got it keeps the next out. */
export class OneAtATime {
  private present: Turn | null = null;

  /**
   * Has a piece of work done when the one before it has ended.
   *
   * @param work - ends when `end` aborts; calls `gotLeave` when it has got leave
   * @returns null where another one keeps it out
   */
  async run<Result>(work: (end: AbortController, gotLeave: () => void) => Promise<Result>): Promise<Result | null> {
    const { present: before } = this;
    if (before?.hasLeave) return null;
    before?.end.abort();
    const end = new AbortController();
    const gotLeave = (): void => {
      turn.hasLeave = true;
    };
    const result = Promise.resolve(before?.ended).then(() => work(end, gotLeave));
    const turn: Turn = { end, hasLeave: false, ended: Promise.allSettled([result]) };
    this.present = turn;
    try {
      return await result;
    } finally {
      if (this.present === turn) this.present = null;
    }
  }

  /** Gives up the work, whether it has leave or still asks for it. */
  stop(): void {
    this.present?.end.abort();
  }
}
