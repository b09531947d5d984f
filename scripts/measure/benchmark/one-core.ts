import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;
const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** What keeps a command on core 0, to be put before it; nothing where the machine has no taskset. */
export const ON_ONE_CORE: readonly string[] = hasTaskset ? ['taskset', '-c', '0'] : [];

/** Standard output of a Node script run on one core. */
export async function onOneCore(script: readonly string[], cwd = process.cwd()): Promise<string> {
  const [command = '', ...args] = [...ON_ONE_CORE, process.execPath, ...script];
  const { stdout } = await run(command, args, { cwd, maxBuffer: MAX_OUTPUT_BYTES });
  return stdout;
}
