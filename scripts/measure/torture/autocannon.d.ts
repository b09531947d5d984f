declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly connections: number;
    /** seconds */
    readonly duration: number;
    /** seconds */
    readonly timeout: number;
  }
  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly duration: number;
  }
  /** Emits `response` (client, status, bytes, milliseconds) and, at its end, `done` (result). */
  export default function autocannon(options: Options): EventEmitter & PromiseLike<Result>;
}
