import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './document';
import { errorsPage } from './errors-page';

/** The text of openapi.json. */
export function openApiText(): string {
  const { version, license } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8'));
  return `${JSON.stringify(openApiDocument({ version, license }), null, 2)}\n`;
}

if (require.main === module) {
  writeFileSync(join(__dirname, '../../../openapi.json'), openApiText());
  writeFileSync(join(__dirname, '../../../docs/errors.md'), errorsPage());
}
