import { PAN_MAX_LENGTH, PAN_MIN_LENGTH, UNREADABLE } from '../card/pan';
import { yieldToEventLoop } from '../event-loop';
import type { NumberReading, Place } from '../evidence';
import { digitPositions, PAN_ALPHABET, visualCandidates } from '../recognition/constrained-decode';
import { textLogProbability } from '../recognition/ctc';
import { hiddenLogProbabilities, JOINT, jointTexts, type PictureCrops, pooled } from '../recognition/joint-decode';
import type { PanPrior } from '../sight';
import type { Tensor } from '../tensor';
import { asSureAs, CLEAR, confidenceOf, doubtedAt, isAtLeast, isOfNoCard, SURE } from './certainty';
import { isHopeless, tight, wholeOrPartial } from './conclude';
import { MISFIT, rankedNumbers, standsAsNumber } from './decode-number';
import { cropsOfLine } from './line-rungs';
import { isPartial } from './partial-number';
import type { SeenCard } from './survey';

/** What one picture shows of a card's number. Holds no pixels. */
export interface NumberEvidence {
  readonly place: Place;
  /** the look that shows where the digits stand, shape `[T, 11]` */
  readonly crop: Tensor;
  readonly crops: PictureCrops;
  /** the number that the picture shows by itself; null: none */
  readonly own: NumberReading | null;
  /** the highest posterior that another look at the picture leaves that number */
  readonly most: number;
}

interface JointNumber {
  /** its place and positions are in one of the pictures */
  readonly reading: NumberReading;
  /** the index of that picture, which shows it best */
  readonly shownIn: number;
  /** the indices of pictures that plainly show another number */
  readonly others: readonly number[];
}

/** How many texts of the joint search are candidates; and how many of each picture's own, both by the picture alone and with the prior. */
const SEARCHED = 20;
const OWN = 4;
/** How many candidates, the likeliest, are compared with layouts. */
const JUDGED = 16;
/** Log prior of a text of which a picture hides some digits, in nats: it cannot be compared with layouts there. */
const HIDDEN = -1.2;
/** A picture shows all digits of a text if the text is less likely by no more than this, in nats, when none may be hidden. */
const UNHIDDEN = 1;
/**
 * A picture shows another card if it shows another number by itself with at least this confidence, and the joint number is less likely to it by at least this gap, in
 * nats. A number with `?` counts as not sure at all. Where glare hides a digit, the same card may show a shorter number: that alone does not make it another card.
 */
const ANOTHER_CARD = [
  { confidence: 0, gap: 45, isAsLong: false },
  { confidence: 0.65, gap: 12, isAsLong: false },
  { confidence: 0.8, gap: 7, isAsLong: true },
];
/** A picture shows the joint number if to it that is less likely than its own best text by less than this, in nats. */
const SHOWN = 12;
/** No picture speaks against the joint number if for each it is less likely than the best text by less than this, in nats. One digit that plainly differs makes 7 or more. */
const AGREED = 6;
/** The least posterior of a number that is likelier than all others together. */
const LIKELY = 0.5;
/** The least confidence of a picture's own number that disputes another one where there is no joint number. */
const PLAIN = 0.65;

/** Returns what a card's line shows; null where no digits were seen. */
export function evidenceOf({ line, reading, most }: SeenCard): NumberEvidence | null {
  if (!line || (line.glance.digits === '' && !reading)) return null;
  const { place, probs } = line.glance;
  return { place, crop: probs, crops: cropsOfLine(line), own: reading, most };
}

/**
 * Finds the number of a card that several pictures show.
 *
 * Each picture's evidence is the probability of whole numbers in its crops; see `pooled` for the rule by which they are joined. Digits of two cards are not mixed: a
 * whole number takes its score from all pictures, and where one of them plainly shows another card, a number is reported only if some picture shows it by itself.
 *
 * @param evidence - null for a picture that shows no digits
 * @param signal - ends the search, which yields to the event loop again and again
 * @returns null when no number is sure enough
 * @throws {CardOcrError} `REQUEST_TIMEOUT`
 */
export async function joinNumbers(
  evidence: readonly (NumberEvidence | null)[],
  prior: PanPrior,
  signal?: AbortSignal,
): Promise<JointNumber | null> {
  const pictures = evidence.flatMap((picture) => picture ?? []);
  const number = (pictures.length > 1 ? await jointOf(pictures, prior, signal) : null) ?? surestOf(pictures);
  if (!number) return null;
  const indexOf = (picture: number): number => evidence.indexOf(pictures[picture]!);
  return { reading: withoutOthers(number, pictures), shownIn: indexOf(number.shownIn), others: number.others.map(indexOf) };
}

