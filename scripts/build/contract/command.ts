// Writes every file that is made from the contract's schemas and tables. Run: npm run build:contract
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '../openapi/document';
import { errorsPage } from '../openapi/errors-page';
import { contractTypes } from './types';
import { validatorsCode, validatorsTypes } from './validators';

function openApiText(): string {
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  return `${JSON.stringify(openApiDocument({ version, license }), null, 2)}\n`;
}

/** Functions that make the text of each file, by the file's path from the root of the repository. */
export const CONTRACT_FILES: Readonly<Record<string, () => string>> = {
  'generated/contract-types.ts': contractTypes,
  'generated/validators.js': validatorsCode,
  'generated/validators.d.ts': validatorsTypes,
  'openapi.json': openApiText,
  'docs/errors.md': errorsPage,
};

if (require.main === module) {
  for (const [file, textOf] of Object.entries(CONTRACT_FILES)) writeFileSync(file, textOf());
}
