import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const [NAMES, NO_NAMES] = ['["CSC","CSC",', `["CSC","${'X'.repeat(10_000)}",`];

/** Copies the models, with a BIN table in which an issuer (that of the fixture embossed-16) has a name that no answer may have. */
export async function copyMisnaming(models: string): Promise<void> {
  await cp('models', models, { recursive: true });
  const table = path.join(models, 'bin-table.jsonl');
  const text = await readFile(table, 'utf8');
  if (!text.includes(NAMES)) throw new Error('the BIN table has no CSC');
  await writeFile(table, text.replace(NAMES, NO_NAMES));
}
