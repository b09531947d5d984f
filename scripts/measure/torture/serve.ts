import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpHandler, startHttpServer } from '../../cli/serve/http-server';
import { HOSTILE_BODIES } from './body-cases';
import { type BuiltFunction, builtFunction, tryEvent } from './built-function';
import { restEvent } from './events';
import type { Measured, ServeOrder } from './serve-orders';

const BODY_LIMIT_BYTES = 10 * 2 ** 20;
/** As the deployed function's. */
const TIMEOUT_MS = 25_000;

const NANOSECONDS = 1e6;
const RESOLUTION_MS = 5;
const COLLECT_MS = 250;

/**
 * Serve the built function as `serve` does, in this process; its port is told to whoever forked it.
 *
 * @param collects - garbage all the time, so that whatever is only held weakly is gone soon
 */
export async function serve(functionFile: string, collects: boolean): Promise<void> {
  const built = await builtFunction(functionFile);
  const limits = { bodyLimitBytes: BODY_LIMIT_BYTES, timeoutMs: TIMEOUT_MS };
  const { url } = await startHttpServer({ host: '127.0.0.1', port: 0, ...limits, handler: built.handler as HttpHandler });
  process.send!(Number(new URL(url).port));
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const measure = async (): Promise<Measured> => {
    await sleep(3 * RESOLUTION_MS);
    const blockMs = Math.max(0, delay.max / NANOSECONDS - RESOLUTION_MS);
    globalThis.gc?.();
    await sleep(3 * RESOLUTION_MS);
    delay.reset();
    // nothing is measured before it has ticked once
    await sleep(3 * RESOLUTION_MS);
    return { blockMs };
  };
  process.on('message', async (order: ServeOrder) =>
    process.send!('measure' in order ? await measure() : await called(built, order.call, measure)),
  );
  if (collects) setInterval(() => void globalThis.gc?.(), COLLECT_MS).unref();
  process.once('disconnect', () => process.exit());
}

async function called(built: BuiltFunction, name: string, measure: () => Promise<Measured>): Promise<Measured> {
  const event = restEvent(HOSTILE_BODIES[name]!());
  await measure();
  const { answer, problem } = await tryEvent(built, event);
  return { ...(await measure()), answer: problem === null ? answer : `${answer}, ${problem}` };
}
