import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Addresses by name: a list for each time that the name is asked for, the last one for ever. */
export type Zone = ReadonlyMap<string, readonly (readonly string[])[]>;

/** A name server on this machine. */
export interface NameServer {
  readonly port: number;
  /** how often a name's IPv4 addresses were asked for */
  queries(name: string): number;
  close(): void;
}

const HEAD_BYTES = 12;
const ANSWERED = 0x8180;
const NO_SUCH_NAME = 3;
const TYPE_A = 1;

/** Serves a zone over UDP: IPv4 addresses only, which are not to be cached. */
export function startNameServer(zone: Zone): Promise<NameServer> {
  const asked = new Map<string, number>();
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query);
    const turn = asked.get(name) ?? 0;
    if (type === TYPE_A) asked.set(name, turn + 1);
    const lists = zone.get(name);
    const found = type === TYPE_A && lists ? lists[Math.min(turn, lists.length - 1)]! : [];
    socket.send(answerTo(query.subarray(0, end), found, lists === undefined), port, address);
  });
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () =>
      resolve({ port: socket.address().port, queries: (name) => asked.get(name) ?? 0, close: () => void socket.close() }),
    );
  });
}

/** @returns `end`: where the question ends in the query */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let offset = HEAD_BYTES;
  for (let length = query[offset]!; length > 0; length = query[offset]!) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(offset + 1), end: offset + 5 };
}

function answerTo(question: Buffer, addresses: readonly string[], isUnknown: boolean): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(isUnknown ? ANSWERED | NO_SUCH_NAME : ANSWERED, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  // the question's name, type A, class IN, no time to live, four bytes
  const records = addresses.map((address) =>
    Buffer.from([0xc0, HEAD_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, ...records]);
}

/** Returns a lookup for connections that asks this name server. */
export function lookupBy({ port }: NameServer): LookupFunction {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return (hostname, { all }, callback) =>
    resolver.resolve4(hostname, (error, addresses) => {
      if (error) callback(error, []);
      else if (all)
        callback(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
      else callback(null, addresses[0]!, 4);
    });
}
