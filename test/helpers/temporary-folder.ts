import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes an empty folder for the tests of a file (or `describe`), or for each of them, and removes it afterwards: after the hooks that stand above
 * the call, before those below.
 */
export function temporaryFolder({ forEachTest = false } = {}): string {
  const folder = path.join(tmpdir(), `bankcard-ocr-${randomUUID()}`);
  const [before, after] = forEachTest ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(() => void mkdirSync(folder, { mode: 0o700 }));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}
