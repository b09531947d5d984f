import { CardOcrError } from '../errors';

/** So much of something for all who need it at the same time, in the order in which they come. */
export class Allowance {
  private left: number;
  private readonly waiting: { readonly amount: number; readonly take: () => void }[] = [];

  constructor(private readonly whole: number) {
    this.left = whole;
  }

  /**
   * Take a share, when there is enough.
   *
   * @param amount - more than there is in all is all of it
   * @returns gives it back
   * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal aborts before
   */
  async take(amount: number, signal?: AbortSignal): Promise<() => void> {
    const share = Math.min(amount, this.whole);
    if (this.waiting.length > 0 || share > this.left) await this.turn(share, signal);
    else this.left -= share;
    return () => {
      this.left += share;
      this.handOn();
    };
  }

  private handOn(): void {
    for (let next = this.waiting[0]; next && next.amount <= this.left; next = this.waiting[0]) {
      this.waiting.shift();
      this.left -= next.amount;
      next.take();
    }
  }

  private turn(amount: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = {
        amount,
        take: (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        const place = this.waiting.indexOf(entry);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(new CardOcrError('REQUEST_TIMEOUT'));
        // who stood behind may need less
        this.handOn();
      };
      if (signal?.aborted) reject(new CardOcrError('REQUEST_TIMEOUT'));
      else {
        signal?.addEventListener('abort', leave, { once: true });
        this.waiting.push(entry);
      }
    });
  }
}
