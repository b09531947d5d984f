import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryOf } from '../../../lib/image/process-memory';
import { median } from '../../../lib/quantile';
import { architectureOf } from '../../build/layers/architecture';
import { buildLayers } from '../../build/layers/build-layers';
import { DEPLOYED_ENVIRONMENT, ON_ONE_CORE } from './one-core';
import { ONE_CORE_MEGABYTES } from './price';
import { type DeployedFunction, startFunction } from './runtime-api';

/** Times in milliseconds, medians of several fresh processes. */
export interface ColdTimes {
  /** Node itself, until it asks for the function's file */
  readonly boot: number;
  /** the function loads: code, libraries, networks, BIN table */
  readonly init: number;
  /** the first picture, from the invocation to the answer */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** boot, init and first together */
  readonly firstAnswer: number;
  /** most memory that the process has taken, MB; NaN where the system does not tell */
  readonly memory: number;
}

const MB = 2 ** 20;
const RUNS = 9;
const INVOCATIONS = 3;
const MEASURES: readonly (keyof ColdTimes)[] = ['boot', 'init', 'first', 'second', 'third', 'firstAnswer', 'memory'];
const HANDLER = 'dist/function/lambda.handler';

/**
 * Times the packed function with nothing but its layers, in fresh processes behind a stub of the platform's Runtime API.
 *
 * @param picture - a file with a card
 */
export async function coldTimes(picture: Uint8Array, runs = RUNS): Promise<ColdTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'benchmark-'));
  try {
    const deployed = await layOut(folder);
    const all: ColdTimes[] = [];
    for (let i = 0; i < runs; i++) all.push(await oneStart(deployed, picture));
    const middle = (name: keyof ColdTimes): [string, number] => [name, median(all.map((times) => times[name]))];
    return Object.fromEntries(MEASURES.map(middle)) as unknown as ColdTimes;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lays out the function and its layers in a folder as the platform unpacks them into /var/task and /opt. */
async function layOut(folder: string): Promise<DeployedFunction> {
  const [layers, taskRoot, opt] = [path.join(folder, 'layers'), path.join(folder, 'task'), path.join(folder, 'opt')];
  await buildLayers(architectureOf(process.arch), layers);
  for (const layer of ['native', 'models', 'bin-table']) await cp(path.join(layers, layer), opt, { recursive: true });
  await mkdir(path.join(taskRoot, 'dist'), { recursive: true });
  await cp('dist/function', path.join(taskRoot, 'dist/function'), { recursive: true, filter: (file) => !file.endsWith('.map') });
  return {
    handler: HANDLER,
    taskRoot,
    opt,
    memoryMegabytes: ONE_CORE_MEGABYTES,
    timeoutSeconds: 60,
    environment: { ...DEPLOYED_ENVIRONMENT, MODELS_DIR: path.join(opt, 'models'), LOG_LEVEL: 'error' },
  };
}

/**
 * Times one fresh process that reads a picture several times.
 *
 * @throws {Error} where an answer is no 200: its time would not be that of a reading
 */
export async function oneStart(deployed: DeployedFunction, picture: Uint8Array): Promise<ColdTimes> {
  const lambda = await startFunction(deployed, ON_ONE_CORE);
  try {
    const { bootMs, initMs } = await lambda.loaded;
    const event = {
      httpMethod: 'POST',
      path: '/bankcard',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ image: Buffer.from(picture).toString('base64') }),
      requestContext: {},
    };
    const ms: number[] = [];
    for (let i = 0; i < INVOCATIONS; i++) {
      const start = performance.now();
      const { statusCode } = (await lambda.invoke(event)) as { statusCode: number };
      ms.push(performance.now() - start);
      if (statusCode !== 200) throw new Error(`benchmark: the packed function answered ${statusCode}`);
    }
    const [first = 0, second = 0, third = 0] = ms;
    const memory = (memoryOf(lambda.pid, 'VmHWM') ?? Number.NaN) / MB;
    return { boot: bootMs, init: initMs, first, second, third, firstAnswer: bootMs + initMs + first, memory };
  } finally {
    await lambda.stop();
  }
}
