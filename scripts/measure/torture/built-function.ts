import type { WireAnswer } from '../../../lib';
import { codeOf, verdictOn } from './contract-answer';
import { loadModule } from './load-module';
import { type LoopBlocks, watchLoop } from './loop-blocks';
import { fine, type Verdict } from './series';

/** The file that `npm run build` makes of handlers/api-gateway.ts. */
export const FUNCTION_FILE = 'dist/function/api-gateway.js';

/** The function as it is deployed, loaded into this process. */
export interface BuiltFunction {
  /** Answers any event: that of an API, or a direct invocation. */
  readonly handler: (event: unknown, context?: object) => Promise<unknown>;
  readonly ready?: Promise<unknown>;
}

/** Loads a function and its models. Its environment is that of this process. */
export async function builtFunction(file: string): Promise<BuiltFunction> {
  const loaded = loadModule<BuiltFunction>(file);
  await loaded.ready;
  return loaded;
}

/** Returns the function's answer to an event of an API. */
export async function answerTo({ handler }: BuiltFunction, event: object): Promise<WireAnswer> {
  const { statusCode, headers, body } = (await handler(event)) as { statusCode: number; headers: Record<string, string>; body: string };
  return { status: statusCode, headers, body };
}

/** Whether an event of an API gets an answer of the contract. */
export const tryEvent = async (built: BuiltFunction, event: object): Promise<Verdict> =>
  withBlocks(async () => verdictOn(await answerTo(built, event)));

let loop: LoopBlocks | undefined;

/** Watches the event loop while something is tried, not while its input is made. */
async function withBlocks(attempt: () => Promise<Verdict>): Promise<Verdict> {
  loop ??= watchLoop();
  loop.take();
  const verdict = await attempt();
  return { ...verdict, blockMs: loop.take() };
}

const INVOCATION_ERROR = /^\[(\d{3})\] (.*)$/s;

/** Whether a direct invocation returns an answer, or fails with an error of the contract: `[462] Invalid Input - …`. */
export const tryInvocation = (built: BuiltFunction, event: unknown): Promise<Verdict> => withBlocks(() => invoked(built, event));

async function invoked({ handler }: BuiltFunction, event: unknown): Promise<Verdict> {
  try {
    const answer = await handler(event);
    return { answer: '200', problem: typeof answer === 'object' && answer !== null ? null : 'an answer that is no object' };
  } catch (thrown) {
    const [, status = '', message = ''] = INVOCATION_ERROR.exec(thrown instanceof Error ? thrown.message : '') ?? [];
    const code = codeOf(Number(status), message);
    if (code === null || code === 'INTERNAL') return { answer: status || 'foreign', problem: 'no error of the contract' };
    return fine(status);
  }
}
