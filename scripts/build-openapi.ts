import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { license, version } from '../package.json';
import { openApiDocument } from './openapi/document';

/** The text of openapi.json. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument({ version, license }), null, 2)}\n`;

if (require.main === module) writeFileSync(join(__dirname, '../openapi.json'), openApiText());
