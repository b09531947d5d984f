import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, listening } from '../../../scripts/offline';

test('a free port can be listened on, and is none that a connection is given', async () => {
  const port = await freePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await listening(port);
  await new Promise((resolve) => server.close(resolve));
});
