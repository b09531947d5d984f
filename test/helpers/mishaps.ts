import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { type LambdaProcess, startFunction } from '../../scripts/measure/benchmark/runtime-api';
import { s3Refusal } from './s3-refusal';

/**
 * A mishap of a request to S3. The instance that sent the request dies while it works on the answer, before S3 has written, or when S3 has written and not yet
 * told it so; or the connection is cut; or S3 refuses.
 */
export type Mishap = 'dies-working' | 'dies-unwritten' | 'dies-untold' | 'cut' | { readonly status: number; readonly code: string };

/** What an instance is started with, as serverless.batch.yml has it. */
export interface WorkerDefinition {
  readonly handler: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
}

const ROOT = path.resolve(__dirname, '../..');
/** Time after an answer at which its receiver is at work on it. */
const WORKING_MS = 10;

/** Stands before the S3 of a test, and makes it and the instances that use it fail as planned. */
export class Mishaps {
  /** instances that died, and requests that were refused or cut, on purpose */
  readonly counts = { kills: 0, refusals: 0 };
  /** how many writes of a key S3 has accepted */
  readonly written = new Map<string, number>();
  started = 0;
  private readonly planned = new Map<string, Mishap[]>();
  private readonly always = new Map<string, Mishap>();
  private readonly workers = new Map<string, LambdaProcess>();
  private readonly outputs: (() => string)[] = [];

  constructor(private readonly bucket: string) {}

  /** @param asked - a method and a key: `GET in/a.jpg` */
  plan(asked: string, mishap: Mishap, times = 1): void {
    if (times === Number.POSITIVE_INFINITY) this.always.set(asked, mishap);
    else this.planned.set(asked, [...(this.planned.get(asked) ?? []), ...Array<Mishap>(times).fill(mishap)]);
  }

  /** Returns the requests whose mishaps were planned, and did not happen. */
  get left(): string[] {
    return [...this.planned].flatMap(([asked, mishaps]) => mishaps.map(() => asked));
  }

  /** Returns all that the instances wrote. */
  logged = (): string => this.outputs.map((output) => output()).join('');

  /** Has the mishap happen that is planned for a request. Returns whether that answered the request, as `serveObjects` wants to know. */
  intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const worker = /app\/(worker-\d+)/.exec(request.headers['user-agent'] ?? '')?.[1];
    if (!worker) return false;
    const key = decodeURIComponent(request.url?.split('?')[0] ?? '').slice(`/${this.bucket}/`.length);
    const mishap = this.take(`${request.method} ${key}`);
    if (typeof mishap === 'object') {
      this.counts.refusals += 1;
      s3Refusal(mishap.status, mishap.code)(response);
      return true;
    }
    if (mishap === 'cut' || mishap === 'dies-unwritten') {
      if (mishap === 'cut') this.counts.refusals += 1;
      else this.kill(worker);
      response.destroy();
      return true;
    }
    if (mishap === 'dies-working') response.once('finish', () => setTimeout(() => this.kill(worker), WORKING_MS));
    if (request.method === 'PUT') this.watchWrite(key, response, mishap === 'dies-untold' ? () => this.kill(worker) : null);
    return false;
  };

  /** Starts an instance that can be told from others, and be killed. */
  async startWorker({ handler, memorySize, timeout, environment }: WorkerDefinition): Promise<LambdaProcess> {
    const name = `worker-${this.started++}`;
    const { AWS_ENDPOINT_URL_S3 = '', AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
    const s3 = {
      AWS_ENDPOINT_URL_S3,
      AWS_REGION,
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      AWS_SDK_UA_APP_ID: name,
      S3_BUCKETS: this.bucket,
    };
    const worker = await startFunction({
      handler,
      taskRoot: ROOT,
      opt: '/nowhere',
      memoryMegabytes: memorySize,
      timeoutSeconds: timeout,
      environment: { ...s3, ...environment },
    });
    this.workers.set(name, worker);
    this.outputs.push(worker.output);
    return worker;
  }

  private take(asked: string): Mishap | undefined {
    const mishaps = this.planned.get(asked);
    const taken = mishaps?.shift();
    if (mishaps?.length === 0) this.planned.delete(asked);
    return taken ?? this.always.get(asked);
  }

  private kill(name: string): void {
    const pid = this.workers.get(name)?.pid;
    this.workers.delete(name);
    if (!pid) return;
    this.counts.kills += 1;
    process.kill(pid, 'SIGKILL');
  }

  private watchWrite(key: string, response: ServerResponse, killer: (() => void) | null): void {
    const end = response.end;
    // s3rver ends its answer when the object is there
    response.end = (...args: unknown[]) => {
      if (response.statusCode === 200) this.written.set(key, (this.written.get(key) ?? 0) + 1);
      if (!killer) return Reflect.apply(end, response, args);
      killer();
      return response.destroy();
    };
  }
}
