// Plain JavaScript, as both plugins import it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program of Node in a folder, and throws unless it succeeds. */
export async function runNode(folder, ...args) {
  const [code] = await once(spawn(process.execPath, args, { cwd: folder, stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} failed`);
}
