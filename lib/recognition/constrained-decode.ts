import type { Tensor } from '../tensor';
import { beamSearch } from './beam-search';
import { textLogProbability, textPositions } from './ctc';
import { memoized, memoizedByStrip } from './memoize';

/** The characters of a card number. */
export const PAN_ALPHABET = '0123456789';

export const DECODE = {
  beamWidth: 16,
  /** texts of a crop that are this much less likely than its best one, in log probability, are not considered */
  beamDepth: 12,
  /**
   * The crops of one reader are joined by their power mean with this exponent, between the product, in which one bad crop spoils all (0), and the
   * mean, in which one good crop is enough (1). As crops err alike, many of them count as much as one.
   */
  cropPower: 0.5,
  /** log prior that none of the texts is the number: digits are missing, or it is no card number. Where nothing else is plausible, all posteriors are low */
  noneOfThese: -7,
};

/** A digit string, and how probable it is. */
export interface Hypothesis {
  readonly text: string;
  /** log likelihood by the pictures alone */
  readonly visual: number;
  /** posterior probability among the hypotheses and the case that none of them is right, 0..1 */
  readonly posterior: number;
  /** for each digit, how sure the picture alone is of it, 0..1: low where only the prior decided */
  readonly digitConfidence: readonly number[];
}

export interface VisualCandidate {
  readonly text: string;
  /** log likelihood by all crops together */
  readonly visual: number;
}

/**
 * Returns the texts that a line may show, by the joint evidence of several crops of it, seen by one reader or two.
 *
 * @param cropsByReader - for each reader the class probabilities of its crops, over blank and `PAN_ALPHABET`, shape `[T, 11]` each; a reader may have no crops
 */
export function visualCandidates(cropsByReader: readonly (readonly Tensor[])[]): VisualCandidate[] {
  const texts = new Set(cropsByReader.flat().flatMap(textsIn));
  texts.delete('');
  return [...texts].map((text) => ({
    text,
    visual: joined(cropsByReader.map((crops) => crops.map((crop) => logProbabilityIn(crop, text)))),
  }));
}

/**
 * Returns the log probability of a text by several crops together.
 *
 * @param logsByReader - by each crop, as `cropsByReader` of `visualCandidates`
 */
export function joined(logsByReader: readonly (readonly number[])[]): number {
  return logsByReader.filter((logs) => logs.length > 0).reduce((sum, logs) => sum + powerMean(logs), 0);
}

function powerMean(logs: readonly number[]): number {
  const best = Math.max(...logs);
  if (best === -Infinity) return best;
  const mean = logs.reduce((sum, log) => sum + Math.exp(DECODE.cropPower * (log - best)), 0) / logs.length;
  return best + Math.log(mean) / DECODE.cropPower;
}

/** The texts that a crop may show. They are cached, as a crop is joined with others more than once. */
const textsIn = memoized((crop: Tensor): readonly string[] => {
  const candidates = beamSearch(crop, PAN_ALPHABET, DECODE.beamWidth);
  const floor = candidates[0]!.logProbability - DECODE.beamDepth;
  return candidates.filter(({ logProbability }) => logProbability >= floor).map(({ text }) => text);
});

const logProbabilityIn = memoizedByStrip((crop, text) => textLogProbability(crop, PAN_ALPHABET, text));

/** Returns where each digit of a text lies in a crop, as `textPositions`. */
export const digitPositions = memoizedByStrip((crop, text): readonly number[] => textPositions(crop, PAN_ALPHABET, text));

/**
 * Ranks the texts that a line may show by the picture's evidence and a prior.
 *
 * @param candidates - each text once
 * @param logPrior - plausibility of a digit string in nats; a prior, so never −∞
 * @returns hypotheses, best first; empty when nothing was read
 */
export function constrainedDecode(candidates: readonly VisualCandidate[], logPrior: (text: string) => number): Hypothesis[] {
  const scored = candidates.map(({ text, visual }) => ({ text, visual, score: visual + logPrior(text) }));
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const none = Math.exp(Math.max(...scored.map(({ visual }) => visual)) + DECODE.noneOfThese - best);
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - best), none);
  const beliefs = beliefsIn(candidates);
  return scored.map(({ text, visual, score }) => ({
    text,
    visual,
    posterior: Math.exp(score - best) / total,
    digitConfidence: beliefs.get(text.length)!.map((digits, i) => digits[Number(text[i])]!),
  }));
}

/** For each length, how probable each digit is at each place, by the candidates of that length: [place][digit], as a share of all candidates. */
type Beliefs = ReadonlyMap<number, readonly Float64Array[]>;

function beliefsIn(candidates: readonly VisualCandidate[]): Beliefs {
  const best = Math.max(...candidates.map(({ visual }) => visual));
  const beliefs = candidates.map(({ text, visual }) => ({ text, belief: Math.exp(visual - best) }));
  const total = beliefs.reduce((sum, { belief }) => sum + belief, 0);
  const byLength = new Map<number, Float64Array[]>();
  for (const { text, belief } of beliefs) {
    const places = byLength.get(text.length) ?? Array.from(text, () => new Float64Array(PAN_ALPHABET.length));
    byLength.set(text.length, places);
    places.forEach((digits, i) => {
      digits[Number(text[i])]! += belief / total;
    });
  }
  return byLength;
}