/** Nobody knows which of the cards is meant: the posterior is multiplied by the share of pictures that show the reported one. */
function withoutOthers({ reading, others }: JointNumber, pictures: readonly NumberEvidence[]): NumberReading {
  const supporting = pictures.filter(({ own }, i) => own !== null && !others.includes(i)).length;
  const share = Math.max(1, supporting) / (Math.max(1, supporting) + others.length);
  return others.length > 0 ? doubtedAt(reading, reading.posterior * share) : reading;
}

/** Returns the number of the picture that is surest by itself. */
function surestOf(pictures: readonly NumberEvidence[]): JointNumber | null {
  const own = pictures.flatMap((picture, shownIn) => (picture.own ? [{ reading: picture.own, shownIn }] : []));
  own.sort((a, b) => confidenceOf(b.reading) - confidenceOf(a.reading));
  const [surest] = own;
  const others = own.filter(({ reading }) => reading.text !== surest!.reading.text && confidenceOf(reading) >= PLAIN);
  return surest ? { ...surest, others: others.map(({ shownIn }) => shownIn) } : null;
}

async function jointOf(pictures: readonly NumberEvidence[], prior: PanPrior, signal?: AbortSignal): Promise<JointNumber | null> {
  const candidates = await jointCandidates(pictures, prior, signal);
  const [best] = rankedNumbers(candidates, prior);
  const candidate = best && candidates.find(({ text }) => text === best.text);
  if (!candidate) return null;
  const { gaps } = candidate;
  const shownIn = gaps.indexOf(Math.min(...gaps));
  const logPrior = prior.of(best.text);
  const [sure, clear] = [isAtLeast(SURE, best, logPrior), isAtLeast(CLEAR, best, logPrior)];
  const whole = { ...best, ...placed(pictures[shownIn]!, best.text), total: best.visual + logPrior, sure, clear };
  const reading = tight(wholeOrPartial(whole, prior));
  // how likely it is counts here, not that digits may be missing
  const isReported =
    isLikeliestOfAll({ ...reading, posterior: best.posterior }, prior) || pictures.some(({ own }) => own?.text === reading.text);
  if (isOfNoCard(reading) || (!isReported && isHopeless(prior, reading))) return null;
  const others = pictures.flatMap(({ own }, i) => (own && isOfAnother(own, best.text, gaps[i]!) ? [i] : []));
  const isMixed = others.length > 0 && !pictures.some(({ own }) => own?.text === best.text);
  if (isMixed) return oneOfTwo(pictures, others);
  // any digit may stand there by which the number passes its check
  if (hideAlike(pictures)) return surestOf(pictures);
  const joint = gaps.every((gap) => gap < AGREED) ? asSureAsOwn(reading, pictures) : reading;
  return { reading: asDoubtedAsOwn(joint, pictures), shownIn, others };
}

/**
 * Whether no picture shows some digit of the number: all of them tell the same number by themselves, but for digits that they cannot read, and that one is among these in
 * each. Numbers that differ say nothing: where the beginning is hidden, the other digits are told in wrong places, with `?` behind them.
 */
function hideAlike(pictures: readonly NumberEvidence[]): boolean {
  const [text = '', ...others] = pictures.map(({ own }) => own?.text ?? '');
  const areOfOneNumber = others.every(
    (other) =>
      other.length === text.length && [...text].every((digit, i) => digit === other[i] || digit === UNREADABLE || other[i] === UNREADABLE),
  );
  return areOfOneNumber && [...text].some((digit, i) => digit === UNREADABLE && others.every((other) => other[i] === UNREADABLE));
}

/** Makes a number against which no picture speaks as sure as it is by the surest picture that shows it by itself. */
function asSureAsOwn(reading: NumberReading, pictures: readonly NumberEvidence[]): NumberReading {
  const surest = surestOf(pictures.filter(({ own }) => own?.text === reading.text))?.reading;
  return surest && confidenceOf(surest) > confidenceOf(reading) ? asSureAs(surest, reading) : reading;
}

/** Keeps the doubt that another look left in each picture that shows the number by itself: looks at more of such pictures do not settle it. */
function asDoubtedAsOwn(reading: NumberReading, pictures: readonly NumberEvidence[]): NumberReading {
  const showing = pictures.filter(({ own }) => own?.text === reading.text);
  const most = showing.length > 0 ? Math.max(...showing.map((picture) => picture.most)) : 1;
  return most < 1 ? doubtedAt(reading, most) : reading;
}

/**
 * Whether a number is likelier than all others, and begins as cards' numbers do. Then it is reported, with a low confidence, even where no picture makes each of its
 * digits sure, for example where each shows another part of it.
 */
