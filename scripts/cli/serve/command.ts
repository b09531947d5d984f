import { parseArgs } from 'node:util';
import { corsHeaders } from '../../../handlers/cors';
import { log } from '../../../handlers/log';
import { ignoredVariables, settingsFrom } from '../../../handlers/settings';
import { interruption } from '../../command/interruption';
import { loadReader } from '../../command/load-reader';
import { UsageError } from '../../command/usage-error';
import { wholeNumber } from '../../command/whole-number';
import { type HttpHandler, startHttpServer } from './http-server';

const MAX_PORT = 65_535;
/** Time that the deployed function, too, has for a request. */
export const TIMEOUT_MS = 25_000;
/** Once it is interrupted, the requests in hand may take as long as ever. */
const GRACE_MS = TIMEOUT_MS;
/** A host name as `Host` gives it, without the port; one with other letters comes in Punycode. */
const HOST_NAME = /^[\w.-]+$/;

/**
 * Runs `serve`: answers requests on a port with the function's own handler, until it is interrupted.
 *
 * @returns the exit code 0
 * @throws {UsageError} for a blank `--host`, a `--name` that no request could have, when the port cannot be used, or the reader cannot be loaded
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
  // Node would listen on all addresses
  if (values.host.trim() === '') throw new UsageError('--host takes an address or a name, such as 127.0.0.1');
  const odd = values.name.find((name) => !HOST_NAME.test(name));
  if (odd !== undefined) throw new UsageError(`--name takes a bare host name, such as cards.example, not ${odd}`);
  for (const { name, takes } of ignoredVariables(process.env)) {
    process.stderr.write(`${name}=${JSON.stringify(process.env[name])} is ignored: it takes ${takes}\n`);
    delete process.env[name];
  }
  const codes = ['CODE_SECRET', 'CODE_HASHES'].filter((name) => process.env[name]);
  if (codes.length > 0) process.stderr.write(`${codes.join(' and ')}: no codes are checked here, whoever reaches this server can read\n`);
  const interrupted = interruption();
  // the page is on unless told otherwise: there is no gateway here that could leave its routes out
  process.env.PAGE ||= 'on';
  const { warmReader } = await import('../../../handlers/reader');
  await loadReader(warmReader);
  const { handler } = await import('../../../handlers/api-gateway');
  const { bodyLimitBytes, corsOrigin, logLevel } = settingsFrom(process.env);
  const server = await startHttpServer({
    host: values.host,
    port,
    names: values.name,
    bodyLimitBytes,
    timeoutMs: TIMEOUT_MS,
    handler: handler as HttpHandler,
    headers: corsHeaders(corsOrigin),
    onRefused: (requestId, status) => log(logLevel, 'info', { requestId, status, code: 'HOST_NOT_SERVED' }),
  }).catch((thrown: NodeJS.ErrnoException) => {
    throw new UsageError(`serve: ${values.host}:${port} cannot be used (${thrown.code})`);
  });
  process.stderr.write(`${server.url}\n`);
  if (!interrupted.signal.aborted) await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve, { once: true }));
  await server.close(GRACE_MS);
  interrupted.end();
  return 0;
}
