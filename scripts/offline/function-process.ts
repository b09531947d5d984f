/**
 * The process that isolated-handler starts: loads a function and calls it for each message.
 *
 * Argument: the handler as serverless.yml names it, e.g. `dist/function/lambda.handler`, from the working directory.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import type { Invocation, InvocationOutcome } from './invocation';

type Handler = (event: unknown, context: Partial<Context>) => unknown;

const ENDINGS = ['.js', '.mjs', '.cjs'];

async function loadHandler(name: string): Promise<Handler> {
  const { dir, name: file, ext } = path.parse(path.resolve(name));
  const found = ENDINGS.map((ending) => path.join(dir, file + ending)).find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`no file for the handler ${name}`);
  const module = await import(pathToFileURL(found).href);
  return module[ext.slice(1)];
}

async function call(handler: Handler, { event, context, deadlineMs }: Invocation): Promise<InvocationOutcome> {
  try {
    const getRemainingTimeInMillis = (): number => Math.max(0, deadlineMs - Date.now());
    return { answer: await handler(event, { ...context, getRemainingTimeInMillis }) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? { name: thrown.name, message: thrown.message } : { name: 'Error', message: String(thrown) } };
  }
}

const loading = loadHandler(process.argv[2]!);
loading.catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
process.on('message', async (invocation: Invocation) => {
  const answer = await call(await loading, invocation);
  // whoever asked may be gone
  process.send!(answer, undefined, undefined, () => {});
});
// serverless-offline is gone, or has no more use for this process
process.once('disconnect', () => process.exit());
