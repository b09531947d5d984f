import type { ChildProcess } from 'node:child_process';
import { HOSTILE_BODIES } from './body-cases';
import type { SentRequest } from './events';
import { type ClassOutcome, Tally } from './outcome';
import { post } from './post';
import { forkServing, measured, ordered } from './serve-orders';

/** What a body did to a process that had nothing else to do. */
export interface BodyTimes {
  readonly name: string;
  readonly megabytes: number;
  readonly statuses: readonly string[];
  /** longest block of the event loop when the body was sent to `serve`, ms: the least of several times */
  readonly servedMs: number;
  /** the same when the body was handed to the function in an event */
  readonly calledMs: number;
}

interface BodiesOutcome {
  readonly outcome: ClassOutcome;
  readonly times: readonly BodyTimes[];
}

/** How often each body is tried. Other work on the same cores disturbs what is measured: the least counts. */
const TIMES = 3;
/** Longest block of the event loop that a body may cause, ms. */
const BLOCK_LIMIT_MS = 50;

export const BODY_COUNT = Object.keys(HOSTILE_BODIES).length;

/**
 * Sends bodies of every kind that costs more than it looks like to one process, one after the other, and measures how long each keeps its event loop from all
 * others.
 *
 * @param at - index of the only body to try; undefined: all
 */
export async function tryBodies(functionFile: string, at?: number): Promise<BodiesOutcome> {
  const tally = new Tally('bodies');
  const { child, url } = await forkServing(functionFile, 'bodies', { execArgv: ['--expose-gc'] });
  const times: BodyTimes[] = [];
  try {
    const names = Object.keys(HOSTILE_BODIES).filter((_, index) => at === undefined || index === at);
    for (const name of names) times.push(await tryBody(name, child, url, tally));
  } finally {
    child.kill('SIGKILL');
  }
  const blockMs = Math.max(...times.map(({ servedMs, calledMs }) => Math.max(servedMs, calledMs)));
  return { outcome: { ...tally.outcome(), blockMs }, times };
}

async function tryBody(name: string, child: ChildProcess, url: string, tally: Tally): Promise<BodyTimes> {
  const request = HOSTILE_BODIES[name]!();
  const served: number[] = [];
  const called: number[] = [];
  const answers: (string | null)[] = [];
  for (let i = 0; i < TIMES; i++) {
    await measured(child);
    answers.push(await post(url, request));
    served.push((await measured(child)).blockMs);
    const { blockMs, answer = null } = await ordered(child, { call: name });
    called.push(blockMs);
    answers.push(answer);
  }
  for (const answer of answers) tally.count(answer);
  const statuses = [...new Set(answers.map((answer) => answer ?? 'none'))].sort();
  const strange = statuses.find((status) => /\D/.test(status));
  if (strange !== undefined) tally.complain(`${name}: ${strange}`);
  const [servedMs, calledMs] = [Math.min(...served), Math.min(...called)];
  if (Math.max(servedMs, calledMs) > BLOCK_LIMIT_MS) tally.complain(`${name}: others waited ${Math.max(servedMs, calledMs).toFixed(0)} ms`);
  return { name, megabytes: bytesIn(request) / 1e6, statuses, servedMs, calledMs };
}

const bytesIn = ({ body }: SentRequest): number => (body == null ? 0 : Buffer.byteLength(body));
