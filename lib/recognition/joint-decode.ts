import { yieldToEventLoop } from '../event-loop';
import { differences, median } from '../quantile';
import type { Tensor } from '../tensor';
import { joined, PAN_ALPHABET } from './constrained-decode';
import { alignText, bestPath, stepsOf } from './ctc';
import { memoized } from './memoize';

/** What one picture shows of a number: for each reader the class probabilities of its crops, shape `[T, 11]` each. */
export type PictureCrops = readonly (readonly Tensor[])[];

/** Parameters of the joint decoding; logs in nats. */
export const JOINT = {
  /** log prior of a run of digits that a picture does not show, because glare or a finger hides it: for the run, and for each digit in it */
  hiddenRun: -2.5,
  hiddenDigit: -0.5,
  /** added for a run at an end of the number, perhaps beyond the crop: there, no room shows that digits are hidden */
  hiddenEnd: -4,
  /** log prior that a picture shows something else in the number's place: a picture cannot count more than this against a text */
  somethingElse: -20,
  /**
   * n pictures count as n to the power of 1 minus this: 0 for independent pictures, 1 if all of them count as one. Pictures of one card share its print, and copies of
   * one photograph share nearly everything: measured by `evaluate --together` on both.
   */
  dependence: 0.85,
  beamWidth: 8,
  /** texts this much less likely than the best are given up */
  depth: 20,
};

/** The blank part of a crop where a digit is hidden. */
interface Gap {
  /** its length in time steps */
  readonly steps: number;
  /** by time step: the probability that the last `steps` steps up to it are blank */
  readonly blanks: Float64Array;
}

/** A crop, and the gaps that hidden digits leave in it. */
interface Strip {
  readonly crop: Tensor;
  /** by time step: the probability that all steps up to it are blank */
  readonly blank: Float64Array;
  /** the gap for the first digit of a run, and that for each further one */
  readonly first: Gap;
  readonly further: Gap;
}

/** The length of these gaps, in distances between two digits: the first is wider than the space between two groups. */
const ROOM = { first: 1.6, further: 0.75 };
/** The distance between two digits, in time steps, where there are too few digits to measure it. */
const USUAL_PITCH = 5;
const FEW_DIGITS = 4;

const CLASSES = PAN_ALPHABET.length + 1;

const stripOf = memoized((crop: Tensor): Strip => {
  const pitch = pitchInSteps(crop);
  return { crop, blank: blanksOf(crop), first: gapOf(crop, ROOM.first * pitch), further: gapOf(crop, ROOM.further * pitch) };
});

/** Median distance between two digits. */
function pitchInSteps(crop: Tensor): number {
  const centres = alignText(crop, PAN_ALPHABET, bestPath(crop, PAN_ALPHABET));
  return centres.length < FEW_DIGITS ? USUAL_PITCH : median(differences(centres));
}

function blanksOf(crop: Tensor): Float64Array {
  const blank = new Float64Array(stepsOf(crop, PAN_ALPHABET) + 1);
  blank[0] = 1;
  for (let t = 1; t < blank.length; t++) blank[t] = blank[t - 1]! * crop.data[(t - 1) * CLASSES]!;
  return blank;
}

function gapOf(crop: Tensor, room: number): Gap {
  const steps = Math.max(1, Math.round(room));
  const blanks = new Float64Array(stepsOf(crop, PAN_ALPHABET) + 1);
  for (let t = steps; t < blanks.length; t++) {
    blanks[t] = 1;
    for (let i = t - steps; i < t; i++) blanks[t]! *= crop.data[i * CLASSES]!;
  }
  return { steps, blanks };
}

/** The probabilities that a crop shows a text up to each time step. Plain probabilities: crops have too few steps for them to vanish. */
interface Reach {
  readonly strip: Strip;
  /** the text's last character; empty for the empty text */
  readonly last: string;
  /** by time step: the text ends there in its last character; and in a blank after it */
  readonly ends: Float64Array;
  readonly blankEnds: Float64Array;
  /** by time step: the last character is hidden, and the next one is shown right after that step */
  readonly hidden: Float64Array;
  /** all of the text is hidden before the crop */
  readonly before: number;
  /** the last characters are hidden behind the crop */
  readonly behind: number;
}

