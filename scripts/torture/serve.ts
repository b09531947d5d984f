import { type HttpHandler, startHttpServer } from '../serve/http-server';
import { builtFunction } from './built-function';

const BODY_LIMIT_BYTES = 10 * 2 ** 20;
/** As the deployed function's. */
const TIMEOUT_MS = 25_000;

/** Serve the built function as `serve` does, in this process; its port is told to whoever forked it. */
export async function serve(functionFile: string): Promise<void> {
  const { handler } = await builtFunction(functionFile);
  const limits = { bodyLimitBytes: BODY_LIMIT_BYTES, timeoutMs: TIMEOUT_MS };
  const { url } = await startHttpServer({ host: '127.0.0.1', port: 0, ...limits, handler: handler as HttpHandler });
  process.send!(Number(new URL(url).port));
  process.once('disconnect', () => process.exit());
}
