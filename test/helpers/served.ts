import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** A running `bankcard-ocr serve`, on a free port. */
export interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  /** Returns what it has logged so far. */
  log(): string;
  stop(): void;
}

/** Starts `serve` as it was built, with the real networks. */
export async function startServed(env: Readonly<Record<string, string>> = {}, options: readonly string[] = []): Promise<Served> {
  const server = spawn(process.execPath, ['dist/npm/bankcard-ocr.js', 'serve', '--port', '0', ...options], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let log = '';
  server.stdout!.on('data', (chunk) => (log += chunk));
  return { url: await addressOf(server), process: server, log: () => log, stop: () => server.kill('SIGKILL') };
}

/** Resolves with the address at which a server that starts says that it listens. */
export const addressOf = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let told = '';
    server.stderr!.on('data', (chunk) => {
      told += chunk;
      const [found] = /http:\/\/\S+(?=\n)/.exec(told) ?? [];
      if (found) resolve(found);
    });
    server.once('exit', () => reject(new Error(told)));
  });
