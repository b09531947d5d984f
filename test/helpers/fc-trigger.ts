import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { close, listen } from '../../scripts/command/local-server';

/** A function as Function Compute sets it up. */
export interface FcFunction {
  /** folder with the code package; in the environment it replaces the platform's `/code` */
  readonly code: string;
  /** as s.yaml names them */
  readonly handler: string;
  readonly initializer: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One instance of a function behind an HTTP trigger. */
export interface FcTrigger {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Invokes the function with any bytes, as its HTTP trigger never would. */
  invoke(event: Uint8Array): Promise<FcResponse>;
  /** Returns everything that the function has written so far, to either stream. */
  log(): string;
  stop(): Promise<void>;
}

export interface FcResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const RUNTIME = path.join(__dirname, 'fc-runtime.mjs');
/** Content types whose bodies are text; others are binary. */
const TEXT_TYPE = /^(text\/|application\/(json|x-www-form-urlencoded))/;

/**
 * Starts a function in a process that sees nothing but its code package, and a server that hands the function all requests, at once and to this one instance.
 *
 * @throws {Error} when the function cannot be loaded, with all that it wrote
 */
export async function startFcTrigger({ code, handler, initializer, timeoutSeconds, environment }: FcFunction): Promise<FcTrigger> {
  let log = '';
  const child = fork(RUNTIME, [handler, initializer, String(timeoutSeconds)], {
    cwd: code,
    env: {
      PATH: process.env.PATH,
      ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace(/^\/code(?=\/|$)/, code)])),
    },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const exit = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    exit.then(([exitCode]) => Promise.reject(new Error(`the function's process ended: ${exitCode}\n${log}`))),
  ]);

  const waiting = new Map<string, (outcome: { answer: FcResponse } | { error: string }) => void>();
  child.on('message', ({ id, ...outcome }: { id: string } & ({ answer: FcResponse } | { error: string })) => {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  });
  const invoke = async (event: Uint8Array): Promise<FcResponse> => {
    const id = randomUUID();
    // the platform's ids are no UUIDs
    child.send({ id, requestId: `1-${id.slice(0, 8)}-${id.slice(-12)}`, event });
    const outcome = await new Promise<{ answer: FcResponse } | { error: string }>((resolve) => waiting.set(id, resolve));
    if ('error' in outcome) throw new Error(outcome.error);
    return outcome.answer;
  };

  const server = createServer(async (request, response) => {
    try {
      send(response, await invoke(await eventOf(request)));
    } catch {
      response.writeHead(502).end();
    }
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    invoke,
    log: () => log,
    stop: async () => {
      child.disconnect();
      await exit;
      await close(server);
    },
  };
}

async function eventOf(request: IncomingMessage): Promise<Buffer> {
  const { pathname, searchParams } = new URL(request.url!, 'http://trigger');
  const body = await buffer(request);
  const isText = TEXT_TYPE.test(request.headers['content-type'] ?? 'text/plain');
  return Buffer.from(
    JSON.stringify({
      version: 'v1',
      rawPath: pathname,
      body: body.toString(isText ? 'utf8' : 'base64'),
      isBase64Encoded: !isText,
      headers: headersOf(request.rawHeaders),
      queryParameters: Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name).join(',')])),
      requestContext: {
        accountId: '0',
        domainName: 'trigger.cn-hangzhou.fcapp.run',
        http: { method: request.method, path: decodeURIComponent(pathname), protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
        requestId: '1-0',
      },
    }),
  );
}

/** Returns headers by name; values of one name are joined by commas. */
function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {};
  rawHeaders.forEach((name, i) => {
    if (i % 2 === 0) joined[name] = [joined[name] ?? [], rawHeaders[i + 1]].flat().join(',');
  });
  return joined;
}

const send = (response: ServerResponse, { statusCode, headers, body, isBase64Encoded }: FcResponse): unknown =>
  response.writeHead(statusCode, headers).end(body, isBase64Encoded ? 'base64' : 'utf8');
