// Prints what Redocly's linter has to say of the OpenAPI document named on the command line, as a JSON array of texts. An ES module, which jest runs nowhere.
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['recommended'],
  // it is served from wherever it stands
  rules: { 'no-server-example.com': 'off', 'no-ambiguous-paths': 'error', 'operation-4xx-response': 'error' },
});
const problems = await lint({ ref: process.argv[2], config });
console.log(JSON.stringify(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)));
