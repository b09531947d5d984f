import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import type { Invocation, InvocationOutcome } from './invocation';

const PROCESS_FILE = path.join(__dirname, 'function-process.js');
/** How long before serverless-offline gives up the process is killed. */
const KILL_RESERVE_MS = 50;

let child: ChildProcess | undefined;

/**
 * Stands in for a function under serverless-offline, which would run it in a thread of its own process. Runs the function in a process apart, as the platform
 * does, so that it can die, run out of memory or hang without taking the server along. `FUNCTION_HANDLER` says which function.
 *
 * @throws {Error} what the function threw, or that its process ended
 */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  const remainingMs = context.getRemainingTimeInMillis();
  child ??= start(process.env.FUNCTION_HANDLER!, context.memoryLimitInMB);
  const running = child;
  const over = new AbortController();
  const timer = setTimeout(() => running.kill('SIGKILL'), remainingMs - KILL_RESERVE_MS);
  try {
    // the context's methods cannot be sent
    const invocation: Invocation = { event, context: JSON.parse(JSON.stringify(context)), deadlineMs: Date.now() + remainingMs };
    // if the process has just died, its exit is noticed below
    running.send(invocation, () => {});
    const [outcome] = (await Promise.race([
      once(running, 'message', over),
      once(running, 'exit', over).then(([code, signal]) => Promise.reject(new Error(`the function's process ended: ${signal ?? code}`))),
    ])) as [InvocationOutcome];
    if ('answer' in outcome) return outcome.answer;
    throw Object.assign(new Error(outcome.error.message), { name: outcome.error.name });
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function start(functionHandler: string, memoryMegabytes: string): ChildProcess {
  const execArgv = [`--max-old-space-size=${memoryMegabytes}`];
  const started = fork(PROCESS_FILE, [functionHandler], { execArgv, serialization: 'advanced' });
  console.log(`${functionHandler} runs in process ${started.pid}`);
  return started.once('exit', () => {
    child = undefined;
  });
}
