import { DEFAULT_MIN_CONFIDENCE } from '../../../lib';
import type { FileReading } from '../file-reading';
import type { Label } from '../label';
import { leastConfidence, reliabilityTable } from './reliability';

/** Warnings that tell the client to doubt the number. */
const DOUBT = new Set(['luhn', 'low-confidence', 'unknown-length', 'partial', 'different-cards']);

export const isDoubted = (warnings: readonly string[]): boolean => warnings.some((warning) => DOUBT.has(warning));

/** How pictures were read that were changed in one way, as a line of a table; without readings, its head. */
export function rowOfView(name: string, pairs?: readonly (readonly [Label, FileReading])[]): string {
  if (!pairs)
    return `${name.padEnd(24)}${'all exact'.padStart(16)}${'photo and scan'.padStart(18)}${'wrong, no warning'.padStart(20)}${'ms median'.padStart(11)}`;
  const numbered = pairs.filter(([label]) => label.pan !== null);
  const share = (of: typeof numbered): string => {
    const right = of.filter(([label, reading]) => reading.pan === label.pan).length;
    return `${right}/${of.length} ${((100 * right) / Math.max(1, of.length)).toFixed(1)} %`;
  };
  const photos = numbered.filter(([{ kind }]) => kind === 'photo' || kind === 'scan');
  const silent = numbered.filter(
    ([label, reading]) => reading.status === 200 && 'warnings' in reading && reading.pan !== label.pan && !isDoubted(reading.warnings),
  );
  const ms = pairs.map(([, reading]) => reading.ms).sort((a, b) => a - b)[pairs.length >> 1] ?? 0;
  return `${name.padEnd(24)}${share(numbered).padStart(16)}${share(photos).padStart(18)}${String(silent.length).padStart(20)}${ms.toFixed(1).padStart(11)}`;
}

/** The table that `evaluate` prints: rates, times, then every miss. */
export function scoreTable(pairs: readonly (readonly [Label, FileReading])[]): string {
  const rows = pairs.map(([label, reading]) => {
    const answer = reading.status === 200 && 'warnings' in reading ? reading : null;
    return {
      label,
      reading,
      answer,
      exact: answer !== null && answer.pan === label.pan,
      doubted: answer ? isDoubted(answer.warnings) : true,
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
  slice('photo and scan', (l) => l.kind === 'photo' || l.kind === 'scan');
  slice('embossed', (l) => l.embossed);
  slice('flat', (l) => !l.embossed);
  slice('16 digits', (l) => l.pan?.length === 16);
  slice('17-19 digits', (l) => (l.pan?.length ?? 0) > 16);
  slice('Luhn holds', (l) => l.luhn_ok === true);
  rate('answered', numbered, (r) => r.answer !== null);
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
  const dated = numbered.filter((r) => r.label.expiry !== null && r.label.expiry_is_real_date !== false);
  rate('expiry exact', dated, (r) => r.answer?.expiry === r.label.expiry);
  rate(
    'expiry invented',
    rows.filter((r) => r.label.expiry === null),
    (r) => Boolean(r.answer?.expiry),
  );
  rate(
    'debit/credit right',
    numbered.filter((r) => r.label.type === 'debit' || r.label.type === 'credit'),
    (r) => r.answer?.type === r.label.type,
  );
  rate(
    'no number: refused',
    rows.filter((r) => r.label.pan === null),
    (r) => r.answer === null,
  );
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
    const wanted = label.expiry_is_real_date === false ? null : label.expiry;
    if (label.pan !== null && expiry !== wanted && (wanted !== null || label.expiry === null))
      lines.push(`  ${label.file}: expiry ${wanted} read as ${expiry}`);
  }
  return `${lines.join('\n')}\n`;
}
