import { PAN_MAX_LENGTH, PAN_MIN_LENGTH } from '../card/pan';
import { yieldToEventLoop } from '../event-loop';
import type { NumberReading, Place } from '../evidence';
import { constrainedDecode, digitPositions, PAN_ALPHABET, visualCandidates } from '../recognition/constrained-decode';
import { textLogProbability } from '../recognition/ctc';
import { hiddenLogProbabilities, JOINT, jointTexts, type PictureViews, pooled } from '../recognition/joint-decode';
import type { PanPrior } from '../sight';
import type { Tensor } from '../tensor';
import { asSureAs, CLEAR, confidenceOf, isAtLeast, isOfNoCard, SURE } from './certainty';
import { isHopeless, tight, wholeOrPartial } from './conclude';
import { MISFIT, standsAsNumber } from './decode-number';
import { viewsOf } from './line-rungs';
import { isPartial } from './partial-number';
import type { SeenCard } from './survey';

/** What one picture shows of a card's number. Holds no pixels. */
export interface NumberEvidence {
  readonly place: Place;
  /** the look by which it is told where digits stand, shape `[T, 11]` */
  readonly view: Tensor;
  readonly views: PictureViews;
  /** what the picture tells by itself; null: nothing */
  readonly own: NumberReading | null;
}

/** A number by several pictures. */
export interface JointNumber {
  /** its place and positions are those of one of the pictures */
  readonly reading: NumberReading;
  /** which, by its index: the one that shows it best */
  readonly shownIn: number;
  /** those that plainly show another number, by their indices */
  readonly others: readonly number[];
}

/** So many texts of the joint search, and of each picture's own, are judged. */
const SEARCHED = 20;
const OWN = 4;
/** So many of the likeliest are judged by how their digits stand. */
const JUDGED = 16;
/** What counts against digits of which some are hidden in a picture, so that it is not told how they stand. */
const HIDDEN = -1.2;
/** A picture shows a text's digits all, where the text is hardly less likely if none of them is hidden, in nats. */
const UNHIDDEN = 1;
/**
 * A picture shows another card where it tells another number by itself, and the joint number is so much less likely to it, in nats: the less, the surer it is of its
 * own. One with `?` counts as not sure at all. Where glare hides a digit, the same card may show a shorter number: that is no other card yet.
 */
const ANOTHER_CARD = [
  { confidence: 0, gap: 45, isAsLong: false },
  { confidence: 0.65, gap: 12, isAsLong: false },
  { confidence: 0.8, gap: 7, isAsLong: true },
];
/** A picture shows the joint number where that is hardly less likely to it than anything else, in nats. */
const SHOWN = 12;
/** No picture speaks against the joint number: it is less than this less likely than anything else to each, in nats. One digit that differs plainly is 7 or more. */
const AGREED = 6;
/** Posterior. */
const LIKELY = 0.5;
/** So surely pictures tell numbers that are compared without a joint one. */
const PLAIN = 0.65;

/** What a card's line shows; null where no digits were seen. */
export function evidenceOf({ line, reading }: SeenCard): NumberEvidence | null {
  if (!line || (line.glance.digits === '' && !reading)) return null;
  const { place, probs } = line.glance;
  return { place, view: probs, views: viewsOf(line), own: reading };
}

/**
 * The number of a card that several pictures show.
 *
 * Each picture's evidence is the probability of whole numbers in its crops; see `pooled` for the rule by which they are joined. Digits of two cards are not mixed: a
 * whole number takes its score from all pictures, and where one of them plainly shows another, what is told is what a picture tells by itself.
 *
 * @param evidence - null for a picture that shows no digits
 * @param signal - of the request's time; others have their turn again and again while they are joined
 * @returns null when no number can be told
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
  return others.length > 0 ? { ...reading, posterior: reading.posterior * share, sure: false, clear: false } : reading;
}

/** What the surest picture tells by itself. */
function surestOf(pictures: readonly NumberEvidence[]): JointNumber | null {
  const own = pictures.flatMap((picture, shownIn) => (picture.own ? [{ reading: picture.own, shownIn }] : []));
  own.sort((a, b) => confidenceOf(b.reading) - confidenceOf(a.reading));
  const [surest] = own;
  const others = own.filter(({ reading }) => reading.text !== surest!.reading.text && confidenceOf(reading) >= PLAIN);
  return surest ? { ...surest, others: others.map(({ shownIn }) => shownIn) } : null;
}

