import { createServer } from 'node:net';
import { listen } from '../../command/local-server';

/** A server that nothing may connect to. */
interface Canary {
  readonly port: number;
  /** returns how many connections there were since it was started */
  connections(): number;
  close(): void;
}

/** @param port - 0: any that is free */
export async function startCanary(host: string, port = 0): Promise<Canary> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  return { port: await listen(server, port, host), connections: () => connections, close: () => void server.close() };
}
