import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CATALOGUE, type ErrorCode, excerptOf, messageOf } from '../../../lib';
import { type OfflineServer, startOffline } from '../../offline/start-offline';
import { cardFile } from '../benchmark/pictures';
import { GATEWAY_STATUSES, TEXT_TYPE } from './contract-answer';
import { contractRows } from './contract-rows';
import { PATHS, type SentRequest } from './events';
import { type ClassOutcome, Tally } from './outcome';

/** Module that breaks inference as the file named by FAULT_FILE says. */
const FAULTS = path.resolve('test/helpers/faults.cjs');
/** Time budget of the function, ms: less than the time for which a download may be silent. */
const TIME_BUDGET_MS = 4500;
const ANSWER_MS = 30_000;
/** Number of requests that are under way each time the function is killed. */
const AT_ONCE = 4;
const KILLS = 3;
/** Time in which requests reach a function, ms. */
const SENT_MS = 300;
/** Time after which requests are under way and not yet answered, ms. */
const RUNNING_MS = 60;
const RUNS_IN = /lambda\.handler runs in process (\d+)/g;
/** Card of an issuer whose name is replaced by one that no answer may have. */
const MISNAMED_CARD = 'embossed-16';
const [NAMES, NO_NAMES] = ['["CSC","CSC",', `["CSC","${'X'.repeat(10_000)}",`];
/** Card of another issuer. */
const PLAIN_CARD = 'flat-16';
const KEY = 'local-test-key';

/** Which rows of the contract's table of errors were reached over the wire, and what was wrong. */
export interface ContractOutcome {
  readonly outcome: ClassOutcome;
  readonly rows: readonly { readonly code: ErrorCode; readonly status: number; readonly hit: boolean }[];
}

/** Sends requests to services, and counts their answers. */
class Client {
  readonly hit = new Set<ErrorCode>();

  constructor(private readonly tally: Tally) {}

  /** @returns null when no answer came */
  async send(
    service: OfflineServer,
    { path: target = PATHS.compat, method = 'POST', contentType = 'application/json', headers, body = null }: SentRequest,
  ): Promise<Response | null> {
    const request = {
      method,
      headers: { ...(contentType && { 'Content-Type': contentType }), ...headers },
      body: body as string,
      signal: AbortSignal.timeout(ANSWER_MS),
    };
    const response = await fetch(service.url + target, request).catch(() => null);
    this.tally.count(response && String(response.status));
    return response;
  }

  /** Sends a request that has to reach a row of the table: in status, text and headers. */
  async expect(service: OfflineServer, code: ErrorCode, request: SentRequest, detail = ''): Promise<void> {
    await this.judge(await this.send(service, request), code, detail);
  }

  /** Notes whether an answer is that row of the table. */
  async judge(response: Response | null | undefined, code: ErrorCode, detail = ''): Promise<void> {
    const fault = response ? await faultOf(response, code, detail) : 'no answer';
    if (fault === null) this.hit.add(code);
    else this.tally.complain(`${code}: ${fault}`);
  }

  /** @returns the statuses of the requests that were answered */
  async sendMany(service: OfflineServer, count: number, request: SentRequest): Promise<number[]> {
    const responses = await Promise.all(Array.from({ length: count }, () => this.send(service, request)));
    for (const response of responses) await response?.arrayBuffer().catch(() => {});
    return responses.flatMap((response) => response?.status ?? []);
  }
}

/** Returns what is not as the contract says of an error; null: nothing. */
async function faultOf(response: Response, code: ErrorCode, detail: string): Promise<string | null> {
  const { status } = ERROR_CATALOGUE[code];
  const message = messageOf(code, excerptOf(detail));
  if (response.status !== status) return `status ${response.status}`;
  if ((await response.text()) !== message) return 'another text';
  const { headers } = response;
  if (headers.get('content-type') !== TEXT_TYPE) return 'another content type';
  if ((headers.get('x-ca-error-message') ?? '') !== message) return 'another X-Ca-Error-Message';
  if (headers.get('x-ca-error-code') !== (GATEWAY_STATUSES.includes(status) ? String(status) : null)) return 'another X-Ca-Error-Code';
  return headers.get('x-ca-request-id') ? null : 'no X-Ca-Request-Id';
}

const pictureOf = async (name: string): Promise<SentRequest> => ({
  body: JSON.stringify({ image: (await readFile(cardFile(name))).toString('base64') }),
});

/** Copies the models, with a BIN table in which an issuer has a name that no answer may have. */
export async function copyMisnaming(models: string): Promise<void> {
  await cp('models', models, { recursive: true });
  const table = path.join(models, 'bin-table.jsonl');
  const text = await readFile(table, 'utf8');
  if (!text.includes(NAMES)) throw new Error('torture: the BIN table has no CSC');
  await writeFile(table, text.replace(NAMES, NO_NAMES));
}

