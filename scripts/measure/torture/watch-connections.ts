import { Socket } from 'node:net';

/**
 * Returns a list that gets the addresses to which sockets of this process try to connect from now on, by TLS or without. Node's channel `net.client.socket`
 * does not tell of TLS.
 */
export function watchConnections(): readonly string[] {
  const attempts: string[] = [];
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    // names are looked up by then; there may be an attempt for each of several addresses
    this.on('connectionAttempt', (address: string) => attempts.push(address));
    return connect.apply(this, args);
  };
  return attempts;
}
