import { CardOcrError, startDeadline, WeightedSemaphore } from '../lib';

export interface QueueLimits {
  /** how many pictures are worked on at the same time */
  readonly running: number;
  /** how many more pictures are accepted, whether they wait for their turn or for a download */
  readonly waiting: number;
  /** how long a picture waits for its turn, ms */
  readonly waitingMs: number;
}

/** How long after its signal work keeps its places. Work that is given up ends by itself long before; what has not ended by then never will. */
export const GIVEN_UP_MS = 30_000;

/** A request that was accepted. */
export interface Admission {
  /**
   * Takes a place for each of the request's pictures, once their number is known. A request that is alone gets any number.
   *
   * @throws {CardOcrError} `THROTTLED` when there are not enough places
   */
  holdPlaces(pictures: number): void;
}

/**
 * The queue of a process that serves several requests at once. It limits how many pictures are accepted, and how many of these are worked on at the same time, in the
 * order in which they are ready for it. A picture that waits for a slow download takes a place, but no turn.
 */
export class RequestQueue {
  private takenPlaces = 0;
  private readonly turns: WeightedSemaphore;

  constructor(private readonly limits: QueueLimits) {
    this.turns = new WeightedSemaphore(limits.running);
  }

  /**
   * Accepts a request and runs its work. The request has one place until it takes more. It keeps its places until the work ends, even if its answer was given up before.
   *
   * @param signal - aborts when the answer is given up
   * @throws {CardOcrError} `THROTTLED`, at once, when all places are taken; `REQUEST_TIMEOUT` for work that does not end; whatever the work throws
   */
  async admit<T>(work: (admission: Admission) => Promise<T>, signal: AbortSignal): Promise<T> {
    let own = 0;
    let isOver = false;
    const holdPlaces = (pictures: number): void => {
      if (isOver) throw new CardOcrError('REQUEST_TIMEOUT');
      const further = Math.max(0, pictures - own);
      const isAlone = this.takenPlaces === own;
      if (!isAlone && this.takenPlaces + further > this.limits.running + this.limits.waiting) throw new CardOcrError('THROTTLED');
      this.takenPlaces += further;
      own += further;
    };
    holdPlaces(1);
    try {
      return await orGivenUp(work({ holdPlaces }), signal);
    } finally {
      isOver = true;
      this.takenPlaces -= own;
    }
  }

  /**
   * Runs a piece of work that keeps a core busy, when its turn comes.
   *
   * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal aborts before its turn; `THROTTLED` when its turn does not come within `waitingMs`; as `admit`
   */
  async inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const release = await this.turn(signal);
    try {
      return await orGivenUp(work(), signal);
    } finally {
      release();
    }
  }

  private async turn(signal: AbortSignal): Promise<() => void> {
    const deadline = startDeadline(this.limits.waitingMs, signal);
    try {
      return await this.turns.acquire(1, deadline.signal);
    } catch (thrown) {
      throw deadline.isOver() ? new CardOcrError('THROTTLED') : thrown;
    } finally {
      deadline.end();
    }
  }
}

/**
 * Settles as the work does, unless that takes too long.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when it has not ended `GIVEN_UP_MS` after the signal; whatever it throws
 */
function orGivenUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      timer = setTimeout(() => reject(new CardOcrError('REQUEST_TIMEOUT')), GIVEN_UP_MS).unref();
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wait);
    };
    work.finally(end).then(resolve, reject);
  });
}
