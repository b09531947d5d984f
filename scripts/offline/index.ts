/** What serverless-plugin.mjs needs of the local gateway; bundled to dist/offline/index.js. */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export { gatewayResponses } from './gateway-responses';
export { type LocalGateway, type LocalGatewayOptions, startLocalGateway } from './local-gateway';

const HOST = '127.0.0.1';
const POLL_MS = 50;

/** A port of this machine that nothing listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, HOST, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
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