async function jointOf(pictures: readonly NumberEvidence[], prior: PanPrior, signal?: AbortSignal): Promise<JointNumber | null> {
  const candidates = await jointCandidates(pictures, prior, signal);
  const [best] = constrainedDecode(candidates, prior.of);
  const candidate = best && candidates.find(({ text }) => text === best.text);
  if (!candidate) return null;
  const { gaps } = candidate;
  const shownIn = gaps.indexOf(Math.min(...gaps));
  const logPrior = prior.of(best.text);
  const [sure, clear] = [isAtLeast(SURE, best, logPrior), isAtLeast(CLEAR, best, logPrior)];
  const whole = { ...best, ...placed(pictures[shownIn]!, best.text), total: best.visual + logPrior, sure, clear };
  const reading = tight(wholeOrPartial(whole, prior));
  const isReported = isLikeliestOfAll(reading, prior) || pictures.some(({ own }) => own?.text === reading.text);
  if (isOfNoCard(reading) || (!isReported && isHopeless(prior, reading))) return null;
  const others = pictures.flatMap(({ own }, i) => (own && isOfAnother(own, best.text, gaps[i]!) ? [i] : []));
  const isMixed = others.length > 0 && !pictures.some(({ own }) => own?.text === best.text);
  if (isMixed) return oneOfTwo(pictures, others);
  return { reading: gaps.every((gap) => gap < AGREED) ? asSureAsOwn(reading, pictures) : reading, shownIn, others };
}

/** Where no picture speaks against a number, it is as sure as the surest picture that tells it by itself. */
function asSureAsOwn(reading: NumberReading, pictures: readonly NumberEvidence[]): NumberReading {
  const surest = surestOf(pictures.filter(({ own }) => own?.text === reading.text))?.reading;
  return surest && confidenceOf(surest) > confidenceOf(reading) ? asSureAs(surest, reading) : reading;
}

/**
 * Whether a number is likelier than all others, and begins as cards' numbers do. Then it is told even where no picture makes each of its digits sure, as where each shows
 * another part of it; and its confidence says so.
 */
const isLikeliestOfAll = (reading: NumberReading, prior: PanPrior): boolean =>
  !isPartial(reading) && reading.posterior >= LIKELY && prior.lengths(reading.text).length > 0;

/** @param gap - how much less likely the joint number is to the picture that tells this one, in nats */
const isOfAnother = (own: NumberReading, joint: string, gap: number): boolean =>
  own.text !== joint &&
  ANOTHER_CARD.some((bar) => confidenceOf(own) >= bar.confidence && gap >= bar.gap && (!bar.isAsLong || own.text.length === joint.length));

/** What the surest picture tells, where the joint number is none of those that pictures tell, and some of them, or all others, show another card. */
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
  const bests = pictures.map(({ views }, i) => Math.max(...hiddenLogProbabilities(views, own[i]!)));
  const floors = bests.map((best) => best + JOINT.somethingElse);
  const views = pictures.map((picture) => picture.views);
  const texts = [...new Set([...own.flat(), ...(await jointTexts(views, floors, PAN_MAX_LENGTH, signal)).slice(0, SEARCHED)])];
  const table: (readonly number[])[] = [];
  for (const pictureViews of views) {
    await yieldToEventLoop(signal);
    table.push(hiddenLogProbabilities(pictureViews, texts));
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

/** The likeliest texts of one picture alone. */
function ownTexts({ views, own }: NumberEvidence, prior: PanPrior): string[] {
  const candidates = visualCandidates(views).map(({ text, visual }) => ({ text, visual, likely: visual + prior.of(text) }));
  const best = (of: 'visual' | 'likely'): string[] =>
    [...candidates]
      .sort((a, b) => b[of] - a[of])
      .slice(0, OWN)
      .map(({ text }) => text);
  const ownNumber = own && !isPartial(own) ? [own.text] : [];
  return [...new Set([...ownNumber, ...best('visual'), ...best('likely')])];
}

/** Whether a picture shows all digits of a text, as card numbers are laid out. */
function misfitIn({ place, view }: NumberEvidence, text: string): number {
  if (place.length > 1) return 0;
  if (!isUnhidden(view, text)) return HIDDEN;
  return text.length >= PAN_MIN_LENGTH && standsAsNumber(view, text) ? 0 : MISFIT;
}

const isUnhidden = (view: Tensor, text: string): boolean =>
  hiddenLogProbabilities([[view]], [text])[0]! - textLogProbability(view, PAN_ALPHABET, text) < UNHIDDEN;

/** Where a picture shows a text. */
function placed({ place, view, own }: NumberEvidence, text: string): Pick<NumberReading, 'place' | 'positions'> {
  return place.length === 1 && isUnhidden(view, text)
    ? { place, positions: digitPositions(view, text) }
    : { place: own?.place ?? place, positions: [] };
}
