import { growQuad, type Quad } from '../../../lib/geometry';
import type { Raster } from '../../../lib/image/raster';
import { loadNetworks } from '../../../lib/load-networks';
import { confidenceOf } from '../../../lib/reading/certainty';
import { firstReading } from '../../../lib/reading/decode-number';
import { crop, FIRST_FRAMING, glance } from '../../../lib/reading/glance';
import { lineOf, readLine } from '../../../lib/reading/line-rungs';
import { PAN_ALPHABET } from '../../../lib/recognition/constrained-decode';
import { bestPath } from '../../../lib/recognition/ctc';
import { type PanPrior, Sight } from '../../../lib/sight';
import { misreadAs } from './misread';
import { reliabilityTable } from './reliability';
import { labelledStrips } from './strip-set';

/** How one strip was read. */
export interface StripResult {
  readonly everyThird: boolean;
  readonly kind: string | null;
  readonly legibility: number | null;
  readonly length: number;
  /** whether it was read exactly right, by reader */
  readonly fast: boolean;
  readonly second: boolean;
  readonly together: boolean;
  readonly confidence: number;
  readonly ms: { readonly fast: number; readonly second: number; readonly together: number };
  readonly miss: string | null;
}

const LEGIBILITIES = [1, 1.5, 2, 3, 5];

/** A prior that knows nothing, as pieces of numbers have no issuer and no check digit. */
const NO_PRIOR: PanPrior = { of: () => 0, begins: () => true, lengths: () => [] };

/**
 * Reads every strip of a folder with the fast reader alone (one crop, best path), with the second reader alone (likewise), and as the service does: with the
 * fast reader, and where that is in doubt with further crops and both readers together. No check digit and no issuer helps. Where a crop is grown beyond the
 * strip, the strip's border goes on, whereas a photograph would show what is there.
 *
 * @returns a table of exact rates, times and the reliability of the confidence, then every miss
 */
export async function evaluateStrips(folder: string): Promise<string> {
  const networks = await loadNetworks();
  const unneeded = async (): Promise<never> => {
    throw new Error('a strip has no more pixels');
  };
  const settings = { networks, prior: NO_PRIOR, today: new Date(), decodeFinely: unneeded, onCopy: unneeded };
  const results: StripResult[] = [];
  for (const [i, { file, digits: label, kind, legibility, load }] of (await labelledStrips(folder)).entries()) {
    const raster = await load();
    const place = [wholeOf(raster)];
    const sight = new Sight(settings, { raster, width: raster.width, height: raster.height, isCoarse: false });
    const fast = await timed(() => glance(sight, place));
    const second = await timed(async () => bestPath(await crop(sight, 'second', fast.result, FIRST_FRAMING), PAN_ALPHABET));
    const together = await timed(() => readLine(lineOf(sight, fast.result, firstReading(sight, fast.result))));
    const { reading } = together.result;
    results.push({
      everyThird: i % 3 === 0,
      kind,
      legibility,
      length: label.length,
      fast: fast.result.digits === label,
      second: second.result === label,
      together: reading?.text === label,
      confidence: reading ? confidenceOf(reading) : 0,
      ms: { fast: fast.ms, second: second.ms, together: fast.ms + together.ms },
      miss: reading?.text === label ? null : `  ${file}: ${misreadAs(label, reading?.text ?? '')}`,
    });
  }
  return stripTable(results);
}

/** Returns the quad for which the first look's crop is the whole strip. */
function wholeOf({ width, height }: Raster): Quad {
  const whole: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  const { dx, dy } = FIRST_FRAMING;
  return growQuad(whole, (-dx * height) / (1 + 2 * dy), (-dy * height) / (1 + 2 * dy));
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

/** Returns the table that `evaluate` prints for strips: rates by reader, times, reliability, then every miss. */
export function stripTable(results: readonly StripResult[]): string {
  const lines = [`${'exact'.padEnd(26)}    fast    second  together`];
  const row = (name: string, of: readonly StripResult[]): void => {
    if (of.length === 0) return;
    const share = (reader: 'fast' | 'second' | 'together'): string =>
      `${((100 * of.filter((r) => r[reader]).length) / of.length).toFixed(1)} %`.padStart(8);
    lines.push(`${`${name} (${of.length})`.padEnd(26)}${share('fast')}  ${share('second')}  ${share('together')}`);
  };
  row('all', results);
  row(
    'every third',
    results.filter((r) => r.everyThird),
  );
  for (const kind of new Set(results.map((r) => r.kind))) {
    if (kind === null) continue;
    row(
      kind,
      results.filter((r) => r.kind === kind),
    );
  }
  for (const [i, from] of LEGIBILITIES.entries()) {
    const to = LEGIBILITIES[i + 1] ?? Infinity;
    row(
      `legibility ${from}${to === Infinity ? ' and more' : ` to ${to}`}`,
      results.filter((r) => r.legibility !== null && r.legibility >= from && r.legibility < to),
    );
  }
  row(
    '12 digits or more',
    results.filter((r) => r.length >= 12),
  );
  const mean = (reader: 'fast' | 'second' | 'together'): string =>
    `${(results.reduce((sum, r) => sum + r.ms[reader], 0) / results.length).toFixed(2)}`.padStart(8);
  lines.push(`${'ms a strip, mean'.padEnd(26)}${mean('fast')}  ${mean('second')}  ${mean('together')}`);
  lines.push(...reliabilityTable(results.map(({ confidence, together }) => ({ confidence, right: together }))));
  lines.push(...results.flatMap(({ miss }) => miss ?? []));
  return `${lines.join('\n')}\n`;
}
