import type { Tensor } from '../tensor';
import { beamSearch, textLogProbability } from './ctc';

/** What a number is read with. */
export const PAN_ALPHABET = '0123456789';

export const DECODE = {
  beamWidth: 16,
  /** views of one strip err alike: n of them count as n^(1 − 0.5) independent ones */
  viewCorrelation: 0.5,
  /** log prior of a stretch other than the one the detector found */
  otherStretch: -3,
};

/** A digit string with what speaks for it. */
export interface Hypothesis {
  readonly text: string;
  /** which of the given stretches it was read from */
  readonly stretch: number;
  /** log likelihood of the pictures alone */
  readonly visual: number;
  /** share of all belief among the hypotheses, priors included, 0..1 */
  readonly posterior: number;
  /** per digit, how sure the picture alone is, 0..1: low where only a prior settled it */
  readonly digitConfidence: readonly number[];
}

/** A digit string that a stretch of a line may show. */
export interface VisualCandidate {
  readonly text: string;
  /** log likelihood by all crops together */
  readonly visual: number;
}

/**
 * What one stretch of a line may say, by the joint evidence of several crops of it.
 *
 * @param views - the crops' class probabilities over blank and `PAN_ALPHABET`, shape `[T, 11]` each
 */
export function visualCandidates(views: readonly Tensor[]): VisualCandidate[] {
  const weight = views.length ** -DECODE.viewCorrelation;
  const texts = new Set(views.flatMap((view) => beamSearch(view, PAN_ALPHABET, DECODE.beamWidth).map((c) => c.text)));
  texts.delete('');
  return [...texts].map((text) => ({
    text,
    visual: weight * views.reduce((sum, view) => sum + textLogProbability(view, PAN_ALPHABET, text), 0),
  }));
}

/**
 * Rank what a line may say by the picture's evidence and a prior.
 *
 * @param stretches - alternatives for where the number begins and ends (the first is the detector's), each with its candidates
 * @param logPrior - plausibility of a digit string in nats; a prior, so never −∞
 * @param accept - which texts of which stretch may compete
 * @returns hypotheses, best first; empty when nothing was read
 */
export function constrainedDecode(
  stretches: readonly (readonly VisualCandidate[])[],
  logPrior: (text: string) => number,
  accept: (text: string, stretch: number) => boolean = () => true,
): Hypothesis[] {
  const scored = stretches.flatMap((candidates, stretch) =>
    candidates
      .filter(({ text }) => accept(text, stretch))
      .map(({ text, visual }) => ({ text, stretch, visual, score: visual + logPrior(text) + (stretch ? DECODE.otherStretch : 0) })),
  );
  scored.sort((a, b) => b.score - a.score);
  const texts = new Set<string>();
  const distinct = scored.filter(({ text }) => !texts.has(text) && texts.add(text));
  const best = distinct[0]?.score ?? 0;
  const total = distinct.reduce((sum, s) => sum + Math.exp(s.score - best), 0);
  return distinct.map(({ score, ...rest }) => ({
    ...rest,
    posterior: Math.exp(score - best) / total,
    digitConfidence: digitConfidence(rest.text, stretches[rest.stretch] ?? []),
  }));
}

/** Share of visual belief, among candidates of one stretch, that agrees with the text at each digit. */
function digitConfidence(text: string, candidates: readonly VisualCandidate[]): number[] {
  const best = Math.max(...candidates.map((c) => c.visual));
  const agree = new Array<number>(text.length).fill(0);
  let total = 0;
  for (const candidate of candidates) {
    const belief = Math.exp(candidate.visual - best);
    total += belief;
    if (candidate.text.length !== text.length) continue;
    for (let i = 0; i < text.length; i++) if (candidate.text[i] === text[i]) agree[i]! += belief;
  }
  return agree.map((a) => a / total);
}
