import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * An order to a serving process: to tell what was measured since the last time, or to call the function with a body of `HOSTILE_BODIES` as the platform does.
 */
export type ServeOrder = { readonly measure: true } | { readonly call: string };

/** What a serving process tells. */
export interface Measured {
  /** longest block of the event loop, ms */
  readonly blockMs: number;
  /** of a call: its status, or what is wrong with its answer */
  readonly answer?: string;
}

/** A process that serves the built function, and where. */
interface ServingProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

/**
 * Starts a process that serves the built function (`serve`).
 *
 * @param part - `serve`: as it is abused; `bodies`: with nothing else to do
 * @throws {Error} where the process ends before it serves
 */
export async function forkServing(
  functionFile: string,
  part: 'serve' | 'bodies',
  { environment = {}, execArgv = [] }: { readonly environment?: Readonly<Record<string, string>>; readonly execArgv?: string[] } = {},
): Promise<ServingProcess> {
  const child = fork(process.argv[1]!, ['torture', '--part', part, '--function', functionFile], {
    execArgv,
    env: { ...process.env, LOG_LEVEL: 'error', ...environment },
  });
  const [port] = (await Promise.race([once(child, 'message'), died(child)])) as [number];
  return { child, url: `http://127.0.0.1:${port}` };
}

const died = async (child: ChildProcess): Promise<never> => {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`the served function's process ended: ${signal ?? code}`);
};

/** Has a process carry out an order. It then collects the garbage, which counts no more in what is measured next. */
export async function ordered(child: ChildProcess, order: ServeOrder): Promise<Measured> {
  const told = once(child, 'message') as Promise<[Measured]>;
  child.send(order);
  return (await told)[0];
}

export const measured = (child: ChildProcess): Promise<Measured> => ordered(child, { measure: true });
