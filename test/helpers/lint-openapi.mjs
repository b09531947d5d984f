// Prints what Redocly's linter says about the OpenAPI document named on the command line, as a JSON array of texts. A program of its own: it is an ES module,
// which Jest cannot run.
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['recommended'],
  // the document's server is relative: the service that serves it
  rules: { 'no-server-example.com': 'off', 'no-ambiguous-paths': 'error', 'operation-4xx-response': 'error' },
});
const problems = await lint({ ref: process.argv[2], config });
console.log(JSON.stringify(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)));
