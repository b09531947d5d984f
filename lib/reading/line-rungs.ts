import type { Framing, Glance, NumberReading, ReaderName } from '../evidence';
import { type Quad, quadCentre, quadDirection, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { PAN_ALPHABET } from '../recognition/constrained-decode';
import { alignText } from '../recognition/ctc';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';
import { AGREED, CLEAR, isAtLeast, isPlain, isUndoubted } from './certainty';
import { decodeNumber, stretchOf } from './decode-number';
import { crop, FIRST_FRAMING } from './glance';
import { climb, type Doubt, type Rung } from './ladder';

/** A number's line while it is being read. */
export interface Line {
  readonly sight: Sight;
  /** the first look at it, and further crops by the same reader */
  readonly glance: Glance;
  /** looks of the digit reader at other crops of the same line */
  readonly shared: readonly Tensor[];
  /** further looks of the text reader */
  readonly text: readonly Tensor[];
  /** stretches of the line that begin or end elsewhere */
  readonly wider: readonly WiderStretch[];
  /** by all looks together; null: no digits */
  readonly reading: NumberReading | null;
}

interface WiderStretch {
  readonly quad: Quad;
  readonly digits: readonly Tensor[];
  readonly text: readonly Tensor[];
}

/** Further crops for the digit reader. */
const DIGIT_FRAMINGS: readonly Framing[] = [
  { dx: 0.15, dy: -0.14, widthScale: 0.95 },
  { dx: 0.3, dy: 0.04, widthScale: 0.8 },
  { dx: 0.8, dy: -0.1, widthScale: 0.9 },
];
/** Crops of wider stretches, for the digit reader. */
const STRETCH_FRAMINGS: readonly Framing[] = [FIRST_FRAMING, { dx: 0, dy: 0.06, widthScale: 1.1 }];
/** The crop for the text reader: a second one changes nothing. */
const TEXT_FRAMING: Framing = { dx: 0, dy: 0, widthScale: 0.8 };
/** Of so many digits a line that is cut short may be. */
const STRETCHED_TO = [16, 19];
/** Width of the space between groups, in digit pitches. */
const GROUP_GAP = 0.8;

/**
 * A line after its first look.
 *
 * @param reading - of that look
 * @param others - looks at other crops: those at the same line count, too
 */
export function lineOf(sight: Sight, glance: Glance, reading: NumberReading | null, others: readonly Glance[] = []): Line {
  const same = others.filter((other) => other.place !== glance.place && isOfSameLine(other, glance));
  const shared = glance.by === 'digits' ? same.flatMap(({ probs, further }) => [probs, ...further]) : [];
  return { sight, glance, shared, text: [], wider: [], reading };
}

/** What can be done about a line whose place is known. */
export const LINE_RUNGS: readonly Rung<Line>[] = [
  { name: 'crops', asks: ['doubted'], networks: ['digit-recognition'], look: lookAtCrops },
  { name: 'text', asks: ['doubted'], networks: ['text-recognition'], look: lookByText },
  { name: 'wider', asks: ['cut'], networks: ['digit-recognition'], look: lookWider },
  { name: 'wider-text', asks: ['cut', 'widened'], networks: ['text-recognition'], look: lookWiderByText },
];

export function lineDoubts({ glance, shared, text, wider, reading }: Line): ReadonlySet<Doubt> {
  const doubts = new Set<Doubt>();
  const isOneLook = glance.further.length + shared.length + text.length === 0;
  if (isOneLook ? !reading?.sure : !isUndoubted(reading)) doubts.add('doubted');
  if (reading && !isPlain(reading) && glance.place.length === 1) doubts.add('cut');
  if (wider.length > 0) doubts.add('widened');
  return doubts;
}

/** Read a line by all means. */
export const readLine = async (line: Line): Promise<Line> => climb(LINE_RUNGS, line, lineDoubts);

/** Further crops of the same stretch, until what the digit reader sees in them agrees. Where it saw no number at first, what digits it sees there count for nothing. */
export async function lookAtCrops(line: Line): Promise<Line | null> {
  const { sight } = line;
  if (line.glance.by !== 'digits') return null;
  let seen = line;
  for (const [i, framing] of DIGIT_FRAMINGS.entries()) {
    const { glance } = seen;
    const further = glance.further.length > i ? glance.further : [...glance.further, await crop(sight, 'digits', glance, framing)];
    const { reading } = read({ ...seen, glance: { ...glance, further: further.slice(0, i + 1) } });
    const isAgreed = reading !== null && isAtLeast(AGREED, reading, sight.prior.of(reading.text));
    seen = { ...seen, glance: { ...glance, further }, reading: isAgreed ? { ...reading, sure: true } : reading };
    if (seen.reading?.sure) return seen;
  }
  return seen;
}

async function lookByText(line: Line): Promise<Line> {
  return read({ ...line, text: [...line.text, await crop(line.sight, 'text', line.glance, TEXT_FRAMING)] });
}

/** Where the digit reader sees more digits beyond the line's ends (a detector misses faint ones). */
async function lookWider(line: Line): Promise<Line | null> {
  const { sight, glance } = line;
  if (glance.by !== 'digits') return null;
  const wider: WiderStretch[] = [];
  for (const quad of widerQuads(line)) {
    const digits: Tensor[] = [];
    for (const framing of STRETCH_FRAMINGS) digits.push(await crop(sight, 'digits', { place: [quad], trims: glance.trims }, framing));
    wider.push({ quad, digits, text: [] });
  }
  if (wider.length === 0) return null;
  const longest = decodeStretches({ ...line, text: [], wider }, line.reading);
  const chosen = longest && wider[longest.stretch - 1];
  return chosen ? read({ ...line, wider: [chosen] }) : line;
}

/** The fast reader tells which stretch is worth the slow one's look; where it sees nothing, each is. */
async function lookWiderByText(line: Line): Promise<Line | null> {
  const { sight, glance } = line;
  const stretches = glance.by === 'digits' ? line.wider : widerQuads(line).map((quad) => ({ quad, digits: [], text: [] }));
  if (stretches.length === 0) return null;
  const wider: WiderStretch[] = [];
  for (const stretch of stretches) {
    wider.push({ ...stretch, text: [await crop(sight, 'text', { place: [stretch.quad], trims: glance.trims }, FIRST_FRAMING)] });
  }
  return read({ ...line, wider });
}

/** With the reading that all looks together make. */
function read(line: Line): Line {
  const tight = decodeStretches({ ...line, wider: [] }, null);
  return { ...line, reading: line.wider.length > 0 ? decodeStretches(line, tight) : tight };
}

/**
 * A wider stretch is believed only for the digits it adds: on the same ones the tight crop sees better.
 *
 * @param tight - what is read without the wider stretches
 */
function decodeStretches({ sight, glance, shared, text, wider }: Line, tight: NumberReading | null): NumberReading | null {
  const { place, by, probs, further } = glance;
  const views: Record<ReaderName, readonly Tensor[]> =
    by === 'digits' ? { digits: [probs, ...shared, ...further], text } : { digits: [], text: [probs, ...text] };
  const stretches = [
    stretchOf(place, probs, views),
    ...wider.map(({ quad, digits, text }) => stretchOf([quad], digits[0] ?? text[0] ?? probs, { digits, text })),
  ];
  return decodeNumber(sight, stretches, (longer, stretch) => stretch === 0 || (tight !== null && extendsText(longer, tight.text)));
}

/** The line with room for the digits it may lack to make 16 or 19, at its left, its right, or a little at both. */
function widerQuads({ sight: { prior }, glance, reading }: Line): Quad[] {
  const [line] = glance.place;
  const { probs } = glance;
  // nothing worse against it than a failed check: nothing is missing
  if (!line || !reading || prior.of(reading.text) >= CLEAR.logPrior) return [];
  const centres = alignText(probs, PAN_ALPHABET, reading.text);
  if (centres.length < 4) return [];
  const steps = centres.slice(1).map((c, i) => c - centres[i]!);
  const pitch = ([...steps].sort((a, b) => a - b)[steps.length >> 1]! / probs.shape[0]!) * quadWidth(line);
  const begun = prior.begins(reading.text);
  const ends: [number, number][] = begun ? [] : [[0.7, 0.7]];
  for (const length of STRETCHED_TO) {
    const missing = length - reading.text.length;
    if (missing < 1) continue;
    const room = missing + GROUP_GAP * Math.ceil(missing / 4) + 0.3;
    ends.push(begun ? [0.3, room] : [room, 0.3]);
    if (missing > 1 && !begun) ends.push([room / 2, room / 2]);
  }
  return ends.map(([left, right]) => stretchQuad(line, left * pitch, right * pitch));
}

/** Whether a text is longer than another and holds it, give or take two misread digits (semi-global edit distance, Sellers 1980). */
function extendsText(text: string, part: string): boolean {
  if (text.length <= part.length) return false;
  let row = new Array<number>(text.length + 1).fill(0);
  for (let i = 1; i <= part.length; i++) {
    const next = [i];
    for (let j = 1; j <= text.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (part[i - 1] === text[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return Math.min(...row) <= 2;
}

/** Crops of one line differ by so much at most: across in heights, along and in length in lengths. */
const SAME_LINE = { across: 0.5, along: 0.12, length: 0.2 };

function isOfSameLine(a: Glance, b: Glance): boolean {
  const [line, other] = [a.place[0], b.place[0]];
  if (a.by !== b.by || a.place.length !== 1 || b.place.length !== 1 || !line || !other) return false;
  const [d, e] = [quadDirection(line), quadDirection(other)];
  const [from, to] = [quadCentre(line), quadCentre(other)];
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = quadWidth(line);
  return (
    d.x * e.x + d.y * e.y > 0.95 &&
    Math.abs(y * d.x - x * d.y) < SAME_LINE.across * quadHeight(line) &&
    Math.abs(x * d.x + y * d.y) < SAME_LINE.along * length &&
    Math.abs(quadWidth(other) - length) < SAME_LINE.length * length
  );
}
