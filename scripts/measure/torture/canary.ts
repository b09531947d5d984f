import { createServer, type Server } from 'node:net';

/** A server that nothing may connect to. */
interface Canary {
  readonly port: number;
  /** returns how many connections there were since it was started */
  connections(): number;
  close(): void;
}

/** @param port - 0: any that is free */
export function startCanary(host: string, port = 0): Promise<Canary> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : 0,
        connections: () => connections,
        close: () => void server.close(),
      });
    });
  });
}