/** The empty text. */
function beginningOf(strip: Strip): Reach {
  const steps = stepsOf(strip.crop, PAN_ALPHABET);
  const none = new Float64Array(steps + 1);
  return { strip, last: '', ends: none, blankEnds: strip.blank, hidden: none, before: 0, behind: 0 };
}

/**
 * Extends a text by one character: the CTC forward algorithm, but character by character instead of step by step, so that crops of different lengths keep pace, and
 * with one more case: the character is hidden.
 */
function extended(reach: Reach, character: string): Reach {
  const { strip, last } = reach;
  const { data } = strip.crop;
  const label = PAN_ALPHABET.indexOf(character) + 1;
  const [ends, blankEnds] = [new Float64Array(reach.ends.length), new Float64Array(reach.ends.length)];
  for (let t = 1; t < ends.length; t++) {
    const row = (t - 1) * CLASSES;
    const entering = freeAt(reach, t - 1) + (character === last ? 0 : reach.ends[t - 1]!);
    ends[t] = data[row + label]! * (entering + ends[t - 1]!);
    blankEnds[t] = data[row]! * (blankEnds[t - 1]! + ends[t - 1]!);
  }
  return { strip, last: character, ends, blankEnds, hidden: withHidden(reach), ...beyond(reach) };
}

/** The probabilities with one more character that is hidden at an end. */
function beyond(reach: Reach): Pick<Reach, 'before' | 'behind'> {
  const end = Math.exp(JOINT.hiddenEnd + JOINT.hiddenRun);
  const digit = Math.exp(JOINT.hiddenDigit);
  return { before: digit * (reach.last === '' ? end : reach.before), behind: digit * (end * shownBy(reach) + reach.behind) };
}

/** The probability that the next step may show any character, also the last one again. */
const freeAt = ({ strip, blankEnds, hidden, before }: Reach, t: number): number => blankEnds[t]! + hidden[t]! + before * strip.blank[t]!;

/** The probabilities with one more character that is hidden between others. */
function withHidden({ strip: { first, further }, last, ends, blankEnds, hidden }: Reach): Float64Array {
  const after = new Float64Array(ends.length);
  if (last === '') return after;
  const [run, digit] = [Math.exp(JOINT.hiddenRun + JOINT.hiddenDigit), Math.exp(JOINT.hiddenDigit)];
  for (let t = 0; t < after.length; t++) {
    const [begun, gone] = [t - first.steps, t - further.steps];
    if (begun >= 0) after[t] = run * first.blanks[t]! * (ends[begun]! + blankEnds[begun]!);
    if (gone >= 0) after[t]! += digit * further.blanks[t]! * hidden[gone]!;
  }
  return after;
}

/** The probability that the crop shows this text and no more, its last character included. */
const shownBy = ({ ends, blankEnds }: Reach): number => ends.at(-1)! + blankEnds.at(-1)!;

/** The probability that the crop shows this text and no more, or that its last characters are hidden behind the crop. */
const wholeOf = (reach: Reach): number => shownBy(reach) + reach.behind;

/** For each character, roughly the probability that the crop shows a text that begins with this one and that character. */
function massesAfter(reach: Reach): number[] {
  const { last, ends } = reach;
  const { data } = reach.strip.crop;
  const { before, behind } = beyond(reach);
  const masses = new Array<number>(PAN_ALPHABET.length).fill(Math.max(...withHidden(reach), before, behind));
  const repeated = last === '' ? -1 : PAN_ALPHABET.indexOf(last);
  for (let t = 0; t + 1 < ends.length; t++) {
    const free = freeAt(reach, t);
    const any = free + ends[t]!;
    for (let k = 0; k < masses.length; k++) masses[k]! += data[t * CLASSES + k + 1]! * (k === repeated ? free : any);
  }
  return masses;
}

/**
 * Returns the log probability of each of several texts that a picture shows it, perhaps with some digits hidden.
 *
 * @returns in the order of the texts
 */
