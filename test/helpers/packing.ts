import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from '../../scripts/cli/batch/lock';
import { UsageError } from '../../scripts/command/usage-error';

const FOLDER = path.resolve(__dirname, '../../dist/test');
const POLL_MS = 100;

/** Does something while no other test file does: every run of `serverless`, whatever for, packs into .serverless and dist/layers. */
export async function packing<T>(act: () => Promise<T>): Promise<T> {
  mkdirSync(FOLDER, { recursive: true });
  const release = await myTurn();
  try {
    return await act();
  } finally {
    release();
  }
}

async function myTurn(): Promise<() => void> {
  for (;;) {
    try {
      return lock(path.join(FOLDER, 'packing'));
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown;
      await sleep(POLL_MS);
    }
  }
}
