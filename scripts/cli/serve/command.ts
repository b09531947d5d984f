import { parseArgs } from 'node:util';
import { settingsFrom } from '../../../handlers/settings';
import { interruption } from '../../command/interruption';
import { loadReader } from '../../command/load-reader';
import { UsageError } from '../../command/usage-error';
import { wholeNumber } from '../../command/whole-number';
import { type HttpHandler, startHttpServer } from './http-server';

const MAX_PORT = 65_535;
/** As the deployed function's. */
export const TIMEOUT_MS = 25_000;
const GRACE_MS = 10_000;

/**
 * `serve`: the function's own handler on a port, until it is interrupted.
 *
 * @returns the exit code 0
 * @throws {UsageError} when the port cannot be used, or the reader cannot be loaded
 */
export async function serveCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '3000' },
      host: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string', multiple: true, default: [] },
    },
  });
  const port = wholeNumber('--port', values.port, 0, MAX_PORT);
  const interrupted = interruption();
  // no gateway is there that could leave its routes out
  process.env.PAGE ??= 'on';
  const { warmReader } = await import('../../../handlers/reader');
  await loadReader(warmReader);
  const { handler } = await import('../../../handlers/api-gateway');
  const server = await startHttpServer({
    host: values.host,
    port,
    names: values.name,
    bodyLimitBytes: settingsFrom(process.env).bodyLimitBytes,
    timeoutMs: TIMEOUT_MS,
    handler: handler as HttpHandler,
  }).catch((thrown: NodeJS.ErrnoException) => {
    throw new UsageError(`serve: ${values.host}:${port} cannot be used (${thrown.code})`);
  });
  process.stderr.write(`${server.url}\n`);
  if (!interrupted.signal.aborted) await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve, { once: true }));
  await server.close(GRACE_MS);
  interrupted.end();
  return 0;
}
