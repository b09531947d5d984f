import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;
const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

const CORE = '0';

/** Words to put before a command to keep it on one core; none where the machine has no taskset. */
export const ON_ONE_CORE: readonly string[] = hasTaskset ? ['taskset', '-c', CORE] : [];

/** Variables that every deployment sets, so that memory is measured as it is taken there: threads share one heap. */
export const DEPLOYED_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };

/**
 * Runs a Node script on one core and returns its standard output. The threads that onnxruntime makes by default choose their cores by themselves, whatever core
 * their process was given: all threads are put back on the one core at the script's first output.
 *
 * @param environment - variables for the script, besides those of this process
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
 * Runs a part of this benchmark in a process of its own on one core, with the memory settings of a deployment, and returns its standard output.
 *
 * @param files - the folder and the list of pictures that the part needs
 */
export const partOnOneCore = (part: string, ...files: string[]): Promise<string> =>
  onOneCore([process.argv[1] ?? '', 'benchmark', '--part', part, ...files], process.cwd(), DEPLOYED_ENVIRONMENT);
