import { DEFAULT_MIN_CONFIDENCE } from '../../../lib';
import type { FileReading } from '../file-reading';
import type { Label } from '../label';
import { leastConfidence, reliabilityTable } from './reliability';

/** Warnings that tell the client to doubt that the digits were read rightly. */
const DOUBT_OF_DIGITS = new Set(['low-confidence', 'unknown-length', 'partial', 'different-cards']);

/** Whether warnings tell the client to doubt the number: its digits, or, where its check fails, that it is one. */
export const isDoubted = (warnings: readonly string[]): boolean =>
  warnings.some((warning) => warning === 'luhn' || DOUBT_OF_DIGITS.has(warning));

type Pair = readonly [Label, FileReading];

const answerOf = (reading: FileReading) => (reading.status === 200 && 'warnings' in reading ? reading : null);
const isPhoto = ({ kind }: Label): boolean => kind === 'photo' || kind === 'scan';
/** The label's date, unless it is none: a specimen's 00/00. */
const dateOf = ({ expiry, expiry_is_real_date }: Label): string | null => (expiry_is_real_date === false ? null : expiry);

/** What a line of the table of views tells of pictures with a number. */
const COLUMNS: readonly { name: string; of: (pairs: readonly Pair[]) => string }[] = [
  { name: 'all exact', of: (pairs) => share(pairs, isExact) },
  { name: 'photo and scan', of: (pairs) => share(ofPhotos(pairs), isExact) },
  { name: 'no doubt', of: (pairs) => share(ofPhotos(pairs), isCertain) },
  { name: 'wrong, no warning', of: (pairs) => `${pairs.filter((pair) => isCertain(pair) && !isExact(pair)).length}` },
  { name: 'dates exact', of: (pairs) => share(withDate(pairs), isDateExact) },
  { name: 'wrong', of: (pairs) => `${withDate(pairs).filter(isDateWrong).length}` },
  { name: 'ms median', of: (pairs) => (pairs.map(([, { ms }]) => ms).sort((a, b) => a - b)[pairs.length >> 1] ?? 0).toFixed(1) },
];
const isExact = ([{ pan }, reading]: Pair): boolean => answerOf(reading)?.pan === pan;
const isCertain = ([, reading]: Pair): boolean => {
  const answer = answerOf(reading);
  return answer !== null && !isDoubted(answer.warnings);
};
const tellsDate = ([, reading]: Pair): boolean => Boolean(answerOf(reading)?.expiry);
const isDateExact = ([label, reading]: Pair): boolean => answerOf(reading)?.expiry === dateOf(label);
const isDateWrong = (pair: Pair): boolean => tellsDate(pair) && !isDateExact(pair);
const ofPhotos = (pairs: readonly Pair[]): readonly Pair[] => pairs.filter(([label]) => isPhoto(label));
const withDate = (pairs: readonly Pair[]): readonly Pair[] => pairs.filter(([label]) => dateOf(label) !== null);

function share(pairs: readonly Pair[], test: (pair: Pair) => boolean): string {
  const count = pairs.filter(test).length;
  return `${count}/${pairs.length} ${((100 * count) / Math.max(1, pairs.length)).toFixed(1)} %`;
}

/**
 * How pictures were read that were changed in one way, as a line of a table; without readings, its head. "No doubt", of photos and scans, are numbers told
 * without a warning of their own.
 */
export function rowOfView(name: string, pairs?: readonly Pair[]): string {
  const numbered = pairs?.filter(([label]) => label.pan !== null);
  const cells = COLUMNS.map((column) => (numbered ? column.of(numbered) : column.name).padStart(Math.max(16, column.name.length + 2)));
  return `${name.padEnd(24)}${cells.join('')}`;
}

