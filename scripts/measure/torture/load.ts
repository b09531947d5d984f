import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { memoryOf } from '../../../lib/image/process-memory';
import { median, quantile } from '../../../lib/quantile';
import { PLAIN_CARD, pictureOf, SIZES } from '../benchmark/pictures';
import { verdictOn } from './contract-answer';
import { PATHS } from './events';
import { type ClassOutcome, Tally } from './outcome';
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
const POLL_MS = 20;
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
  const { child, url: address } = await forkServing(functionFile, 'serve', {
    environment: { MAX_RUNNING: String(RUNNING), MAX_WAITING: String(WAITING) },
  });
  try {
    const url = address + PATHS.compat;
    const body = JSON.stringify({ image: (await pictureOf(PLAIN_CARD, SIZES['640×480'])).toString('base64') });
    const client = { url, body, tally };
    const times: LoadTimes[] = [];
    for (const connections of CONNECTIONS) {
      await untilRead(client);
      times.push(await fire(client, connections, seconds, [200]));
    }
    await untilRead(client);
    const before = await alone(client);
    times.push(await fire(client, OVERLOAD, seconds, [200, 450]));
    const recoveryMs = await untilRead(client);
    const after = await alone(client);
    if (recoveryMs > RECOVERED_MS) tally.complain(`nothing was read for ${Math.round(recoveryMs)} ms after the overload`);
    await burst(client);
    return { outcome: { ...tally.outcome(), megabytes: await peakMegabytes(child.pid!) }, times, before, recoveryMs, after };
  } finally {
    child.kill();
  }
}

interface Client {
  readonly url: string;
  readonly body: string;
  readonly tally: Tally;
}

const post = ({ url, body }: Client): Promise<Response> => fetch(url, { method: 'POST', headers: HEADERS, body });

/**
 * Asks until a picture is read again: requests that were given up may still be worked on.
 *
 * @returns how long that took, ms
 */
async function untilRead(client: Client): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < GIVE_UP_MS) {
    const response = await post(client);
    await response.arrayBuffer();
    client.tally.count(String(response.status));
    if (response.status === 200) break;
    await sleep(POLL_MS);
  }
  return performance.now() - start;
}

/** Sends one request after the other, and returns the median of their times, ms. */
async function alone(client: Client): Promise<number> {
  const ms: number[] = [];
  for (let i = 0; i < ALONE; i++) {
    const start = performance.now();
    const response = await post(client);
    await response.arrayBuffer();
    ms.push(performance.now() - start);
    client.tally.count(String(response.status));
    if (response.status !== 200) client.tally.complain(`alone: status ${response.status}`);
  }
  return median(ms);
}

/** Sends twice as many requests at once as there are places: those beyond have to be refused in the form of the contract. */
async function burst(client: Client): Promise<void> {
  const statuses = await Promise.all(
    Array.from({ length: OVERLOAD }, async () => {
      const response = await post(client);
      const { answer, problem } = verdictOn({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      });
      client.tally.count(answer);
      if (problem !== null) client.tally.complain(`burst: ${answer}, ${problem}`);
      return response.status;
    }),
  );
  if (!statuses.includes(450)) client.tally.complain('burst: nobody was refused');
}

async function fire({ url, body, tally }: Client, connections: number, seconds: number, allowed: readonly number[]): Promise<LoadTimes> {
  const ms = new Map<number, number[]>();
  const run = autocannon({ url, method: 'POST', headers: HEADERS, body, connections, duration: seconds, timeout: TIMEOUT_SECONDS });
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
async function peakMegabytes(pid: number): Promise<number | null> {
  const bytes = await memoryOf(pid, 'VmHWM');
  return bytes === null ? null : bytes / 2 ** 20;
}
