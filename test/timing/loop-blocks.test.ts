import { setTimeout as sleep } from 'node:timers/promises';
import { watchLoop } from '../../scripts/measure/torture/loop-blocks';

const BLOCK_MS = 100;

/** Keep the event loop for so long of this process's own time on a core. */
function block(): void {
  const start = process.cpuUsage();
  while (process.cpuUsage(start).user < BLOCK_MS * 1000);
}

test('a block is told once, and nothing where there is none', async () => {
  const loop = watchLoop();
  await sleep(20);
  loop.take();
  block();
  await sleep(20);
  expect(loop.take()).toBeGreaterThan(BLOCK_MS / 2);
  await sleep(50);
  expect(loop.take()).toBeLessThan(BLOCK_MS / 2);
});
