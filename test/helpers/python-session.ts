import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Debian's Python, for which there is a package of torch. */
export const PYTHON = '/usr/bin/python3';

/** A process that runs command lines of Python, one after the other. */
export interface PythonSession {
  /**
   * Runs a command line, when the one before has ended.
   *
   * @param line - a file and its arguments, or `-c`, code and its arguments
   * @returns what it wrote to standard output
   * @throws {Error} with its traceback
   */
  run(...line: readonly string[]): Promise<string>;
  close(): void;
}

/**
 * Starts such a process.
 *
 * @param cwd - where it runs
 * @param modules - the folder from which it imports
 */
export function startPython(cwd: string, modules: string): PythonSession {
  const child = spawn(PYTHON, [path.join(__dirname, 'python-session.py'), modules], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (some: string) => {
    errors = (errors + some).slice(-2000);
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(...line) {
      child.stdin.write(`${JSON.stringify(line)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`Python ended: ${errors}`);
      const [written, failure] = JSON.parse(value) as [string, string | null];
      if (failure !== null) throw new Error(failure);
      return written;
    },
    close() {
      child.kill();
    },
  };
}
