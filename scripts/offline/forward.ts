import { type IncomingMessage, request } from 'node:http';

/** An answer that has wholly arrived. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** name, value, name, value …, as they came, without those of the connection */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A request, and where it goes. */
interface Forward {
  readonly port: number;
  readonly method: string;
  /** path and query */
  readonly target: string;
  /** as `Answer.rawHeaders` */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** ends the request */
  readonly signal: AbortSignal;
}

const HOST = '127.0.0.1';

/**
 * Passes a request on to a server of this machine.
 *
 * @throws {Error} when there is no answer, or no whole one, or the signal aborts
 */
export function forward({ port, method, target, rawHeaders, body, signal }: Forward): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept alive may be closed by the other side just when it is used again.
    const outgoing = request({ host: HOST, port, method, path: target, headers: rawHeaders, agent: false, signal });
    outgoing
      .on('error', reject)
      .once('response', (incoming) => {
        collect(incoming).then(
          (received) =>
            resolve({
              status: incoming.statusCode!,
              statusText: incoming.statusMessage!,
              rawHeaders: endToEnd(incoming.rawHeaders),
              headers: incoming.headers,
              body: received!,
            }),
          reject,
        );
      })
      .end(body);
  });
}

/**
 * Returns all bytes of a body.
 *
 * @returns null as soon as they are more than the limit; what comes after is read and dropped, so that the sender can go on to read an answer
 * @throws {Error} when the sender breaks off
 */
export async function collect(message: IncomingMessage, limitBytes = Number.POSITIVE_INFINITY): Promise<Buffer | null> {
  if (Number(message.headers['content-length'] ?? 0) > limitBytes) {
    message.resume();
    return null;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= limitBytes) chunks.push(chunk);
        else {
          chunks.length = 0;
          resolve(null);
        }
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject)
      .once('close', () => reject(new Error('broken off')));
  });
}

/** Headers that are about one connection: RFC 9110, 7.6.1. */
const OF_CONNECTION = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'];

/**
 * Returns the headers that go on beyond this connection. The length is left out, too: it is told anew.
 *
 * @param rawHeaders - name, value, name, value …
 * @param dropped - further names to leave out, in lower case
 */
export function endToEnd(rawHeaders: readonly string[], dropped: readonly string[] = []): string[] {
  const pairs = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]!] as const] : []));
  const named = pairs.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.toLowerCase().split(/[\s,]+/));
  const left = new Set([...OF_CONNECTION, 'content-length', ...named, ...dropped]);
  return pairs.filter(([name]) => !left.has(name.toLowerCase())).flat();
}
