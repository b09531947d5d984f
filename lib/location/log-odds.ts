/** Probabilities count as no surer than this, so that none decides by itself. */
const SUREST = 0.99;

export function logOddsMean(one: number, other: number): number {
  const mean = Math.sqrt(oddsOf(one) * oddsOf(other));
  return mean / (1 + mean);
}

/** The odds of a probability, which counts as no surer than that. */
export function oddsOf(probability: number): number {
  const p = Math.min(SUREST, Math.max(1 - SUREST, probability));
  return p / (1 - p);
}