/** The table that `evaluate` prints: rates, times, then every miss. */
export function scoreTable(pairs: readonly Pair[]): string {
  const rows = pairs.map(([label, reading]) => {
    const answer = answerOf(reading);
    return {
      label,
      reading,
      answer,
      exact: isExact([label, reading]),
      doubted: !isCertain([label, reading]),
    };
  });
  type Row = (typeof rows)[number];
  const lines: string[] = [];
  const rate = (name: string, of: readonly Row[], test: (row: Row) => boolean): void => {
    if (of.length === 0) return;
    const count = of.filter(test).length;
    lines.push(`${name.padEnd(26)}${((100 * count) / of.length).toFixed(1).padStart(5)} % (${count}/${of.length})`);
  };
  const numbered = rows.filter((r) => r.label.pan !== null);
  const exact = (r: Row): boolean => r.exact;
  const slice = (name: string, test: (label: Label) => boolean): void =>
    rate(
      `  ${name}`,
      numbered.filter((r) => test(r.label)),
      exact,
    );
  rate('number exact', numbered, exact);
  for (const kind of new Set(numbered.map((r) => r.label.kind))) slice(kind, (l) => l.kind === kind);
  slice('photo and scan', isPhoto);
  slice('embossed', (l) => l.embossed);
  slice('flat', (l) => !l.embossed);
  slice('16 digits', (l) => l.pan?.length === 16);
  slice('17-19 digits', (l) => (l.pan?.length ?? 0) > 16);
  slice('Luhn holds', (l) => l.luhn_ok === true);
  rate('answered', numbered, (r) => r.answer !== null);
  // specimens whose check fails have `luhn`, however plain their digits are
  const surelyRight = ({ exact: right, answer }: Row): boolean =>
    right && !answer!.warnings.some((warning) => DOUBT_OF_DIGITS.has(warning));
  rate('digits told with no doubt', numbered, surelyRight);
  rate(
    '  of photos and scans',
    numbered.filter(({ label }) => isPhoto(label)),
    surelyRight,
  );
  rate('wrong, with no warning', numbered, (r) => r.answer !== null && !r.exact && !r.doubted);
  // a partial number says itself that it is not the whole one
  const told = rows.filter(({ answer }) => answer !== null && !answer.pan.includes('?'));
  const certain = told.filter(({ answer }) => answer!.confidence >= DEFAULT_MIN_CONFIDENCE);
  for (const [endpoint, of] of [
    ['/v1/cards', told],
    ['/bankcard', certain],
  ] as const) {
    const ofCards = of.filter(({ label }) => label.pan !== null);
    rate(`${endpoint}: wrong numbers`, ofCards, (r) => !r.exact);
    rate('  and of all that is told', of, (r) => !r.exact);
  }
  const least = leastConfidence(
    told.filter(({ label }) => label.pan !== null).map(({ answer, exact: right }) => ({ confidence: answer!.confidence, right })),
  );
  if (least !== null) lines.push(`${'99 % right from confidence'.padEnd(26)} ${least.toFixed(3)}`);
  const dated = numbered.filter((r) => dateOf(r.label) !== null);
  rate('expiry exact', dated, (r) => r.answer?.expiry === r.label.expiry);
  rate('expiry wrong', dated, ({ label, reading }) => isDateWrong([label, reading]));
  rate(
    'expiry invented',
    rows.filter((r) => r.label.expiry === null),
    (r) => Boolean(r.answer?.expiry),
  );
  const typed = numbered.filter((r) => r.label.type === 'debit' || r.label.type === 'credit');
  rate('debit/credit right', typed, (r) => r.answer?.type === r.label.type);
  rate('debit/credit wrong', typed, ({ answer, label }) => answer !== null && ![label.type, 'unknown'].includes(answer.type));
  const numberless = rows.filter((r) => r.label.pan === null);
  rate('no number: refused', numberless, (r) => r.answer === null);
  rate('  by /bankcard', numberless, (r) => !certain.includes(r));
  lines.push(
    ...reliabilityTable(numbered.flatMap(({ answer, exact: right }) => (answer ? [{ confidence: answer.confidence, right }] : []))),
  );
  const ms = rows.map((r) => r.reading.ms).sort((a, b) => a - b);
  if (ms.length > 0)
    lines.push(`${'ms median / p95'.padEnd(26)}${ms[ms.length >> 1]?.toFixed(1)} / ${ms[Math.floor(ms.length * 0.95)]?.toFixed(1)}`);
  for (const { label, answer, reading, exact: right, doubted } of rows) {
    if (label.pan !== null && !right)
      lines.push(`  ${label.file}: ${label.pan} read as ${answer?.pan ?? reading.status}${doubted ? '' : ', with no warning'}`);
    const expiry = answer?.expiry ?? null;
    const wanted = dateOf(label);
    if (label.pan !== null && expiry !== wanted && (wanted !== null || label.expiry === null))
      lines.push(`  ${label.file}: expiry ${wanted} read as ${expiry}`);
  }
  return `${lines.join('\n')}\n`;
}