/** Starts `serverless offline`, breaks what has to be broken, and asks for every row of the contract's table. */
export async function tryContract(): Promise<ContractOutcome> {
  const tally = new Tally('contract');
  const client = new Client(tally);
  const folder = await mkdtemp(path.join(tmpdir(), 'torture-'));
  const pages = await startPages();
  try {
    const [faultFile, models] = [path.join(folder, 'fault'), path.join(folder, 'models')];
    await Promise.all([writeFile(faultFile, ''), copyMisnaming(models)]);
    const environment = {
      NODE_OPTIONS: `--require "${FAULTS}"`,
      FAULT_FILE: faultFile,
      MODELS_DIR: models,
      NODE_ENV: 'test',
      TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
      TIME_BUDGET_MS: String(TIME_BUDGET_MS),
    };
    await withService({ logLevel: 'debug' }, environment, async (service) => {
      await askAllRows(client, service, pages);
      await breakInference(client, tally, service, faultFile);
      await client.expect(service, 'ANSWER_INVALID', await pictureOf(MISNAMED_CARD));
      tally.faults += 1;
      await killFunction(client, tally, service);
    });
    await withService({ keys: 'on', burstLimit: '2', rateLimit: '1' }, { MODELS_DIR: path.join(folder, 'nothing') }, (service) =>
      askWithKeys(client, tally, service),
    );
    await withService({ integrationTimeoutMs: '10' }, {}, async (service) =>
      client.expect(service, 'SERVICE_UNAVAILABLE', await pictureOf(PLAIN_CARD)),
    );
    tally.faults += 1;
  } finally {
    pages.close();
    pages.closeAllConnections();
    await rm(folder, { recursive: true });
  }
  const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
  const rows = codes.map((code) => ({ code, status: ERROR_CATALOGUE[code].status, hit: client.hit.has(code) }));
  for (const { code, hit } of rows) if (!hit) tally.complain(`${code} was not reached`);
  return { outcome: tally.outcome(), rows };
}

async function withService(
  params: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
  use: (service: OfflineServer) => Promise<void>,
): Promise<void> {
  const service = await startOffline(params, environment);
  try {
    await use(service);
  } finally {
    await service.stop();
  }
}

async function askAllRows(client: Client, service: OfflineServer, pages: Server): Promise<void> {
  const url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  for (const { code, requests, detail } of await contractRows(`${url}/empty`, `${url}/silent`)) {
    for (const request of requests) await client.expect(service, code, request, detail);
  }
}

async function breakInference(client: Client, tally: Tally, service: OfflineServer, faultFile: string): Promise<void> {
  const card = await pictureOf(PLAIN_CARD);
  for (const [fault, code] of [
    ['throw', 'INFERENCE_FAILED'],
    ['shape', 'MODEL_OUTPUT_UNEXPECTED'],
  ] as const) {
    await writeFile(faultFile, fault);
    await client.expect(service, code, card);
    tally.faults += 1;
  }
  await writeFile(faultFile, '');
  if ((await client.send(service, card))?.status !== 200) tally.complain('no 200 after inference was mended');
}

/**
 * Kills the function's processes in the middle of requests. Requests that these processes had are answered 502; requests that went to new processes, and the
 * next request, are read. The first time, the processes are stopped before, so that they cannot have answered any; after that, they are killed as they run.
 */
async function killFunction(client: Client, tally: Tally, service: OfflineServer): Promise<void> {
  const card = await pictureOf(PLAIN_CARD);
  for (let kill = 0; kill < KILLS; kill++) {
    const isStopped = kill === 0;
    const processes = functionProcesses(service);
    if (isStopped) signalAll(processes, 'SIGSTOP');
    const underWay = client.sendMany(service, AT_ONCE, card);
    await sleep(isStopped ? SENT_MS : RUNNING_MS);
    signalAll(processes, 'SIGKILL');
    tally.faults += 1;
    const statuses = await underWay;
    const isExpected = statuses.length === AT_ONCE && statuses.every((status) => status === 200 || status === 502);
    if (!isExpected || (isStopped && !statuses.includes(502))) tally.complain(`killed: answers ${statuses.join(' ')}`);
    if ((await client.send(service, card))?.status !== 200) tally.complain('killed: the next request was not read');
  }
  const processes = functionProcesses(service);
  signalAll(processes, 'SIGSTOP');
  const dying = client.expect(service, 'BAD_GATEWAY', card);
  await sleep(SENT_MS);
  signalAll(processes, 'SIGKILL');
  tally.faults += 1;
  await dying;
}

/** Returns the ids of the processes that the service started and that are still there: one for each request at the same time. */
const functionProcesses = (service: OfflineServer): number[] =>
  [...service.log().matchAll(RUNS_IN)].map(([, pid]) => Number(pid)).filter(isAlive);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) process.kill(pid, signal);
}

const BURST = 6;

/** Sends requests to a service that asks for keys, lets two requests through at once, and has no models. */
async function askWithKeys(client: Client, tally: Tally, service: OfflineServer): Promise<void> {
  const card = await pictureOf(PLAIN_CARD);
  const withKey: SentRequest = { ...card, headers: { Authorization: `APPCODE ${KEY}` } };
  await client.expect(service, 'FORBIDDEN', card);
  await client.expect(service, 'FORBIDDEN', { ...card, headers: { 'x-api-key': 'unknown' } });
  await client.expect(service, 'INTERNAL', withKey);
  tally.faults += 1;
  // two may pass, and one more each second: of so many at once some are refused, whichever come last
  const burst = await Promise.all(Array.from({ length: BURST }, () => client.send(service, withKey)));
  await client.judge(
    burst.find((response) => response?.status === ERROR_CATALOGUE.THROTTLED.status),
    'THROTTLED',
  );
}

/** Starts a server on this machine with two pages: one of no byte, and one that never comes. */
function startPages(): Promise<Server> {
  const server = createServer(({ url }, response) => {
    if (url === '/empty') response.end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
