import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import {
  ALIYUN_ANSWER,
  BAIDU_ANSWER,
  NEW_ANSWER,
  OLD_ANSWER,
  OLD_VALUE,
  RICH_ANSWER,
  SHARED_SCHEMAS,
  TENCENT_ANSWER,
} from '../../lib/contract/answer-schemas';
import { NEW_REQUEST_CHECKS, OLD_REQUEST_CHECKS, schemaOf } from '../../lib/contract/request-checks';

const SCHEMAS: Readonly<Record<string, object>> = {
  validateNewRequest: schemaOf(NEW_REQUEST_CHECKS),
  validateOldRequest: schemaOf(OLD_REQUEST_CHECKS),
  validateNewAnswer: NEW_ANSWER,
  validateOldAnswer: OLD_ANSWER,
  validateOldValue: OLD_VALUE,
  validateRichAnswer: RICH_ANSWER,
  validateBaiduAnswer: BAIDU_ANSWER,
  validateTencentAnswer: TENCENT_ANSWER,
  validateAliyunAnswer: ALIYUN_ANSWER,
};

/** The code of lib/contract/validators.js: compiling the schemas when the service starts would cost 60 ms. */
export function validatorsCode(): string {
  const ajv = new Ajv({
    code: { source: true, lines: true },
    strictTypes: false,
    strictRequired: false,
    messages: false,
    inlineRefs: false,
  });
  for (const [name, schema] of Object.entries({ ...SHARED_SCHEMAS, ...SCHEMAS })) ajv.addSchema(schema, name);
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(SCHEMAS).map((name) => [name, name])));
  return `// Made by \`npm run build:validators\` from request-checks.ts and answer-schemas.ts. Do not edit.\n${code}\n`;
}

if (require.main === module) writeFileSync(join(__dirname, '../../lib/contract/validators.js'), validatorsCode());
