import { basename, dirname, sep } from 'node:path';
import { MAX_TOGETHER } from '../../../lib';
import { UsageError } from '../../command/usage-error';
import { identityOf } from './pictures';

/** Pictures that are read together, the first of which names them in the records. */
export type Group = readonly [string, ...string[]];

/** Separates the names in a worker's task: no path and no key contains it. */
const BREAK = '\0';

export const taskOf = (group: Group): string => group.join(BREAK);
export const groupOfTask = (task: string): Group => task.split(BREAK) as unknown as Group;

/**
 * Groups pictures by card. Two pictures of a folder are of one card if the pattern's groups match the same text in their names; with a pattern that has no
 * groups, if all of it does. A picture in whose name it matches no character is alone.
 *
 * @param pattern - a regular expression; one with a slash is matched against whole paths, whatever the folder; undefined: each picture is alone
 * @returns the groups, in the order of their first pictures
 * @throws {UsageError} when the pattern is empty or none, or puts more pictures together than can be read together
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
  if (pattern === '') throw new UsageError('batch: --group-by is empty');
  const expression = compiled(pattern);
  const matched = (text: string): string[] | null => {
    const match = expression.exec(text) ?? [''];
    const parts = match.length > 1 ? match.slice(1) : [match[0]];
    return parts.some(Boolean) ? parts : null;
  };
  if (pattern.includes('/')) return (path) => matched(path.replaceAll(sep, '/'))?.join(BREAK) ?? null;
  return (path) => {
    const parts = matched(basename(path));
    return parts && [dirname(identityOf(path)), ...parts].join(BREAK);
  };
}

/** Compiles a pattern with the flag `u`, so that a character beyond 16 bits counts as one; or else without it, as `u` forbids needless escapes. */
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
