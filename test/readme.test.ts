import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CATALOGUE, excerptOf } from '../lib/errors';

const README = readFileSync(path.resolve(__dirname, '../README.md'), 'utf8');

test("the README's table of errors is the catalogue", () => {
  const rows = [...README.matchAll(/^\| `([A-Z0-9_]+)` \| (\d+) \| (?:`(.*?)`|\*\(empty\)\*) \| .+ \|$/gm)].map(
    ([, code, status, message]) => ({
      code,
      status: Number(status),
      message: message ?? '',
    }),
  );
  const catalogue = Object.entries(ERROR_CATALOGUE).map(([code, { status, message }]) => ({
    code,
    status,
    message: typeof message === 'string' ? message : message(excerptOf('…')),
  }));
  expect(rows).toEqual(catalogue);
});
