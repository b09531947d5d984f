import { DEFAULT_MIN_CONFIDENCE, ERROR_CATALOGUE, type Warning } from '../../../lib';
import { median, quantile } from '../../../lib/quantile';
import type { FileReading } from '../../command/file-reading';
import type { Label } from '../label';
import { misreadAs } from './misread';
import { type Judged, leastConfidence, reliabilityTable } from './reliability';

/** Warnings that tell the client to doubt that the digits were read correctly. */
const DOUBT_OF_DIGITS: ReadonlySet<string> = new Set([
  'low-confidence',
  'unknown-length',
  'partial',
  'different-cards',
] satisfies Warning[]);
/** All warnings about a number, as docs/api.md advises to heed them. */
const ABOUT_NUMBER: ReadonlySet<string> = new Set([...DOUBT_OF_DIGITS, 'luhn', 'unknown-bin']);

/** Whether warnings tell the client to doubt the number: its digits, or, where its check fails, that it is a card's number. */
export const isDoubted = (warnings: readonly string[]): boolean =>
  warnings.some((warning) => warning === 'luhn' || DOUBT_OF_DIGITS.has(warning));

type Pair = readonly [Label, FileReading];

const answerOf = (reading: FileReading) => (reading.status === 200 && 'warnings' in reading ? reading : null);
/** The status that says that a picture shows no bank card. */
const NO_CARD = ERROR_CATALOGUE.NO_CARD.status;
const isOfNoCard = ([{ kind }]: Pair): boolean => kind === 'negative';
const isPhoto = ({ kind }: Label): boolean => kind === 'photo' || kind === 'scan';
/** Returns the label's date; null where it is no real one, such as a specimen's 00/00. */
const dateOf = ({ expiry, expiry_is_real_date }: Label): string | null => (expiry_is_real_date === false ? null : expiry);

/** Columns of the table of views, over pictures with a number. */
const COLUMNS: readonly { name: string; of: (pairs: readonly Pair[]) => string }[] = [
  { name: 'all exact', of: (pairs) => share(pairs, isExact) },
  { name: 'photo and scan', of: (pairs) => share(ofPhotos(pairs), isExact) },
  { name: 'no doubt', of: (pairs) => share(ofPhotos(pairs), isCertain) },
  { name: 'wrong, no warning', of: (pairs) => `${pairs.filter((pair) => isCertain(pair) && !isExact(pair)).length}` },
  { name: 'dates exact', of: (pairs) => share(withDate(pairs), isDateExact) },
  { name: 'wrong', of: (pairs) => `${withDate(pairs).filter(isDateWrong).length}` },
  { name: 'ms median', of: (pairs) => (pairs.length > 0 ? median(timesOf(pairs)) : 0).toFixed(1) },
];
const timesOf = (pairs: readonly Pair[]): number[] => pairs.map(([, { ms }]) => ms);
const isExact = ([{ pan }, reading]: Pair): boolean => answerOf(reading)?.pan === pan;
const isCertain = ([, reading]: Pair): boolean => {
  const answer = answerOf(reading);
  return answer !== null && !isDoubted(answer.warnings);
};
const tellsDate = ([, reading]: Pair): boolean => Boolean(answerOf(reading)?.expiry);
const isDateExact = ([label, reading]: Pair): boolean => answerOf(reading)?.expiry === dateOf(label);
const isDateWrong = (pair: Pair): boolean => tellsDate(pair) && !isDateExact(pair);
const ofPhotos = (pairs: readonly Pair[]): readonly Pair[] => pairs.filter(([label]) => isPhoto(label));
const hasNumber = ([{ pan }]: Pair): boolean => pan !== null;
/** Those of which the label is sure what date they show, or that they show none. */
const withSureDate = (pairs: readonly Pair[]): readonly Pair[] => pairs.filter(([label]) => !label.expiry_unsure);
const withDate = (pairs: readonly Pair[]): readonly Pair[] => withSureDate(pairs).filter(([label]) => dateOf(label) !== null);

