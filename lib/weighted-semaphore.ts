import { CardOcrError } from './errors';

/**
 * A weighted semaphore: shares a number of units, such as bytes of memory, among all who work at the same time. Whoever needs more units than are free waits.
 * Those who wait are served in the order in which they came.
 */
export class WeightedSemaphore {
  private free: number;
  private readonly waiting: { readonly units: number; readonly grant: () => void }[] = [];

  constructor(private readonly capacity: number) {
    this.free = capacity;
  }

  /**
   * Takes units as soon as that many are free.
   *
   * @param units - more than the capacity counts as the capacity
   * @returns a function that gives them back
   * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal aborts first
   */
  async acquire(units: number, signal?: AbortSignal): Promise<() => void> {
    const taken = Math.min(units, this.capacity);
    if (this.waiting.length > 0 || taken > this.free) await this.turn(taken, signal);
    else this.free -= taken;
    return () => {
      this.free += taken;
      this.serveWaiting();
    };
  }

  private serveWaiting(): void {
    for (let next = this.waiting[0]; next && next.units <= this.free; next = this.waiting[0]) {
      this.waiting.shift();
      this.free -= next.units;
      next.grant();
    }
  }

  private turn(units: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = {
        units,
        grant: (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        const place = this.waiting.indexOf(entry);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(new CardOcrError('REQUEST_TIMEOUT'));
        // those behind may need fewer units
        this.serveWaiting();
      };
      if (signal?.aborted) reject(new CardOcrError('REQUEST_TIMEOUT'));
      else {
        signal?.addEventListener('abort', leave, { once: true });
        this.waiting.push(entry);
      }
    });
  }
}
