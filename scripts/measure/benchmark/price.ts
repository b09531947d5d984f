/** What the platform bills, USD (AWS Lambda, first tier, most regions, November 2026). */
export const PRICES = {
  gigabyteSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  request: 0.0000002,
  /** of an instance that is kept ready, whether or not it works */
  provisionedGigabyteSecond: 0.0000041667,
  /** of an instance that is kept ready, while it works */
  provisionedWorkingGigabyteSecond: 0.0000097222,
} as const;

/** Memory with which an instance has one whole core, MB; with less memory its share of a core is smaller in proportion. */
export const ONE_CORE_MEGABYTES = 1769;
export const MEMORY_SETTINGS = [512, 768, 1024, 1536, ONE_CORE_MEGABYTES, 2048, 3008] as const;
const SECONDS_PER_MONTH = 30 * 24 * 3600;

/** What a picture costs at a memory setting. */
interface Cost {
  readonly memoryMegabytes: number;
  readonly ms: number;
  readonly gigabyteSeconds: number;
  readonly usdPerThousand: number;
}

/**
 * Returns what pictures cost at a memory setting. The work is done by one thread: on half a core it takes twice as long, and more than one core is not used.
 *
 * @param oneCoreMs - time of a picture on one whole core
 */
export function costAt(memoryMegabytes: number, oneCoreMs: number, architecture: keyof typeof PRICES.gigabyteSecond = 'x86_64'): Cost {
  const ms = oneCoreMs / Math.min(1, memoryMegabytes / ONE_CORE_MEGABYTES);
  // billed by whole milliseconds
  const gigabyteSeconds = (Math.ceil(ms) / 1000) * (memoryMegabytes / 1024);
  const usdPerThousand = 1000 * (gigabyteSeconds * PRICES.gigabyteSecond[architecture] + PRICES.request);
  return { memoryMegabytes, ms, gigabyteSeconds, usdPerThousand };
}

/**
 * Returns the memory setting to take: of those in which the process fits, the fastest that costs next to nothing more than the cheapest.
 *
 * @param neededMegabytes - most memory that the process takes
 */
export function recommendedMemory(oneCoreMs: number, neededMegabytes: number): number {
  const costs = MEMORY_SETTINGS.filter((megabytes) => megabytes >= neededMegabytes * ROOM).map((megabytes) => costAt(megabytes, oneCoreMs));
  const cheapest = Math.min(...costs.map((cost) => cost.usdPerThousand));
  const cheap = costs.filter((cost) => cost.usdPerThousand <= cheapest * NEXT_TO_NOTHING);
  return cheap.reduce((best, cost) => (cost.ms < best.ms ? cost : best)).memoryMegabytes;
}

/** Factor over what the process takes, for the platform's own share and for pictures larger than those measured. */
const ROOM = 1.5;
const NEXT_TO_NOTHING = 1.05;

/** Returns what it costs to keep one instance ready, USD a month, without the price of its work. */
export const provisionedPerMonth = (memoryMegabytes: number): number =>
  (memoryMegabytes / 1024) * SECONDS_PER_MONTH * PRICES.provisionedGigabyteSecond;
