import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { packing } from './packing';

const ROOT = path.resolve(__dirname, '../..');
const SERVERLESS = path.join(ROOT, 'node_modules/.bin/serverless');

/** How a run of the command line ended. */
export interface CliRun {
  readonly code: number;
  /** what it wrote, to either stream */
  readonly output: string;
  /** how long it took, without the wait for other test files that packed */
  readonly ms: number;
}

/**
 * Runs `serverless` in the repository, with nothing of this process's environment but `PATH` and `HOME`, while no other test file does.
 *
 * @param environment - variables that tell where the cloud is
 */
export const serverless = (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<CliRun> =>
  packing(() => run(args, environment));

async function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<CliRun> {
  const start = performance.now();
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [SERVERLESS, ...args], {
    cwd: ROOT,
    env: { PATH, HOME, SLS_NOTIFICATIONS_MODE: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (status) => resolve(status ?? 1))),
  ]);
  return { code, output: stdout + stderr, ms: performance.now() - start };
}
