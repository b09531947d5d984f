/** A reading's confidence, and whether the reading was right. */
export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

const EDGES = [0, 0.5, 0.8, 0.9, 0.97, 0.99, 0.999, Infinity];

/** Returns lines that compare ranges of confidence with how often the readings in them are right. */
export function reliabilityTable(judged: readonly Judged[]): string[] {
  return EDGES.slice(1).flatMap((to, i) => {
    const from = EDGES[i] ?? 0;
    const inBin = judged.filter(({ confidence }) => confidence >= from && confidence < to);
    if (inBin.length === 0) return [];
    const right = inBin.filter((j) => j.right).length;
    const said = inBin.reduce((sum, j) => sum + j.confidence, 0) / inBin.length;
    const name = `confidence ${from} to ${Math.min(1, to)}`;
    return [
      `${name.padEnd(26)}said ${(100 * said).toFixed(1)} %, right ${((100 * right) / inBin.length).toFixed(1)} % (${right}/${inBin.length})`,
    ];
  });
}

/** Share of the reported numbers that must be right. */
const RIGHT_SHARE = 0.99;

/**
 * Returns the lowest confidence from which on enough readings are right. `DEFAULT_MIN_CONFIDENCE` is chosen by it.
 *
 * @returns null where there is none
 */
export function leastConfidence(judged: readonly Judged[]): number | null {
  const ordered = [...judged].sort((a, b) => a.confidence - b.confidence);
  const found = ordered.find(({ confidence }) => {
    const told = ordered.filter((other) => other.confidence >= confidence);
    return told.filter(({ right }) => right).length >= RIGHT_SHARE * told.length;
  });
  return found?.confidence ?? null;
}
