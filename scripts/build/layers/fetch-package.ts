import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Options with which npm, where there is no network, takes a package from its cache, or gives up after ten seconds instead of seventy. */
const NPM_OPTIONS = ['--prefer-offline', '--fetch-retries', '1', '--loglevel', 'error'];

/**
 * Fetches a package that npm did not install because it is for another platform. Nothing in it is run.
 *
 * @param workFolder - an existing folder for the archive and its contents
 * @param lockFile - tells which version to take, and the checksum that it must have
 * @returns the folder of the package
 * @throws {Error} when the lock file does not name it, npm cannot fetch it or its checksum differs
 */
export async function fetchPackage(name: string, workFolder: string, lockFile = 'package-lock.json'): Promise<string> {
  const locked = JSON.parse(await readFile(lockFile, 'utf8')).packages[`node_modules/${name}`];
  if (!locked) throw new Error(`${lockFile} has no ${name}`);
  const folder = path.join(workFolder, name);
  await mkdir(folder, { recursive: true });
  await run('npm', ['pack', `${name}@${locked.version}`, '--pack-destination', folder, ...NPM_OPTIONS]);
  const [archive = ''] = await readdir(folder);
  const bytes = await readFile(path.join(folder, archive));
  if (`sha512-${createHash('sha512').update(bytes).digest('base64')}` !== locked.integrity) {
    throw new Error(`the checksum of ${name} differs from ${lockFile}`);
  }
  await run('tar', ['-xzf', archive], { cwd: folder });
  return path.join(folder, 'package');
}
