import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;
const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

const CORE = '0';

/** What keeps a command on one core, to be put before it; nothing where the machine has no taskset. */
export const ON_ONE_CORE: readonly string[] = hasTaskset ? ['taskset', '-c', CORE] : [];

/** What every deployment sets of it, for memory to be measured as it is taken there: threads share one heap. */
export const DEPLOYED_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };

/**
 * Standard output of a Node script run on one core. The threads that onnxruntime makes by default choose cores by themselves, whatever their process may
 * use: with the script's first output all of its threads are put back.
 *
 * @param environment - set for it, besides that of this process
 */
export async function onOneCore(
  script: readonly string[],
  cwd = process.cwd(),
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [command = '', ...args] = [...ON_ONE_CORE, process.execPath, ...script];
  const running = run(command, args, { cwd, env: { ...process.env, ...environment }, maxBuffer: MAX_OUTPUT_BYTES });
  const { pid, stdout: output } = running.child;
  // where the script has ended meanwhile, this fails, and nothing is lost
  if (hasTaskset) output?.once('data', () => execFile('taskset', ['--all-tasks', '--cpu-list', '--pid', CORE, `${pid}`], () => {}));
  return (await running).stdout;
}

/**
 * Standard output of a part of this benchmark, run in a process of its own on one core, with the memory settings of a deployment.
 *
 * @param files - what the part is about
 */
export const partOnOneCore = (part: string, ...files: string[]): Promise<string> =>
  onOneCore([process.argv[1] ?? '', 'benchmark', '--part', part, ...files], process.cwd(), DEPLOYED_ENVIRONMENT);