export function hiddenLogProbabilities(crops: PictureCrops, texts: readonly string[]): number[] {
  const logsByReader = crops.map((ofReader) => ofReader.map((crop) => logsIn(stripOf(crop), texts)));
  return texts.map((_, i) => joined(logsByReader.map((ofReader) => ofReader.map((logs) => logs[i]!))));
}

/** Goes through the texts in alphabetical order, in which neighbours share most of their beginnings. */
function logsIn(strip: Strip, texts: readonly string[]): number[] {
  const logs = new Array<number>(texts.length);
  const ordered = texts.map((text, i) => ({ text, i })).sort((a, b) => (a.text < b.text ? -1 : 1));
  const reaches = [beginningOf(strip)];
  let before = '';
  for (const { text, i } of ordered) {
    let common = 0;
    while (common < before.length && before[common] === text[common]) common++;
    reaches.length = common + 1;
    for (const character of text.slice(common)) reaches.push(extended(reaches.at(-1)!, character));
    logs[i] = Math.log(wholeOf(reaches.at(-1)!));
    before = text;
  }
  return logs;
}

/**
 * Joins what several pictures say of one text: a logarithmic opinion pool with equal weights (Genest and Zidek 1986), or product of experts (Hinton 2002), of bounded
 * opinions.
 *
 * It was chosen as an open rule: pictures are joined in the likelihood of a whole number. Strings that were read are neither aligned nor merged, nothing is voted on, and
 * no picture or character has a weight of its own, as in patented ways of joining the frames of a video (US 9058536, US 9659224, US 10210384, US 11640720).
 *
 * @param logs - by picture: the log probability of the text
 * @param floors - by picture: the log probability that it shows something else
 * @param count - how many of them show the number at all
 */
export function pooled(logs: readonly number[], floors: readonly number[], count = logs.length): number {
  const sum = logs.reduce((total, log, i) => total + logSum(log, floors[i]!), 0);
  return sum * count ** -JOINT.dependence;
}

const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

interface Beam {
  readonly text: string;
  /** by picture, reader and crop */
  readonly reaches: readonly (readonly (readonly Reach[])[])[];
}

/**
 * Finds texts that several pictures together probably show: a prefix search through all pictures at once, as in multi-pattern decoding of speech (Nair and Sreenivas,
 * ASRU 2007). It uses one crop of each picture by each reader.
 *
 * @param floors - see `pooled`
 * @param signal - ends the search, which yields to the event loop before each length of texts
 * @returns best first
 * @throws {CardOcrError} `REQUEST_TIMEOUT`
 */
export async function jointTexts(
  pictures: readonly PictureCrops[],
  floors: readonly number[],
  maxLength: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const score = (reaches: Beam['reaches'], massOf: (reach: Reach) => number): number =>
    pooled(
      reaches.map((readers) => joined(readers.map((crops) => crops.map((reach) => Math.log(massOf(reach)))))),
      floors,
    );
  const found: { text: string; score: number }[] = [];
  const start = pictures.map((readers) => readers.map((crops) => crops.slice(0, 1).map((crop) => beginningOf(stripOf(crop)))));
  let beams: Beam[] = [{ text: '', reaches: start }];
  let best = -Infinity;
  for (let length = 1; length <= maxLength; length++) {
    await yieldToEventLoop(signal);
    const longer = beams.flatMap(({ text, reaches }) => {
      const masses = new Map(reaches.flat(2).map((reach) => [reach, massesAfter(reach)]));
      return [...PAN_ALPHABET].map((character, k) => ({
        text,
        reaches,
        character,
        score: score(reaches, (reach) => masses.get(reach)![k]!),
      }));
    });
    longer.sort((a, b) => b.score - a.score);
    beams = longer
      .slice(0, JOINT.beamWidth)
      .filter((beam) => beam.score > best - JOINT.depth)
      .map(({ text, reaches, character }) => ({
        text: text + character,
        reaches: reaches.map((readers) => readers.map((crops) => crops.map((reach) => extended(reach, character)))),
      }));
    found.push(...beams.map(({ text, reaches }) => ({ text, score: score(reaches, wholeOf) })));
    best = Math.max(best, ...found.slice(-beams.length).map((candidate) => candidate.score));
  }
  return found.sort((a, b) => b.score - a.score).map(({ text }) => text);
}
