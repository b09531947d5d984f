import { answerOf, type CardReader, loadImage, parseRequest } from '../../../lib';
import { median, quantile } from '../../../lib/quantile';
import { CARDS, type Format, PLAIN_CARD, pictureOf, SIZES } from './pictures';
import { type Kind, profiled } from './profile';
import { warmReader } from './warm-reader';

const STAGES = ['parse', 'load', 'decode', 'number', 'expiry', 'bin', 'quality', 'answer', 'total'] as const;

/**
 * Medians over some cards, ms: `parse` the request, `load` the picture out of it, `decode` it, find and read the `number` and the `expiry`, look up its `bin`,
 * tell its `quality`, and put the `answer` into words; `total` from the body to the answer's text.
 */
export interface WarmTimes {
  readonly size: string;
  readonly format: Format;
  readonly stages: Readonly<Record<(typeof STAGES)[number], number>>;
  /** 95th percentile of the total */
  readonly p95: number;
  /** median total of a card that passes every check and whose BIN tells its type */
  readonly plain: number;
}

/** Where the time goes, ms a picture. */
export interface WarmProfile {
  readonly networks: Readonly<Record<string, { readonly runs: number; readonly ms: number }>>;
  readonly code: Readonly<Record<Kind, number>>;
}

const RUNS = 9;
const PROFILED = '1600×1200';
const CASES: readonly (readonly [keyof typeof SIZES, Format])[] = [
  ['640×480', 'jpeg'],
  ['1600×1200', 'jpeg'],
  ['1600×1200', 'png'],
  ['1600×1200', 'webp'],
  ['4000×3000', 'jpeg'],
  ['4000×3000', 'png'],
  ['4000×3000', 'webp'],
];
const LIMITS = { limitBytes: Number.POSITIVE_INFINITY, buckets: [], allowAddresses: [], signal: new AbortController().signal };

/** Measures the way from a request's body to its answer's text, in this process, by size and format of the picture. */
export async function warmTimes(): Promise<{ times: WarmTimes[]; profile: WarmProfile }> {
  const runs: { name: string; ms: number }[] = [];
  const reader = await warmReader({ onRun: (name, ms) => runs.push({ name, ms }) });
  const times: WarmTimes[] = [];
  for (const [size, format] of CASES) times.push(await timesOf(reader, size, format));

  const pictures = await Promise.all(CARDS.map((card) => pictureOf(card, SIZES[PROFILED])));
  const reads = RUNS * pictures.length;
  runs.length = 0;
  const code = await profiled(async () => {
    for (let i = 0; i < RUNS; i++) for (const picture of pictures) await reader.read(picture);
  });
  const networks: Record<string, { runs: number; ms: number }> = {};
  for (const { name, ms } of runs) {
    const sum = networks[name] ?? { runs: 0, ms: 0 };
    networks[name] = { runs: sum.runs + 1 / reads, ms: sum.ms + ms / reads };
  }
  const perPicture = Object.fromEntries(Object.entries(code).map(([kind, ms]) => [kind, ms / reads])) as Record<Kind, number>;
  return { times, profile: { networks, code: perPicture } };
}

async function timesOf(reader: CardReader, size: keyof typeof SIZES, format: Format): Promise<WarmTimes> {
  const rows: (WarmTimes['stages'] & { readonly card: string })[] = [];
  for (const card of CARDS) {
    const body = JSON.stringify({ image: (await pictureOf(card, SIZES[size], format)).toString('base64') });
    await readOnce(reader, body);
    for (let i = 0; i < RUNS; i++) rows.push({ card, ...(await readOnce(reader, body)) });
  }
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, median(rows.map((row) => row[stage]))])) as WarmTimes['stages'];
  const plain = median(rows.filter(({ card }) => card === PLAIN_CARD).map(({ total }) => total));
  return {
    size,
    format,
    stages,
    p95: quantile(
      rows.map(({ total }) => total),
      0.95,
    ),
    plain,
  };
}

async function readOnce(reader: CardReader, body: string): Promise<WarmTimes['stages']> {
  const start = performance.now();
  const { form, inputs } = await parseRequest({ route: 'compat', contentType: 'application/json', body });
  const [input] = inputs;
  if (!input) throw new Error('benchmark: nothing was asked');
  const parsed = performance.now();
  const bytes = await loadImage(input.source, LIMITS);
  const loaded = performance.now();
  const reading = await reader.read(bytes);
  const read = performance.now();
  JSON.stringify(answerOf(form, [{ reading, options: input.options, loadMs: loaded - parsed }], ''));
  const end = performance.now();
  const { crop: _, ...timings } = reading.timings;
  return { parse: parsed - start, load: loaded - parsed, ...timings, answer: end - read, total: end - start };
}
