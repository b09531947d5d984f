import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpHandler, startHttpServer } from '../../cli/serve/http-server';
import { HOSTILE_BODIES } from './body-cases';
import { type BuiltFunction, builtFunction, tryEvent } from './built-function';
import { restEvent } from './events';
import { watchLoop } from './loop-blocks';
import type { Measured, ServeOrder } from './serve-orders';

const BODY_LIMIT_BYTES = 10 * 2 ** 20;
/** Time-out of the deployed function, ms. */
const TIMEOUT_MS = 25_000;

/** Time after which the watch over the event loop has seen what happened, ms. */
const SEEN_MS = 15;
const COLLECT_MS = 250;

/**
 * Serves the built function as `serve` does, in this process. Its port is sent to the process that forked this one.
 *
 * @param collects - whether garbage is collected all the time, so that whatever is only held weakly is gone soon
 */
export async function serve(functionFile: string, collects: boolean): Promise<void> {
  const built = await builtFunction(functionFile);
  const limits = { bodyLimitBytes: BODY_LIMIT_BYTES, timeoutMs: TIMEOUT_MS };
  const { url } = await startHttpServer({ host: '127.0.0.1', port: 0, ...limits, handler: built.handler as HttpHandler });
  process.send!(Number(new URL(url).port));
  const blocks = watchLoop();
  const measure = async (): Promise<Measured> => {
    await sleep(SEEN_MS);
    const blockMs = blocks.take();
    globalThis.gc?.();
    await sleep(SEEN_MS);
    blocks.take();
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
