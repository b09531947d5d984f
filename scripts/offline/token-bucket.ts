/** A usage plan's throttle. */
export interface Throttle {
  /** requests a second, on average */
  readonly rateLimit: number;
  /** requests at once */
  readonly burstLimit: number;
}

/** Throttles as the platform does: a bucket of `burstLimit` tokens, filled at `rateLimit` a second, out of which each request takes one. */
export class TokenBucket {
  private tokens: number;
  private filledMs: number;

  /** @param nowMs - the clock */
  constructor(
    private readonly throttle: Throttle,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.tokens = throttle.burstLimit;
    this.filledMs = nowMs();
  }

  /** @returns whether there was a token */
  take(): boolean {
    const { rateLimit, burstLimit } = this.throttle;
    const now = this.nowMs();
    this.tokens = Math.min(burstLimit, this.tokens + ((now - this.filledMs) / 1000) * rateLimit);
    this.filledMs = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** Puts back the token of a request that did not count. */
  giveBack(): void {
    this.tokens += 1;
  }
}
