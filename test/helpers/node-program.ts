import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs a program of Node.js of another version, out of npm's registry or cache, and returns its path.
 *
 * @param version - e.g. `24`: the newest of these that the registry has
 * @param folder - where it is installed
 */
export async function nodeProgram(version: string, folder: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const options = ['--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries', '1'];
  await run('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`], { cwd: folder });
  return path.join(folder, 'node_modules', name, 'bin', 'node');
}
