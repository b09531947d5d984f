import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONTRACT_FILES } from '../../../../scripts/build/contract/command';

const ROOT = path.resolve(__dirname, '../../../..');

test.each(Object.entries(CONTRACT_FILES))('%s is what the contract makes (else: npm run build:contract)', (file, textOf) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8') === textOf()).toBe(true);
});
