import { ERROR_CATALOGUE, type ErrorCode, messageOf } from '../../../lib/errors';
import { excerptOf } from '../../../lib/excerpt';
import { WARNINGS } from '../../../lib/warnings';
import { ERROR_WORDS } from './error-words';

const HEAD = `# Errors and warnings

<!-- Made by \`npm run build:contract\` from lib/errors.ts, lib/warnings.ts and scripts/build/openapi/error-words.ts. Do not edit. -->

## Errors

On \`/bankcard\` the status is the code, and the body is the message: plain text without a line break. On \`/v1/cards\` the body is JSON, \`{"code","message","requestId"}\`
(and \`hint\` where a raw picture came as text), except where the gateway answers before the function is reached, or \`serve\` what it cannot take apart: then it is the text. Every answer has \`X-Ca-Request-Id\`, every error but 450
\`X-Ca-Error-Message\`; 400, 403, 408, 413, 450 and 503 have \`X-Ca-Error-Code\`, too.

The service checks in this order: body size, JSON, its shape, base64 or download, picture size, decoding, card, number, answer. The first check that fails is answered.

| code | status | message | when | what to do |
|---|---|---|---|---|`;

const BETWEEN = `
\`…\` is the text of \`configure\`, at most 64 characters of it: \`*\` replaces every digit of any script, what follows \`?\` or \`#\` in a word, the user and the password of a URL, and 32 or more characters that look like base64, with lower case, upper case and digits; spaces replace control characters, and in the header \`?\` replaces what is not ASCII.
502 and 503 come from the gateway (resources/gateway-responses.yml); 400, 403, 413 and 450 from the gateway or the function.

## Warnings

A reading that needs care is answered all the same, with warnings: in \`warnings\` of each card on \`/v1/cards\`, in the header \`X-Ca-Warnings\` on \`/bankcard\`. The number is returned as it was seen;
what is known of card numbers (Luhn, lengths, BINs) decides only where the picture leaves a choice, and then the confidence is low.

| warning | means | what to do |
|---|---|---|`;

/** Returns the text of docs/errors.md: every code of the catalogue, and every warning. */
export function errorsPage(): string {
  const errors = (Object.keys(ERROR_CATALOGUE) as ErrorCode[]).map((code) => {
    const message = messageOf(code, excerptOf('…'));
    const { when, advice } = ERROR_WORDS[code];
    return `| \`${code}\` | ${ERROR_CATALOGUE[code].status} | ${message === '' ? '*(empty)*' : `\`${message}\``} | ${when} | ${advice} |`;
  });
  const warnings = Object.entries(WARNINGS).map(([code, { means, advice }]) => `| \`${code}\` | ${means} | ${advice} |`);
  return `${[HEAD, ...errors, BETWEEN, ...warnings].join('\n')}\n`;
}
