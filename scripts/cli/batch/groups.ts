import { basename, dirname } from 'node:path';
import { MAX_TOGETHER } from '../../../lib';
import { UsageError } from '../../command/usage-error';
import { identityOf } from './pictures';

/** Pictures that are read together, the first of which names them in the records. */
export type Group = readonly [string, ...string[]];

/** Between the names of a worker's task: no path and no key has it. */
const BREAK = '\0';

export const taskOf = (group: Group): string => group.join(BREAK);
export const groupOfTask = (task: string): Group => task.split(BREAK) as unknown as Group;

/**
 * Pictures of a folder of which the pattern's groups, or without such all of it, match the same in their names are of one card. One that does not match is
 * alone.
 *
 * @param pattern - a regular expression; one with a slash is of whole paths, whatever the folder; undefined: each is alone
 * @returns in the order of their first pictures
 * @throws {UsageError} for what is no pattern, or puts more pictures together than are read together
 */
export function groupsOf(pictures: readonly string[], pattern: string | undefined): Group[] {
  const nameOf = pattern === undefined ? () => null : namer(pattern);
  const groups = new Map<string, [string, ...string[]]>();
  for (const picture of pictures) {
    const name = nameOf(picture);
    const key = name === null ? `alone${BREAK}${picture}` : `named${BREAK}${name}`;
    const before = groups.get(key);
    if (before) before.push(picture);
    else groups.set(key, [picture]);
  }
  const large = [...groups.values()].find(({ length }) => length > MAX_TOGETHER);
  if (large) {
    const [first] = large;
    throw new UsageError(`batch: --group-by puts ${large.length} pictures with ${first}; ${MAX_TOGETHER} at most are read together`);
  }
  return [...groups.values()];
}

function namer(pattern: string): (picture: string) => string | null {
  const expression = compiled(pattern);
  const matched = (text: string): string[] | null => {
    const match = expression.exec(text);
    return match && (match.length > 1 ? match.slice(1) : [match[0]]);
  };
  if (pattern.includes('/')) return (path) => matched(path)?.join(BREAK) ?? null;
  return (path) => {
    const parts = matched(basename(path));
    return parts && [dirname(identityOf(path)), ...parts].join(BREAK);
  };
}

/** Whole characters are meant, beyond 16 bits, too; but then nothing may be escaped without need, which elsewhere may. */
function compiled(pattern: string): RegExp {
  let reason: unknown;
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch (thrown) {
      reason = (thrown as SyntaxError).message;
    }
  }
  throw new UsageError(`batch: --group-by takes a regular expression: ${reason}`);
}
