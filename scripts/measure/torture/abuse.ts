import type { ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { close, listen } from '../../command/local-server';
import { PLAIN_CARD, pictureOf, SIZES } from '../benchmark/pictures';
import { HOSTILE_FILMS, HOSTILE_PICTURES } from './abuse-cases';
import { HOSTILE_BODIES } from './body-cases';
import { cameraFrames } from './camera-frames';
import { BYTES_TYPE, PATHS, PICTURE_REQUESTS, partsRequest, type SentRequest } from './events';
import { type ClassOutcome, Tally } from './outcome';
import { ANSWERED_MS, post, untilRead } from './post';
import { watchMemory } from './process-memory';
import { forkServing, measured } from './serve-orders';

/** How a server fared while it was abused in one way, and afterwards. */
export interface AbuseTimes {
  readonly name: string;
  /** statuses of the answers to the hostile requests; `none` where no answer came */
  readonly statuses: readonly string[];
  /** longest time until a good request, sent again whenever it is refused, was answered 200, ms */
  readonly nextGoodMs: number;
  /** longest block of its event loop, ms */
  readonly blockMs: number;
  /** peak memory of the server and the processes that it starts, together */
  readonly peakMegabytes: number;
}

interface AbuseOutcome {
  readonly outcome: ClassOutcome;
  readonly times: readonly AbuseTimes[];
}

/** How many times each hostile request is sent at once. */
const AT_ONCE = 2;
const NEXT_GOOD_MS = 10_000;
/** Most memory that the server may take with its queue full, MB. */
const MEMORY_LIMIT_MEGABYTES = 1200;
const POLL_MS = 50;
const RUNNING = 2;
const WAITING = 16;
const UPLOADS = 120;
const UPLOADED_BYTES = 9_000_000;
const TOO_LARGE = '413';
const UPLOAD_ANSWER = /^HTTP\/1\.1 (408|450) /;

/** One way of abusing a server. */
interface Case {
  readonly name: string;
  /** whether it must not be refused for its size: it would then not be tried at all */
  readonly isWithinLimits?: boolean;
  /** resolves to the statuses that came, or what was wrong with an answer; null: none came */
  readonly attack: (url: string, stop: AbortSignal) => Promise<(string | null)[]>;
}

/**
 * Abuses the function as one process serves it, in each known way, and asks it for good readings meanwhile. Garbage is collected all the time.
 *
 * @param at - index of the only way to try; undefined: all
 */
export async function tryAbuse(functionFile: string, at?: number): Promise<AbuseOutcome> {
  const tally = new Tally('abuse');
  const good = PICTURE_REQUESTS.new!(await pictureOf(PLAIN_CARD, SIZES['640×480']));
  const { child, url } = await forkServing(functionFile, 'serve', {
    execArgv: ['--expose-gc'],
    environment: {
      MAX_RUNNING: String(RUNNING),
      MAX_WAITING: String(WAITING),
      NODE_ENV: 'test',
      TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
    },
  });
  const dripping = drippingServer();
  const times: AbuseTimes[] = [];
  try {
    await untilRead(url, good, ANSWERED_MS);
    const cases = casesOf(`http://127.0.0.1:${await listen(dripping)}/picture`).filter((_, index) => at === undefined || index === at);
    for (const one of cases) times.push(await tryCase(one, child, url, good, tally));
  } finally {
    child.kill('SIGKILL');
    await close(dripping);
  }
  const megabytes = Math.max(...times.map(({ peakMegabytes }) => peakMegabytes));
  const blockMs = Math.max(...times.map((one) => one.blockMs));
  return { outcome: { ...tally.outcome(), megabytes, blockMs }, times };
}

const casesOf = (drippingUrl: string): Case[] => [
  ...Object.entries(HOSTILE_PICTURES).map(([name, make]): Case => {
    const request = async (): Promise<SentRequest> => ({ path: PATHS.rich, contentType: BYTES_TYPE, body: await make() });
    return { name, attack: async (url, stop) => sentTimes(url, await request(), AT_ONCE, stop) };
  }),
  ...Object.entries(HOSTILE_FILMS).map(
    ([name, make]): Case => ({
      name,
      isWithinLimits: true,
      attack: async (url, stop) => sentTimes(url, partsRequest(await make()), AT_ONCE, stop),
    }),
  ),
  {
    name: 'a queue full of frames of a camera',
    isWithinLimits: true,
    attack: async (url, stop) => sentTimes(url, partsRequest(await cameraFrames()), RUNNING + WAITING, stop),
  },
  ...Object.entries(HOSTILE_BODIES).map(([name, make]): Case => ({ name, attack: (url, stop) => sentTimes(url, make(), AT_ONCE, stop) })),
  {
    name: 'a queue full of slow downloads',
    attack: (url, stop) => sentTimes(url, { body: JSON.stringify({ image: drippingUrl }) }, RUNNING + WAITING, stop),
  },
  {
    name: 'a queue full of large pictures',
    attack: async (url, stop) => {
      const body = await HOSTILE_PICTURES['AVIF of 22 megapixels, turned thrice']!();
      return sentTimes(
        url,
        { path: PATHS.rich, contentType: BYTES_TYPE, body: Buffer.concat([body, Buffer.alloc(UPLOADED_BYTES)]) },
        RUNNING + WAITING,
        stop,
      );
    },
  },
  { name: 'unfinished uploads', attack: (url, stop) => uploadBegun(url, false, stop) },
  { name: 'uploads that break off', attack: (url, stop) => uploadBegun(url, true, stop) },
  { name: 'clients that leave', attack: (url, stop) => sentAndLeft(url, drippingUrl, stop) },
];

/** Number of ways of abusing a server. */
export const ABUSE_COUNT = casesOf('').length;

async function tryCase(
  { name, isWithinLimits = false, attack }: Case,
  child: ChildProcess,
  url: string,
  good: SentRequest,
  tally: Tally,
): Promise<AbuseTimes> {
  await measured(child);
  const stop = new AbortController();
  const memory = watchMemory(child.pid!);
  // a client may take long to prepare what it sends
  let isSent = false;
  const attacked = attack(url, stop.signal).finally(() => {
    isSent = true;
  });
  await sleep(POLL_MS);
  const nextGoodMs = await nextGood(url, good, () => isSent);
  const statuses = await Promise.race([attacked, sleep(ANSWERED_MS).then(() => null)]);
  stop.abort();
  const { blockMs } = await measured(child);
  const peakMegabytes = memory.stop();
  for (const status of statuses ?? [null]) {
    tally.count(status);
    if (status !== null && (/\D/.test(status) || (isWithinLimits && status === TOO_LARGE))) tally.complain(`${name}: ${status}`);
  }
  if (nextGoodMs > NEXT_GOOD_MS) tally.complain(`${name}: nothing good was read for ${Math.round(nextGoodMs)} ms`);
  if (peakMegabytes > MEMORY_LIMIT_MEGABYTES) tally.complain(`${name}: ${Math.round(peakMegabytes)} MB of memory`);
  return { name, statuses: [...new Set((statuses ?? []).map((status) => status ?? 'none'))].sort(), nextGoodMs, blockMs, peakMegabytes };
}

/** Sends a good request again and again until all hostile ones have been dealt with, and returns the longest time that one took to be read, ms. */
async function nextGood(url: string, good: SentRequest, isSent: () => boolean): Promise<number> {
  let longest = 0;
  do {
    longest = Math.max(longest, await untilRead(url, good, ANSWERED_MS));
    await sleep(POLL_MS);
  } while (!isSent() && longest < ANSWERED_MS);
  return longest;
}

const sentTimes = (url: string, request: SentRequest, times: number, stop: AbortSignal): Promise<(string | null)[]> =>
  Promise.all(Array.from({ length: times }, () => post(url, request, stop)));

/** Opens connections that send most of a body and then nothing, or break off. Answers that come are counted; none has to come. */
async function uploadBegun(url: string, breaksOff: boolean, stop: AbortSignal): Promise<string[]> {
  const { port } = new URL(url);
  const head = `POST ${PATHS.rich} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${BYTES_TYPE}\r\nContent-Length: ${UPLOADED_BYTES + 1}\r\n\r\n`;
  const told: string[] = [];
  const sockets = Array.from({ length: UPLOADS }, (): Socket => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {}).on('data', (data) => told.push(UPLOAD_ANSWER.exec(String(data))?.[1] ?? 'neither 408 nor 450'));
    socket.write(head);
    socket.write(Buffer.alloc(UPLOADED_BYTES));
    return socket;
  });
  stop.addEventListener('abort', () => {
    for (const socket of sockets) socket.destroy();
  });
  await sleep(breaksOff ? 500 : NEXT_GOOD_MS);
  for (const socket of sockets) socket.destroy();
  return told;
}

/** Sends requests that would take long, and whose clients leave at once: more than there are places. */
async function sentAndLeft(url: string, drippingUrl: string, stop: AbortSignal): Promise<string[]> {
  for (let round = 0; round < 3 && !stop.aborted; round++) {
    const leaving = AbortSignal.timeout(200);
    await sentTimes(url, { body: JSON.stringify({ image: drippingUrl }) }, RUNNING + WAITING, leaving);
  }
  return [];
}

/** Returns a server that sends a byte now and then, for ever. */
const drippingServer = (): Server =>
  createServer((_, response) => {
    const timer = setInterval(() => response.write('.'), POLL_MS);
    response.on('close', () => clearInterval(timer));
  });
