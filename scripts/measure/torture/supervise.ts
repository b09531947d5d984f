import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Finding } from './outcome';
import { watchMemory } from './process-memory';
import type { ReportLine, Share } from './worker';

/** Inputs to be tried by processes that may die of them. */
interface Trial {
  /** arguments of a worker, before those of its share */
  readonly args: readonly string[];
  readonly count: number;
  readonly processes: number;
  /** time for one input */
  readonly budgetMs: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** index of the only input to try; undefined: all */
  readonly at?: number | undefined;
}

/** What the processes told, and what became of them. */
export interface TrialOutcome {
  readonly tried: number;
  readonly answers: Record<string, number>;
  readonly crashes: Finding[];
  readonly hangs: Finding[];
  readonly problems: Finding[];
  /** inputs that were to be tried and of which nothing is known */
  readonly lost: number;
  /** most memory that one process and those that decode for it have taken together */
  readonly peakMegabytes: number;
  /** the longest block of an event loop; null: not measured */
  readonly blockMs: number | null;
  /** what the workers wrote to their standard streams */
  readonly stdout: string;
  readonly stderr: string;
}

const POLL_MS = 100;
/** Time in which a worker has to begin its first input, ms: it loads models before. */
const START_MS = 60_000;
/** How often a share is begun again at most: if every input killed its process, it would take all day. */
const MAX_RESTARTS = 20;

type Tally = { -readonly [Key in keyof TrialOutcome]: TrialOutcome[Key] };

/** Tries a series: its processes are watched, killed when they hang, and started again behind the input of which they died. */
export async function supervise(trial: Trial): Promise<TrialOutcome> {
  const { count, processes, at } = trial;
  const tally: Tally = {
    tried: 0,
    answers: {},
    crashes: [],
    hangs: [],
    problems: [],
    lost: 0,
    peakMegabytes: 0,
    blockMs: null,
    stdout: '',
    stderr: '',
  };
  const shares: Share[] =
    at === undefined
      ? Array.from({ length: processes }, (_, first) => ({ first, step: processes, end: count }))
      : [{ first: at, step: 1, end: at + 1 }];
  await Promise.all(shares.map((share) => tryShare(trial, share, tally)));
  const expected = at === undefined ? count : 1;
  return { ...tally, lost: expected - tally.tried - tally.crashes.length - tally.hangs.length };
}

async function tryShare(trial: Trial, share: Share, tally: Tally): Promise<void> {
  let { first } = share;
  for (let restarts = 0; first < share.end && restarts <= MAX_RESTARTS; restarts++) {
    const { begun, isDone, end } = await runWorker(trial, { ...share, first }, tally);
    if (end === null) return;
    // one that dies before it has begun would do so again
    if (begun === null) {
      tally.problems.push({ index: first, what: `did not start: ${end}` });
      return;
    }
    const what = isDone ? `${end}, after it was answered` : end;
    if (isDone) tally.problems.push({ index: begun, what });
    else (end === HUNG ? tally.hangs : tally.crashes).push({ index: begun, what });
    first = begun + share.step;
  }
}

const HUNG = 'hung';

interface WorkerEnd {
  /** the last input that was begun */
  readonly begun: number | null;
  readonly isDone: boolean;
  /** how it ended; null: as it should */
  readonly end: string | null;
}

async function runWorker({ args, budgetMs, environment }: Trial, { first, step, end }: Share, tally: Tally): Promise<WorkerEnd> {
  const command = [...args, '--first', String(first), '--step', String(step), '--end', String(end)];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  let begun: number | null = null;
  let isDone = true;
  let since = performance.now();
  let hasHung = false;
  const watch = setInterval(() => {
    if (performance.now() - since < (begun === null ? START_MS : budgetMs)) return;
    hasHung = true;
    child.kill('SIGKILL');
  }, POLL_MS);
  const memory = watchMemory(child.pid!);
  collectStreams(child, tally);
  createInterface(child.stdio[3] as Readable).on('line', (text) => {
    const line = JSON.parse(text) as ReportLine;
    since = performance.now();
    isDone = typeof line !== 'number';
    if (typeof line === 'number') {
      begun = line;
      return;
    }
    const [index, answer, problem, megabytes, blockMs] = line;
    tally.tried += 1;
    tally.answers[answer] = (tally.answers[answer] ?? 0) + 1;
    tally.peakMegabytes = Math.max(tally.peakMegabytes, megabytes);
    if (blockMs !== null) tally.blockMs = Math.max(tally.blockMs ?? 0, blockMs);
    if (problem !== null) tally.problems.push({ index, what: problem });
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...ended) => resolve(ended)),
  );
  clearInterval(watch);
  tally.peakMegabytes = Math.max(tally.peakMegabytes, memory.stop());
  const died = hasHung ? HUNG : signal ? `killed by ${signal}` : code === 0 ? null : `exit code ${code}`;
  return { begun, isDone, end: died };
}

function collectStreams(child: ChildProcess, tally: Tally): void {
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    tally.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tally.stderr += text;
  });
}
