import { type ChildProcess, fork } from 'node:child_process';
import { UsageError } from '../../command/usage-error';

/** Why a worker cannot work at all. */
interface Failure {
  readonly failure: string;
  /** what the user asked for cannot be done */
  readonly isUsage: boolean;
}

/** A message of a worker: that it can begin; then for each task its result; or why it cannot work. */
export type FromWorker<Result> = { readonly ready: true } | { readonly result: Result } | Failure;

export interface WorkerPool<Result> {
  /** the module that a worker runs */
  readonly file: string;
  readonly args: readonly string[];
  /** workers at the same time; no more are started than there are tasks */
  readonly count: number;
  /** a worker that is not ready to begin after this time is ended */
  readonly readyLimitMs: number;
  /** a worker that is at one task for longer is ended */
  readonly taskLimitMs: number;
  /** aborts when no further task is to be begun */
  readonly stop: AbortSignal;
  readonly onResult: (task: string, result: Result) => void;
  /** called for a task of which two workers have died */
  readonly onLost: (task: string) => void;
}

const ATTEMPTS = 2;
/** How often a worker is started, at most, until one is ready. */
const STARTS = 3;

/**
 * Does tasks in processes of their own, each of which has one task at a time. A process that dies is replaced.
 *
 * @throws {UsageError} when a worker says that the user is to blame
 * @throws {Error} when workers cannot start, when one says that it cannot work, or whatever `onResult` and `onLost` throw; the other workers then finish their
 *   tasks
 */
export async function runInWorkers<Result>(tasks: readonly string[], pool: WorkerPool<Result>): Promise<void> {
  const queue = tasks.values();
  let hasFailed = false;
  const next = (): string | undefined => (hasFailed || pool.stop.aborted ? undefined : queue.next().value);
  const oneAfterTheOther = async (): Promise<void> => {
    let worker: Worker<Result> | null = null;
    try {
      for (let task = next(); task !== undefined; task = next()) {
        for (let attempt = 1; ; attempt++) {
          worker ??= await startedWorker<Result>(pool);
          const answer = await worker.ask(task, pool.taskLimitMs);
          if (answer) {
            pool.onResult(task, answer.result);
            break;
          }
          worker = null;
          if (attempt === ATTEMPTS) {
            pool.onLost(task);
            break;
          }
        }
      }
    } catch (thrown) {
      hasFailed = true;
      throw thrown;
    } finally {
      await worker?.end();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(pool.count, tasks.length) }, oneAfterTheOther));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}

async function startedWorker<Result>({ file, args, readyLimitMs }: WorkerPool<Result>): Promise<Worker<Result>> {
  for (let start = 1; ; start++) {
    const worker = new Worker<Result>(fork(file, args));
    try {
      if (await worker.ready(readyLimitMs)) return worker;
    } catch (thrown) {
      await worker.end();
      throw thrown;
    }
    if (start === STARTS) throw new Error('workers end before they are ready');
  }
}

type Answer<Result> = { readonly result: Result };

class Worker<Result> {
  private readonly exit: Promise<void>;
  private settle: (message: FromWorker<Result> | null) => void = () => {};

  constructor(private readonly child: ChildProcess) {
    child.on('message', (message) => this.settle(message as FromWorker<Result>));
    this.exit = new Promise((resolve) => {
      child.once('exit', () => resolve()).once('error', () => resolve());
    });
    void this.exit.then(() => this.settle(null));
  }

  /** @returns false when the worker died before it was ready */
  async ready(limitMs: number): Promise<boolean> {
    return (await this.messageWithin(limitMs)) !== null;
  }

  /** @returns null when the worker died of the task */
  async ask(task: string, limitMs: number): Promise<Answer<Result> | null> {
    const answer = this.messageWithin(limitMs);
    // if the worker has died meanwhile, its exit tells so
    this.child.send(task, () => {});
    const message = await answer;
    return message && 'result' in message ? message : null;
  }

  /** Closes the worker's channel, which makes it end, and waits until it has. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exit;
  }

  /** Ends a worker that says nothing for so long. */
  private messageWithin(limitMs: number): Promise<FromWorker<Result> | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    return this.message().finally(() => clearTimeout(timer));
  }

  /** @throws {Error} with what the worker says, when it cannot work; a `UsageError` where the user is to blame */
  private message(): Promise<FromWorker<Result> | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.settle = (message) => (message && 'failure' in message ? reject(errorOf(message)) : resolve(message));
    });
  }
}

const errorOf = ({ failure, isUsage }: Failure): Error => (isUsage ? new UsageError(failure) : new Error(failure));
