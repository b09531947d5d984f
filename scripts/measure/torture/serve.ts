import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type HttpHandler, startHttpServer } from '../../cli/serve/http-server';
import { builtFunction } from './built-function';

const BODY_LIMIT_BYTES = 10 * 2 ** 20;
/** As the deployed function's. */
const TIMEOUT_MS = 25_000;

/** What is told when it is asked for: since the last time. */
export interface Measured {
  /** the longest that the event loop did nothing else */
  readonly blockMs: number;
}

const NANOSECONDS = 1e6;
const RESOLUTION_MS = 5;
const COLLECT_MS = 250;

/** Serve the built function as `serve` does, in this process; its port is told to whoever forked it. */
export async function serve(functionFile: string): Promise<void> {
  const { handler } = await builtFunction(functionFile);
  const limits = { bodyLimitBytes: BODY_LIMIT_BYTES, timeoutMs: TIMEOUT_MS };
  const { url } = await startHttpServer({ host: '127.0.0.1', port: 0, ...limits, handler: handler as HttpHandler });
  process.send!(Number(new URL(url).port));
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('message', () => {
    const measured: Measured = { blockMs: Math.max(0, delay.max / NANOSECONDS - RESOLUTION_MS) };
    delay.reset();
    process.send!(measured);
  });
  // whatever is only held weakly is gone soon
  if (globalThis.gc) setInterval(() => void globalThis.gc?.(), COLLECT_MS).unref();
  process.once('disconnect', () => process.exit());
}
