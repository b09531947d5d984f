import { createServer, type Server, type Socket } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';

/** What a server does with a connection, once it has been asked; and the statuses that the contract has for it. */
interface HostileServer {
  readonly name: string;
  readonly statuses: readonly number[];
  readonly serve: (socket: Socket) => void;
}

const MB = 2 ** 20;
const DRIP_MS = 20;
const head = (...lines: readonly string[]): string => `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
const say =
  (text: string | Buffer) =>
  (socket: Socket): void =>
    void socket.end(text, 'latin1');

/** Sends a piece again and again, for as long as it is taken. */
function pour(socket: Socket, piece: Buffer): void {
  const push = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', push);
  push();
}

/** Sends a text sign by sign, again and again for ever. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length]!, 'latin1'), DRIP_MS);
  socket.on('close', () => clearInterval(timer));
}

const poured =
  (first: string, piece: Buffer) =>
  (socket: Socket): void => {
    socket.write(first, 'latin1');
    pour(socket, piece);
  };
const dripped =
  (first: string, text: string) =>
  (socket: Socket): void => {
    socket.write(first, 'latin1');
    drip(socket, text);
  };

const [DOWNLOAD, TOO_LARGE, TIMEOUT] = [[462], [413], [408]];
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')]);
const ZEROS = Buffer.alloc(10 * MB);

/** Servers that lie, stall, flood or break off. None sends a picture. */
export const HOSTILE_SERVERS: readonly HostileServer[] = [
  { name: 'says nothing', statuses: TIMEOUT, serve: () => {} },
  { name: 'closes at once', statuses: DOWNLOAD, serve: (socket) => void socket.end() },
  { name: 'resets', statuses: DOWNLOAD, serve: (socket) => void socket.resetAndDestroy() },
  {
    name: 'drips its head',
    statuses: TIMEOUT,
    serve: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-a: 1\r\n'.padEnd(4000, 'x-b: 2\r\n')),
  },
  { name: 'drips its body', statuses: TIMEOUT, serve: dripped(head('content-length: 1000000'), '.') },
  { name: 'drips chunks', statuses: TIMEOUT, serve: dripped(head('transfer-encoding: chunked'), '1\r\n.\r\n') },
  { name: 'stops in its body', statuses: TIMEOUT, serve: (socket) => void socket.write(`${head('content-length: 100')}half`) },
  { name: 'never ends its head', statuses: DOWNLOAD, serve: poured('HTTP/1.1 200 OK\r\n', Buffer.from('x: y\r\n'.repeat(10_000))) },
  { name: 'never ends its status line', statuses: DOWNLOAD, serve: poured('HTTP/1.1 200 ', Buffer.alloc(65_536, 'O')) },
  { name: 'never ends its body', statuses: TOO_LARGE, serve: poured(head(), Buffer.alloc(65_536)) },
  { name: 'never ends its chunks', statuses: TOO_LARGE, serve: poured(head('transfer-encoding: chunked'), CHUNK) },
  {
    name: 'never ends a chunk',
    statuses: TOO_LARGE,
    serve: poured(`${head('transfer-encoding: chunked')}ffffffff\r\n`, Buffer.alloc(65_536)),
  },
  {
    name: 'has chunk extensions without end',
    statuses: DOWNLOAD,
    serve: poured(`${head('transfer-encoding: chunked')}1;x=`, Buffer.alloc(65_536, 'x')),
  },
  { name: 'says more than it may send', statuses: TOO_LARGE, serve: (socket) => void socket.write(head(`content-length: ${2 ** 40}`)) },
  { name: 'says more than it sends', statuses: DOWNLOAD, serve: say(`${head('content-length: 100')}half`) },
  { name: 'sends more than it says', statuses: DOWNLOAD, serve: say(`${head('content-length: 4')}picture?`) },
  { name: 'has a length below zero', statuses: DOWNLOAD, serve: say(`${head('content-length: -5')}half`) },
  { name: 'has a length that is no number', statuses: DOWNLOAD, serve: say(`${head('content-length: 0x10')}half`) },
  { name: 'has two lengths', statuses: DOWNLOAD, serve: say(`${head('content-length: 4', 'content-length: 5')}half`) },
  {
    name: 'has a length and chunks',
    statuses: DOWNLOAD,
    serve: say(`${head('content-length: 4', 'transfer-encoding: chunked')}4\r\nhalf\r\n0\r\n\r\n`),
  },
  { name: 'has a chunk of no number', statuses: DOWNLOAD, serve: say(`${head('transfer-encoding: chunked')}zz\r\nhalf\r\n`) },
  { name: 'sends nothing', statuses: DOWNLOAD, serve: say(head('content-length: 0')) },
  {
    name: 'sends a bomb of gzip',
    statuses: DOWNLOAD,
    serve: say(Buffer.concat([Buffer.from(head('content-encoding: gzip')), gzipSync(ZEROS)])),
  },
  {
    name: 'sends a bomb of deflate',
    statuses: DOWNLOAD,
    serve: say(Buffer.concat([Buffer.from(head('content-encoding: deflate')), deflateSync(ZEROS)])),
  },
  {
    name: 'sends gzip twice',
    statuses: DOWNLOAD,
    serve: say(Buffer.concat([Buffer.from(head('content-encoding: gzip, gzip')), gzipSync(gzipSync(ZEROS))])),
  },
  {
    name: 'compresses its transfer',
    statuses: DOWNLOAD,
    serve: say(Buffer.concat([Buffer.from(head('transfer-encoding: gzip')), gzipSync(ZEROS)])),
  },
  { name: 'sends gzip without saying so', statuses: DOWNLOAD, serve: say(Buffer.concat([Buffer.from(head()), gzipSync(ZEROS)])) },
  { name: 'speaks another protocol', statuses: DOWNLOAD, serve: say('220 mail.test ESMTP\r\n') },
  {
    name: 'switches protocols',
    statuses: DOWNLOAD,
    serve: say('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  },
  { name: 'goes on and on with 100', statuses: TIMEOUT, serve: (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n') },
  { name: 'hints early without end', statuses: TIMEOUT, serve: (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n') },
  { name: 'answers twice', statuses: DOWNLOAD, serve: say(`${head('content-length: 4')}half${head('content-length: 4')}half`) },
  { name: 'has a NUL in its head', statuses: DOWNLOAD, serve: say(`${head('x-a: \0')}half`) },
  { name: 'has a name of a header that is none', statuses: DOWNLOAD, serve: say(`${head('\x01: a')}half`) },
  { name: 'has a status of 0', statuses: DOWNLOAD, serve: say('HTTP/1.1 000 \r\n\r\nhalf') },
  { name: 'redirects to itself', statuses: DOWNLOAD, serve: say('HTTP/1.1 302 Found\r\nlocation: ?again\r\ncontent-length: 0\r\n\r\n') },
  {
    name: 'redirects and never ends',
    statuses: DOWNLOAD,
    serve: poured('HTTP/1.1 302 Found\r\nlocation: ?again\r\n\r\n', Buffer.alloc(65_536)),
  },
  { name: 'redirects to the metadata', statuses: DOWNLOAD, serve: say('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\n\r\n') },
  { name: 'redirects to 64 KB', statuses: DOWNLOAD, serve: say(`HTTP/1.1 302 Found\r\nlocation: /${'x'.repeat(15_000)}\r\n\r\n`) },
  { name: 'redirects to what is no URL', statuses: DOWNLOAD, serve: say('HTTP/1.1 302 Found\r\nlocation: http://[\r\n\r\n') },
];

/** Returns a server that answers each connection as soon as it has asked anything. */
export const hostileServer = ({ serve }: HostileServer): Server =>
  createServer((socket) => {
    socket.on('error', () => {}).once('data', () => serve(socket));
  });
