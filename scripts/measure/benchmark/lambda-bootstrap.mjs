// Does what the platform's Node.js runtime does around a handler: loads it, then asks for invocations one after the other.
// Plain JavaScript, so that it runs unbuilt in a process of its own, away from this repository and its packages.
import { existsSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER, AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE } = process.env;
const RUNTIME = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
// `fetch` would take 20 ms to load, which the platform's own client does not
const agent = new http.Agent({ keepAlive: true });

/** Sends a request, and returns the headers and the text of its answer. */
const send = (method, route, { headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request(`${RUNTIME}/${route}`, { method, headers, agent }, async (response) => {
      resolve({ headers: response.headers, body: await text(response) });
    });
    request.once('error', reject).end(body);
  });
const post = (route, content) => send('POST', route, { body: JSON.stringify(content) ?? 'null' });
const described = (error) => ({
  errorType: error?.name ?? typeof error,
  errorMessage: error?.message ?? String(error),
  trace: (error?.stack ?? '').split('\n'),
});

/** Loads the handler. `.js` comes first, as on the platform; an ES module is imported, anything else required. */
async function loadHandler() {
  const [, module, name] = _HANDLER.match(/^(.+)\.([^./]+)$/);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => path.resolve(LAMBDA_TASK_ROOT, module + ending)).find(existsSync);
  if (!file) throw new Error(`Cannot find module '${module}'`);
  const exported = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : createRequire(file)(file);
  if (typeof exported[name] !== 'function') throw new Error(`${_HANDLER} is not a function`);
  return exported[name];
}

async function answerNext(handler, headers) {
  const next = await send('GET', 'invocation/next', { headers });
  const id = next.headers['lambda-runtime-aws-request-id'];
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    await post(`invocation/${id}/response`, await handler(JSON.parse(next.body), context));
  } catch (error) {
    await post(`invocation/${id}/error`, described(error));
  }
}

const bootMs = performance.now();
const handler = await loadHandler().catch(async (error) => {
  await post('init/error', described(error));
  process.exit(1);
});
const times = { 'X-Boot-Ms': String(bootMs), 'X-Init-Ms': String(performance.now() - bootMs) };
for (;;) await answerNext(handler, times);
