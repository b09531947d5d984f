import autocannon from 'autocannon';
import { memoryOf } from '../../../lib/image/process-memory';
import { median, quantile } from '../../../lib/quantile';
import { PLAIN_CARD, pictureOf, SIZES } from '../benchmark/pictures';
import { PATHS, PICTURE_REQUESTS, type SentRequest } from './events';
import { type ClassOutcome, Tally } from './outcome';
import { post, untilRead } from './post';
import { forkServing } from './serve-orders';

/** What so many connections got, each sending its next request when its last is answered. */
export interface LoadTimes {
  readonly connections: number;
  /** readings a second */
  readonly perSecond: number;
  /** percentiles of the time of a reading, ms */
  readonly p50: number;
  readonly p99: number;
  /** number of answers 450 */
  readonly refused: number;
  /** median time of an answer 450, ms */
  readonly refusedP50: number;
  /** number of all answers */
  readonly requests: number;
}

export interface LoadOutcome {
  readonly outcome: ClassOutcome;
  /** the last row is the overload */
  readonly times: readonly LoadTimes[];
  /** time of reading a picture when nothing else is to be done, before the overload and after it, ms */
  readonly before: number;
  readonly after: number;
  /** from the end of the overload until a picture is read, ms */
  readonly recoveryMs: number;
}

const CONNECTIONS = [1, 2, 4, 8];
/** Pictures that the process reads at once, and pictures that wait. */
const RUNNING = 2;
const WAITING = 6;
const OVERLOAD = 2 * (RUNNING + WAITING);
const TIMEOUT_SECONDS = 20;
const ALONE = 5;
/** Time in which a picture has to be read after an overload, ms. */
const RECOVERED_MS = 1000;
const GIVE_UP_MS = 10_000;
/** Time in which most refused requests have to be answered, ms. */
const REFUSED_MS = 250;
const HEADERS = { 'content-type': 'application/json' };

/**
 * Puts load on the function as one process serves it.
 *
 * @param seconds - how long each number of connections is tried
 */
export async function tryLoad(functionFile: string, seconds: number): Promise<LoadOutcome> {
  const tally = new Tally('load');
  const { child, url } = await forkServing(functionFile, 'serve', {
    environment: { MAX_RUNNING: String(RUNNING), MAX_WAITING: String(WAITING) },
  });
  try {
    const request = PICTURE_REQUESTS.new!(await pictureOf(PLAIN_CARD, SIZES['640×480']));
    const client = { url, request, tally };
    const times: LoadTimes[] = [];
    for (const connections of CONNECTIONS) {
      await untilReadAgain(client);
      times.push(await fire(client, connections, seconds, [200]));
    }
    await untilReadAgain(client);
    const before = await alone(client);
    times.push(await fire(client, OVERLOAD, seconds, [200, 450]));
    const recoveryMs = await untilReadAgain(client);
    const after = await alone(client);
    if (recoveryMs > RECOVERED_MS) tally.complain(`nothing was read for ${Math.round(recoveryMs)} ms after the overload`);
    await burst(client);
    return { outcome: { ...tally.outcome(), megabytes: peakMegabytes(child.pid!) }, times, before, recoveryMs, after };
  } finally {
    child.kill();
  }
}

interface Client {
  readonly url: string;
  readonly request: SentRequest;
  readonly tally: Tally;
}

/** Sends the request until it is read, and returns how long that took, ms. */
const untilReadAgain = ({ url, request, tally }: Client): Promise<number> =>
  untilRead(url, request, GIVE_UP_MS, (answer) => tally.count(answer));

/** Sends one request after the other, and returns the median of their times, ms. */
async function alone({ url, request, tally }: Client): Promise<number> {
  const ms: number[] = [];
  for (let i = 0; i < ALONE; i++) {
    const start = performance.now();
    const answer = await post(url, request);
    ms.push(performance.now() - start);
    tally.count(answer);
    if (answer !== '200') tally.complain(`alone: ${answer}`);
  }
  return median(ms);
}

/** Sends twice as many requests at once as there are places: those beyond have to be refused in the form of the contract. */
async function burst({ url, request, tally }: Client): Promise<void> {
  const answers = await Promise.all(Array.from({ length: OVERLOAD }, () => post(url, request)));
  for (const answer of answers) {
    tally.count(answer);
    if (/\D/.test(answer ?? '')) tally.complain(`burst: ${answer}`);
  }
  if (!answers.includes('450')) tally.complain('burst: nobody was refused');
}

async function fire({ url, request, tally }: Client, connections: number, seconds: number, allowed: readonly number[]): Promise<LoadTimes> {
  const ms = new Map<number, number[]>();
  const { body } = request;
  const run = autocannon({
    url: url + PATHS.compat,
    method: 'POST',
    headers: HEADERS,
    body: body as string,
    connections,
    duration: seconds,
    timeout: TIMEOUT_SECONDS,
  });
  run.on('response', (_client, status: number, _bytes: number, responseMs: number) => {
    tally.count(String(status));
    ms.set(status, [...(ms.get(status) ?? []), responseMs]);
  });
  const { errors, timeouts, duration } = await run;
  for (const [status, those] of ms)
    if (!allowed.includes(status)) tally.complain(`${connections} connections: ${those.length} answers ${status}`);
  if (errors + timeouts > 0) tally.complain(`${connections} connections: ${errors} errors, ${timeouts} of them time-outs`);
  const [read = [], refused = []] = [ms.get(200), ms.get(450)];
  if (quantile(refused, 0.5) > REFUSED_MS) tally.complain(`${connections} connections: refused late`);
  return {
    connections,
    perSecond: read.length / duration,
    p50: quantile(read, 0.5),
    p99: quantile(read, 0.99),
    refused: refused.length,
    refusedP50: quantile(refused, 0.5),
    requests: [...ms.values()].reduce((sum, those) => sum + those.length, 0),
  };
}

/** Returns the most memory that a process has taken, MB; null where the system does not tell. */
function peakMegabytes(pid: number): number | null {
  const bytes = memoryOf(pid, 'VmHWM');
  return bytes === null ? null : bytes / 2 ** 20;
}
