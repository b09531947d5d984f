import { CardOcrError } from '../lib';

export interface QueueLimits {
  /** pieces of work that run at the same time */
  readonly running: number;
  /** requests that are there beyond those, whether they wait for their turn or for a download */
  readonly waiting: number;
  /** how long one waits for its turn, ms */
  readonly waitingMs: number;
}

/**
 * Where one process serves several requests at once: so many are let in, and of these so many read pictures at a time, in the order in which
 * they come to it. A request that waits for a slow download takes a place, but no turn.
 */
export class RequestQueue {
  private inside = 0;
  private running = 0;
  private readonly turns: (() => void)[] = [];

  constructor(private readonly limits: QueueLimits) {}

  /**
   * Serve a request. It keeps its place until its work ends, even if its answer was given up before.
   *
   * @throws {CardOcrError} `THROTTLED`, at once, when all places are taken; whatever the work throws
   */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.limits.running + this.limits.waiting) throw new CardOcrError('THROTTLED');
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
    }
  }

  /**
   * Do a piece of work that keeps a core busy, when its turn comes.
   *
   * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal aborts before that; `THROTTLED` when it does not come in `waitingMs`; whatever the work throws
   */
  async inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.running >= this.limits.running) await this.turn(signal);
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.turns.shift();
      // the turn is handed on, so that nobody who comes just now overtakes
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopWaiting = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const take = (): void => {
        stopWaiting();
        resolve();
      };
      const leave = (code: 'REQUEST_TIMEOUT' | 'THROTTLED'): void => {
        stopWaiting();
        const place = this.turns.indexOf(take);
        if (place >= 0) this.turns.splice(place, 1);
        reject(new CardOcrError(code));
      };
      const abort = (): void => leave('REQUEST_TIMEOUT');
      const timer = setTimeout(leave, this.limits.waitingMs, 'THROTTLED');
      if (signal.aborted) abort();
      else {
        signal.addEventListener('abort', abort, { once: true });
        this.turns.push(take);
      }
    });
  }
}
