import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { freePort } from './index';

const START_MS = 90_000;

/** A running `serverless offline`. */
export interface OfflineServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Returns everything it has written so far, on both streams. */
  log(): string;
  /** @returns its exit code */
  stop(): Promise<number | null>;
}

/**
 * Starts the service as `npm run offline` does, on a free port.
 *
 * @param params - parameters of serverless.yml, as `--param name=value`
 * @param env - variables added to this process's own
 */
export async function startOffline(
  params: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<OfflineServer> {
  const port = await freePort();
  const command = path.resolve('node_modules/.bin/serverless');
  const options = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const child = spawn(command, ['offline', '--host', '127.0.0.1', '--httpPort', `${port}`, ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child, () => written.join(''));
  return { url, log: () => written.join(''), stop: () => stopped(child) };
}

async function answering(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; ) {
    if (child.exitCode !== null) break;
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  child.kill();
  throw new Error(`serverless offline does not answer:\n${log()}`);
}

async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  return exit;
}
