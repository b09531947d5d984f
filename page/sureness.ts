/** How far a digit can be relied on. */
export type Sureness = 'sure' | 'fair' | 'unsure';

const SURE = 0.98;
/** Below this confidence the service itself warns. */
export const FAIR = 0.8;

/** @param confidence - 0..1 */
export const surenessOf = (confidence: number): Sureness => (confidence >= SURE ? 'sure' : confidence >= FAIR ? 'fair' : 'unsure');

/** Returns a share as `99.9 %`: never rounded up to 100. */
export const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1).replace(/\.0$/, '')} %`;
