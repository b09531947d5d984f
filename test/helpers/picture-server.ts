import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { listen } from '../../scripts/command/local-server';
import { TEST_TLS } from './test-tls';

/** What a path is answered with. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A web server on this machine, for one test file. */
export interface PictureServer {
  readonly port: number;
  /** `http(s)://127.0.0.1:port` + path */
  url(path: string): string;
  /** TCP connections so far, and those still open */
  connections(): { total: number; open: number };
  /** Resolves once no connection is open. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

async function serving(server: Server, scheme: string, host: string): Promise<PictureServer> {
  const sockets = new Set<Socket>();
  let total = 0;
  server.on('connection', (socket: Socket) => {
    total++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listen(server, 0, host);
  return {
    port,
    url: (path) => `${scheme}://127.0.0.1:${port}${path}`,
    connections: () => ({ total, open: sockets.size }),
    idle: async () => {
      while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

interface ServingOptions {
  /** address to listen on; default 127.0.0.1 */
  readonly host?: string;
  /** answer to any other path; default: 404 */
  readonly otherwise?: Answer;
  /** called with every request */
  readonly seen?: (request: IncomingMessage) => void;
}

const notFound: Answer = (response) => response.writeHead(404).end('not found');

const listener =
  (answers: Readonly<Record<string, Answer>>, { otherwise = notFound, seen }: ServingOptions = {}): RequestListener =>
  (request, response) => {
    seen?.(request);
    response.on('error', () => {});
    const answer = answers[request.url?.split('?')[0] ?? ''] ?? otherwise;
    answer(response, request);
  };

/** @param answers - by path, without its query */
export const servePictures = (answers: Readonly<Record<string, Answer>>, options: ServingOptions = {}): Promise<PictureServer> =>
  serving(createServer(listener(answers, options)), 'http', options.host ?? '127.0.0.1');

/** Serves pictures as `servePictures` does, but over TLS, with the certificate of `TEST_TLS`. */
export const servePicturesByTls = (answers: Readonly<Record<string, Answer>>): Promise<PictureServer> =>
  serving(createTlsServer(TEST_TLS, listener(answers)), 'https', '127.0.0.1');

/** A server that answers each connection with these bytes, whatever it is asked; null: with nothing, not even the TLS handshake. */
export const serveRaw = (bytes: string | null): Promise<PictureServer> =>
  serving(
    createTcpServer((socket) => {
      if (bytes !== null) socket.once('data', () => socket.end(bytes, 'latin1'));
      // otherwise the socket would not notice that the other side goes
      socket.resume();
    }),
    'http',
    '127.0.0.1',
  );
