import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { close, listen } from '../../command/local-server';

/** A function as the platform sets it up. */
export interface DeployedFunction {
  /** e.g. `dist/function/lambda.handler` */
  readonly handler: string;
  /** folder with the unpacked archive: the platform's `/var/task` */
  readonly taskRoot: string;
  /** folder with the unpacked layers: the platform's `/opt` */
  readonly opt: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** set for the function, besides what the platform sets */
  readonly environment: Readonly<Record<string, string>>;
  /** the Node program that runs it; default: the one that runs this process */
  readonly node?: string;
}

/** How long a function took to get ready, ms. */
export interface LoadTimes {
  /** from the start of the process until the handler's file is asked for */
  readonly bootMs: number;
  /** from then on until it is loaded */
  readonly initMs: number;
}

/** A process with a loaded function, and the platform's side of its Runtime API. */
export interface LambdaProcess {
  readonly pid: number;
  /** resolves when the function is loaded and asks for its first invocation */
  readonly loaded: Promise<LoadTimes>;
  /**
   * Invokes the function, even while it is still loading: invocations wait for each other.
   *
   * @returns what the handler returned
   * @throws {Error} telling what the handler threw, why it could not be loaded, or that the process ended, with all that the process wrote
   */
  invoke(event: object): Promise<unknown>;
  /** Returns what the process wrote up to now, to either stream. */
  output(): string;
  stop(): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: object;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

const BOOTSTRAP = path.resolve('scripts/measure/benchmark/lambda-bootstrap.mjs');
/** Headers in which the bootstrap tells its own times. */
const TIMES = { boot: 'x-boot-ms', init: 'x-init-ms' };
const ROUTE = /^\/2018-06-01\/runtime\/(?:invocation\/(next|(.+)\/(response|error))|(init\/error))$/;
const FUNCTION_NAME = 'function';
const FUNCTION_ARN = `arn:aws:lambda:eu-central-1:000000000000:function:${FUNCTION_NAME}`;

/** The platform's side of a function's Runtime API: hands out invocations one by one, and takes what the function makes of them. */
class RuntimeApi {
  readonly loaded: Promise<LoadTimes>;
  output = '';
  private readonly waiting: Invocation[] = [];
  private readonly running = new Map<string, Invocation>();
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private idle: ServerResponse | undefined;
  private broken: Error | undefined;
  private tellLoaded: (times: LoadTimes) => void = () => {};
  private tellBroken: (error: Error) => void = () => {};

  constructor(private readonly timeoutSeconds: number) {
    this.loaded = new Promise<LoadTimes>((resolve, reject) => {
      this.tellLoaded = resolve;
      this.tellBroken = reject;
    });
    this.loaded.catch(() => {});
  }

  /** @returns the address, without `http://` */
  async listen(): Promise<string> {
    return `127.0.0.1:${await listen(this.server)}`;
  }

  close(): Promise<void> {
    return close(this.server);
  }

  invoke(event: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.broken) return reject(this.broken);
      this.waiting.push({ id: randomUUID(), event, resolve, reject });
      this.handOut();
    });
  }

  /** Rejects all invocations, and those to come. */
  breakDown(why: string): void {
    this.broken ??= this.failed(why);
    this.tellBroken(this.broken);
    for (const { reject } of [...this.running.values(), ...this.waiting.splice(0)]) reject(this.broken);
    this.running.clear();
  }

  private failed(why: string): Error {
    return new Error(`${why}\n${this.output}`);
  }

  private handOut(): void {
    const invocation = this.idle && this.waiting.shift();
    if (!invocation) return;
    this.running.set(invocation.id, invocation);
    this.idle?.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': invocation.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + this.timeoutSeconds * 1000),
      'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
    });
    this.idle?.end(JSON.stringify(invocation.event));
    this.idle = undefined;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, next, id = '', outcome, initError] = request.url?.match(ROUTE) ?? [];
    if (next === 'next') {
      this.tellLoaded({ bootMs: Number(request.headers[TIMES.boot]), initMs: Number(request.headers[TIMES.init]) });
      this.idle = response;
      return this.handOut();
    }
    const body = await text(request);
    const invocation = this.running.get(id);
    this.running.delete(id);
    if (initError) this.breakDown(`init: ${body}`);
    else if (outcome === 'response') invocation?.resolve(JSON.parse(body));
    else invocation?.reject(this.failed(body));
    response.writeHead(invocation || initError ? 202 : 404).end();
  }
}

/**
 * Starts a function in a process of its own, which sees nothing of this process's environment but `PATH`.
 *
 * @param prefix - a command, with its arguments, that starts the process (such as taskset)
 */
export async function startFunction(deployed: DeployedFunction, prefix: readonly string[] = []): Promise<LambdaProcess> {
  const { handler, taskRoot, opt, memoryMegabytes, timeoutSeconds, environment, node = process.execPath } = deployed;
  const api = new RuntimeApi(timeoutSeconds);
  const address = await api.listen();
  const [command = '', ...args] = [...prefix, node, BOOTSTRAP];
  const child = spawn(command, args, {
    cwd: taskRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_PATH: path.join(opt, 'nodejs/node_modules'),
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      ...environment,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      api.output += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      api.breakDown(`the process ended: ${signal ?? code}`);
      resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    loaded: api.loaded,
    invoke: (event) => api.invoke(event),
    output: () => api.output,
    stop: async () => {
      child.kill();
      await ended;
      await api.close();
    },
  };
}
