// An ES module, because the platform waits for its `await` before the first request: the models are loaded in the init phase.
// All else is CommonJS, which finds the packages of the layers.
import { createRequire } from 'node:module';

const { handler, ready } = createRequire(import.meta.url)('./api-gateway.js') as typeof import('./api-gateway');
await ready;

export { handler };
