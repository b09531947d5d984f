import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerTo, builtFunction } from './built-function';
import { restEvent } from './events';

/** Serve the built function by the least of servers, in this process; its port is told to whoever forked it. */
export async function serve(functionFile: string): Promise<void> {
  const built = await builtFunction(functionFile);
  const server = createServer(async (request, response) => {
    const contentType = request.headers['content-type'] ?? null;
    const event = restEvent({ path: request.url!, method: request.method!, contentType, body: await text(request) });
    const { status, headers, body } = await answerTo(built, event);
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
  process.once('disconnect', () => process.exit());
}