const isLikeliestOfAll = (reading: NumberReading, prior: PanPrior): boolean =>
  !isPartial(reading) && reading.posterior >= LIKELY && prior.lengths(reading.text).length > 0;

/** @param gap - how much less likely the joint number is to the picture with this own number, in nats */
const isOfAnother = (own: NumberReading, joint: string, gap: number): boolean =>
  own.text !== joint &&
  ANOTHER_CARD.some((bar) => confidenceOf(own) >= bar.confidence && gap >= bar.gap && (!bar.isAsLong || own.text.length === joint.length));

/**
 * Returns the number of the surest picture, for pictures of two cards of which none shows the joint number by itself. `others` are those that dispute it, or
 * else all others with a number.
 */
function oneOfTwo(pictures: readonly NumberEvidence[], disputing: readonly number[]): JointNumber | null {
  const surest = surestOf(pictures);
  if (!surest) return null;
  const numbered = pictures.flatMap(({ own }, i) => (own ? [i] : []));
  const withoutSurest = (indices: readonly number[]): number[] => indices.filter((i) => i !== surest.shownIn);
  const others = withoutSurest([...new Set([...surest.others, ...disputing])]);
  return { ...surest, others: others.length > 0 ? others : withoutSurest(numbered) };
}

/** A text that the pictures may show. */
interface JointCandidate {
  readonly text: string;
  readonly visual: number;
  /** by picture: how much less likely it is than what the picture shows most likely, in nats */
  readonly gaps: readonly number[];
}

async function jointCandidates(pictures: readonly NumberEvidence[], prior: PanPrior, signal?: AbortSignal): Promise<JointCandidate[]> {
  const own = pictures.map((picture) => ownTexts(picture, prior));
  const bests = pictures.map(({ crops }, i) => Math.max(...hiddenLogProbabilities(crops, own[i]!)));
  const floors = bests.map((best) => best + JOINT.somethingElse);
  const crops = pictures.map((picture) => picture.crops);
  const texts = [...new Set([...own.flat(), ...(await jointTexts(crops, floors, PAN_MAX_LENGTH, signal)).slice(0, SEARCHED)])];
  const table: (readonly number[])[] = [];
  for (const pictureCrops of crops) {
    await yieldToEventLoop(signal);
    table.push(hiddenLogProbabilities(pictureCrops, texts));
  }
  const rows = texts.map((text, i) => {
    const logs = table.map((ofPicture) => ofPicture[i]!);
    return { text, logs, likely: pooled(logs, floors) + prior.of(text) };
  });
  rows.sort((a, b) => b.likely - a.likely);
  const gapsOf = (logs: readonly number[]): number[] => logs.map((log, i) => bests[i]! - log);
  const count = gapsOf(rows[0]?.logs ?? []).filter((gap, i) => gap < SHOWN || pictures[i]!.own !== null).length;
  return rows.map(({ text, logs }, i) => {
    const judged = logs.map((log, picture) => log + (i < JUDGED ? misfitIn(pictures[picture]!, text) : MISFIT));
    return { text, visual: pooled(judged, floors, Math.max(1, count)), gaps: gapsOf(logs) };
  });
}

/** Returns the likeliest texts of one picture alone. */
function ownTexts({ crops, own }: NumberEvidence, prior: PanPrior): string[] {
  const candidates = visualCandidates(crops).map(({ text, visual }) => ({ text, visual, likely: visual + prior.of(text) }));
  const best = (of: 'visual' | 'likely'): string[] =>
    [...candidates]
      .sort((a, b) => b[of] - a[of])
      .slice(0, OWN)
      .map(({ text }) => text);
  const ownNumber = own && !isPartial(own) ? [own.text] : [];
  return [...new Set([...ownNumber, ...best('visual'), ...best('likely')])];
}

/** Returns what counts against a text in a picture, in nats: digits that are hidden, or fit no layout of card numbers. */
function misfitIn({ place, crop }: NumberEvidence, text: string): number {
  if (place.length > 1) return 0;
  if (!isUnhidden(crop, text)) return HIDDEN;
  return text.length >= PAN_MIN_LENGTH && standsAsNumber(crop, text) ? 0 : MISFIT;
}

const isUnhidden = (crop: Tensor, text: string): boolean =>
  hiddenLogProbabilities([[crop]], [text])[0]! - textLogProbability(crop, PAN_ALPHABET, text) < UNHIDDEN;

/** Returns where a picture shows a text. */
function placed({ place, crop, own }: NumberEvidence, text: string): Pick<NumberReading, 'place' | 'positions'> {
  return place.length === 1 && isUnhidden(crop, text)
    ? { place, positions: digitPositions(crop, text) }
    : { place: own?.place ?? place, positions: [] };
}
