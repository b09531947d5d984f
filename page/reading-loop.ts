/** Reads what waits, one after the other. What is added while it reads gets its turn: nothing is read twice at a time. */
export class ReadingLoop<Entry> {
  private present: AbortController | null = null;

  /**
   * @param next - returns what is to be read next; undefined: nothing
   * @param read - settles when that has been read; returns whether to go on
   */
  constructor(
    private readonly next: () => Entry | undefined,
    private readonly read: (entry: Entry, signal: AbortSignal) => Promise<boolean>,
  ) {}

  /** Begins to read, unless it reads already. */
  async start(): Promise<void> {
    if (this.present) return;
    const own = new AbortController();
    this.present = own;
    try {
      for (let goesOn = true; goesOn && !own.signal.aborted; ) {
        const entry = this.next();
        goesOn = entry !== undefined && (await this.read(entry, own.signal));
      }
    } finally {
      // another one may have begun since this one was stopped
      if (this.present === own) this.present = null;
    }
  }

  /** Gives up what is being read. */
  stop(): void {
    this.present?.abort();
    this.present = null;
  }
}