function share(pairs: readonly Pair[], test: (pair: Pair) => boolean): string {
  const count = pairs.filter(test).length;
  return `${count}/${pairs.length} ${((100 * count) / Math.max(1, pairs.length)).toFixed(1)} %`;
}

/**
 * Returns a line of the table of views: how pictures were read that were all changed in the same way. Without readings, returns the table's head. "No doubt"
 * are numbers of photos and scans that are reported without a warning to doubt them.
 */
export function rowOfView(name: string, pairs?: readonly Pair[]): string {
  const numbered = pairs?.filter(hasNumber);
  const cells = COLUMNS.map((column) => (numbered ? column.of(numbered) : column.name).padStart(Math.max(16, column.name.length + 2)));
  return `${name.padEnd(24)}${cells.join('')}`;
}

/** Returns the table that `evaluate` prints: rates, times, then every miss. */
export function scoreTable(pairs: readonly Pair[]): string {
  const numbered = pairs.filter(hasNumber);
  const lines = [
    ...numberLines(numbered),
    ...endpointLines(pairs),
    ...dateLines(pairs),
    ...typeLines(numbered),
    ...numberlessLines(pairs.filter((pair) => !hasNumber(pair))),
    ...reliabilityTable(judged(numbered)),
    ...timeLine(pairs),
    ...pairs.flatMap(missLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns the line of a rate; no line where there is nothing to count. */
function rateLine(name: string, of: readonly Pair[], test: (pair: Pair) => boolean): string[] {
  if (of.length === 0) return [];
  const count = of.filter(test).length;
  return [`${named(name)}${((100 * count) / of.length).toFixed(1).padStart(5)} % (${count}/${of.length})`];
}

const named = (name: string): string => name.padEnd(26);

const isAnswered = ([, reading]: Pair): boolean => answerOf(reading) !== null;

/** Whether a number is right, and no warning doubts its digits. `luhn` does not: specimens whose check fails have it, however plain their digits are. */
const isSurelyRight = (pair: Pair): boolean =>
  isExact(pair) && !answerOf(pair[1])!.warnings.some((warning) => DOUBT_OF_DIGITS.has(warning));

function numberLines(numbered: readonly Pair[]): string[] {
  const slice = (name: string, test: (label: Label) => boolean): string[] =>
    rateLine(
      `  ${name}`,
      numbered.filter(([label]) => test(label)),
      isExact,
    );
  const kinds = [...new Set(numbered.flatMap(([{ kind }]) => kind ?? []))];
  return [
    ...rateLine('number exact', numbered, isExact),
    ...kinds.flatMap((kind) => slice(kind, (label) => label.kind === kind)),
    ...slice('photo and scan', isPhoto),
    ...slice('embossed', ({ embossed }) => embossed === true),
    ...slice('flat', ({ embossed }) => embossed === false),
    ...slice('16 digits', ({ pan }) => pan?.length === 16),
    ...slice('17-19 digits', ({ pan }) => (pan?.length ?? 0) > 16),
    ...slice('Luhn holds', ({ luhn_ok }) => luhn_ok === true),
    ...rateLine('answered', numbered, isAnswered),
    ...rateLine('digits told with no doubt', numbered, isSurelyRight),
    ...rateLine('  of photos and scans', ofPhotos(numbered), isSurelyRight),
    ...rateLine('wrong, with no warning', numbered, (pair) => isCertain(pair) && !isExact(pair)),
  ];
}

/** Whether a number is reported that is not partial: a partial number says itself that digits are missing. */
const isToldWhole = ([, reading]: Pair): boolean => answerOf(reading)?.pan.includes('?') === false;
const isToldByBankcard = (pair: Pair): boolean => isToldWhole(pair) && answerOf(pair[1])!.confidence >= DEFAULT_MIN_CONFIDENCE;

/** Whether none of the warnings says anything against the number. */
const hasNoWarning = ([, reading]: Pair): boolean => !answerOf(reading)!.warnings.some((warning) => ABOUT_NUMBER.has(warning));

function endpointLines(pairs: readonly Pair[]): string[] {
  const isWrong = (pair: Pair): boolean => !isExact(pair);
  const told = pairs.filter(isToldWhole);
  const linesOf = (endpoint: string, of: readonly Pair[]): string[] => [
    ...rateLine(`${endpoint}: wrong numbers`, of.filter(hasNumber), isWrong),
    ...rateLine('  and of all that is told', of, isWrong),
  ];
  const least = leastConfidence(judged(told.filter(hasNumber)));
  return [
    ...linesOf('/v1/cards', told),
    ...linesOf('/bankcard', told.filter(isToldByBankcard)),
    ...rateLine('no warning: wrong numbers', told.filter(hasNumber).filter(hasNoWarning), isWrong),
    ...(least === null ? [] : [`${named('99 % right from confidence')} ${least.toFixed(3)}`]),
  ];
}

/** Returns the confidence of each number that is answered, and whether the number is right. */
const judged = (pairs: readonly Pair[]): Judged[] =>
  pairs.flatMap((pair) => {
    const answer = answerOf(pair[1]);
    return answer ? [{ confidence: answer.confidence, right: isExact(pair) }] : [];
  });

function dateLines(pairs: readonly Pair[]): string[] {
  const dated = withDate(pairs.filter(hasNumber));
  return [
    ...rateLine('expiry exact', dated, isDateExact),
    ...rateLine('expiry wrong', dated, isDateWrong),
    ...rateLine(
      'expiry invented',
      withSureDate(pairs).filter(([{ expiry }]) => expiry === null),
      tellsDate,
    ),
  ];
}

function typeLines(numbered: readonly Pair[]): string[] {
  const typed = numbered.filter(([{ type }]) => type === 'debit' || type === 'credit');
  const isRight = ([{ type }, reading]: Pair): boolean => answerOf(reading)?.type === type;
  const isWrong = (pair: Pair): boolean => isAnswered(pair) && !isRight(pair) && answerOf(pair[1])?.type !== 'unknown';
  return [...rateLine('debit/credit right', typed, isRight), ...rateLine('debit/credit wrong', typed, isWrong)];
}

/** `pairs` are of pictures without a number, some of them without a bank card. */
const numberlessLines = (pairs: readonly Pair[]): string[] => [
  ...rateLine('no number: refused', pairs, (pair) => !isAnswered(pair)),
  ...rateLine('  by /bankcard', pairs, (pair) => !isToldByBankcard(pair)),
  ...rateLine('no bank card: 463', pairs.filter(isOfNoCard), ([, { status }]) => status === NO_CARD),
];

function timeLine(pairs: readonly Pair[]): string[] {
  const ms = timesOf(pairs);
  return ms.length > 0 ? [`${named('ms median / p95')}${median(ms).toFixed(1)} / ${quantile(ms, 0.95).toFixed(1)}`] : [];
}

function missLines(pair: Pair): string[] {
  const [label, reading] = pair;
  if (!hasNumber(pair)) return [];
  const answer = answerOf(reading);
  const expiry = answer?.expiry ?? null;
  const wanted = dateOf(label);
  const isNumberMissed = !isExact(pair);
  const isDateMissed = !label.expiry_unsure && expiry !== wanted && (wanted !== null || label.expiry === null);
  return [
    ...(isNumberMissed
      ? [
          `  ${label.file}: ${answer ? misreadAs(label.pan!, answer.pan) : `answered ${reading.status}`}${isCertain(pair) ? ', with no warning' : ''}`,
        ]
      : []),
    ...(isDateMissed ? [`  ${label.file}: expiry ${wanted} read as ${expiry}`] : []),
  ];
}
