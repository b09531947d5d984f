import { hideLongDigitRuns } from '../../lib/excerpt';

const FRAME = /^\s+at .*$/gm;

/**
 * Returns what is told of an error that nothing caught: its kind and where it arose, without the message, which may quote what was read. By itself, Node would
 * print the line of code, which is 100 KB long where it is minified.
 */
export function uncaughtWords(thrown: unknown): string {
  const { name, code, stack = '' } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : { name: typeof thrown };
  const kind = code === undefined ? name : `${name} ${code}`;
  return hideLongDigitRuns([`This should not have happened, please report it: ${kind}`, ...(stack.match(FRAME) ?? [])].join('\n'));
}
