// Does what Function Compute's built-in Node.js runtime does around a handler: loads the code package, runs its initializer, then its handler for each
// invocation, without waiting for earlier ones.
// Plain JavaScript, so that it runs unbuilt in a process of its own, away from this repository and its packages.
//
// Arguments: handler and initializer as s.yaml names them, from the working directory, and the function's timeout in seconds.
import { createRequire } from 'node:module';
import path from 'node:path';

const [handlerName, initializerName, timeout] = process.argv.slice(2);
const load = (name) => {
  const { name: file, ext } = path.parse(name);
  return createRequire(path.resolve('index.js'))(`./${file}.js`)[ext.slice(1)];
};
const contextOf = (requestId) => ({
  requestId,
  credentials: {},
  function: { name: 'function', handler: handlerName, memory: 0, timeout: Number(timeout) },
  service: {},
  region: 'cn-hangzhou',
  accountId: '0',
});

const handler = load(handlerName);
await new Promise((resolve, reject) => {
  load(initializerName)(contextOf('initializer'), (error) => (error ? reject(error) : resolve()));
});
process.on('message', async ({ id, requestId, event }) => {
  try {
    process.send({ id, answer: await handler(Buffer.from(event), contextOf(requestId)) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});
process.once('disconnect', () => process.exit());
process.send('ready');
