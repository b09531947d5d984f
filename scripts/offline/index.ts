/** What serverless-plugin.mjs needs of the local gateway; bundled to dist/offline/index.js. */
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export { gatewayResponses } from './gateway-responses';
export { type LocalGateway, type LocalGatewayOptions, startLocalGateway } from './local-gateway';

const HOST = '127.0.0.1';
const POLL_MS = 50;

/** Ports to choose from. They lie below those that systems give to connections (from 32768 on): one of those may be taken again before it is used. */
const [FIRST_PORT, LAST_PORT] = [20_000, 32_767];

/** Returns a port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
      .listen(port, HOST, () => server.close(() => resolve(true)));
  });

/** Resolves as soon as something listens on a port of this machine. */
export async function listening(port: number): Promise<void> {
  while (!(await accepts(port))) await sleep(POLL_MS);
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, HOST)
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
