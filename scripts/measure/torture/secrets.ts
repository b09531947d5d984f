import { isLuhnValid } from '../../../lib/card/luhn';
import { Chance } from './chance';

/** A text that must never be seen outside of a 200's own fields. */
export interface Secret {
  readonly kind: 'number' | 'code' | 'query' | 'picture';
  /** bytes as Latin-1 text */
  readonly text: string;
}

/** All that is planted in one run. */
export interface Secrets {
  /** card numbers that pass the check */
  readonly numbers: readonly string[];
  /** keys of clients */
  readonly codes: readonly string[];
  /** values in queries of URLs */
  readonly queries: readonly string[];
}

const OF_EACH = 20;
const ISSUERS = ['4', '51', '62', '3', '9'];
const LENGTHS = [13, 15, 16, 16, 18, 19];
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Returns the secrets of a seed, which are the same in every process. */
export function secretsOf(seed: number): Secrets {
  const chance = new Chance(seed, -1);
  const word = (): string => Array.from({ length: 24 }, () => chance.pick([...LETTERS])).join('');
  const each = <T>(make: () => T): T[] => Array.from({ length: OF_EACH }, make);
  return { numbers: each(() => cardNumber(chance)), codes: each(word), queries: each(word) };
}

function cardNumber(chance: Chance): string {
  const head = chance.pick(ISSUERS);
  const body = head + chance.digits(chance.pick(LENGTHS) - head.length - 1);
  return body + [...'0123456789'].find((check) => isLuhnValid(body + check));
}

/** Functions that write a number as people do. */
export const SPELLINGS: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => number.replace(/.{4}(?=.)/g, '$& '),
  (number) => number.replace(/.{4}(?=.)/g, '$&-'),
  (number) => `${number.slice(0, 6)} ${number.slice(6)}`,
];
