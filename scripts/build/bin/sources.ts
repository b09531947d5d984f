import { readFileSync } from 'node:fs';
import { cards } from 'bankcard';
import { data as worldBanks } from 'banks-db';
import type { CardType } from '../../../lib/bin/bin-table';
import type { SourceRow } from './claim';

const CARD_TYPES: Readonly<Record<string, CardType>> = { DC: 'debit', CC: 'credit', SCC: 'semi-credit', PC: 'prepaid' };

/** `bankcard`: one row per card product of a Chinese bank. */
export function bankcardRows(): SourceRow[] {
  return cards.map(({ cardBin, len, cardType, bankName }) => ({
    source: 'bankcard',
    prefix: cardBin,
    length: len,
    type: cardTypeOf(cardType),
    issuer: { names: [bankName], fallback: null, country: null },
  }));
}

/**
 * `bankcardinfo`: its list of regular expressions, read as text out of its source.
 * The package is never imported: its only function sends the number to a web service when the list has no match.
 */
export function bankcardinfoRows(source = readFileSync(require.resolve('bankcardinfo'), 'utf8')): SourceRow[] {
  const rows: SourceRow[] = [];
  let bank: string | null = null;
  let patterns = 0;
  for (const [, name, prefixes, digitsAfter, type] of source.matchAll(
    /bankName: "([^"]+)"|reg: \/\^\(([\d|]+)\)\\d\{(\d+)\}\$\/g,\s*cardType: "(\w+)"/g,
  )) {
    if (name !== undefined) {
      bank = name;
      continue;
    }
    if (bank === null) throw new Error('bankcardinfo: a pattern before the first bank');
    patterns++;
    for (const prefix of (prefixes as string).split('|')) {
      rows.push({
        source: 'bankcardinfo',
        prefix,
        length: prefix.length + Number(digitsAfter),
        type: cardTypeOf(type as string),
        issuer: { names: [bank], fallback: null, country: null },
      });
    }
  }
  const expected = source.match(/reg: \//g)?.length ?? 0;
  if (patterns === 0 || patterns !== expected) throw new Error(`bankcardinfo: ${patterns} of ${expected} patterns read`);
  return rows;
}

/** `banks-db`: world banks and their prefixes; it has neither card types nor lengths. */
export function banksDbRows(): SourceRow[] {
  // the long lists are scraped and overlap the short, hand-made ones: where two banks have a prefix, the shorter list is right
  const shortFirst = [...worldBanks].sort((a, b) => a.prefixes.length - b.prefixes.length || (a.code < b.code ? -1 : 1));
  return shortFirst.flatMap(({ prefixes, localTitle, engTitle, country }) =>
    prefixes.map((prefix) => ({
      source: 'banks-db' as const,
      prefix: String(prefix),
      length: null,
      type: null,
      issuer: {
        names: [engTitle.trim(), localTitle.trim()],
        fallback: { name: localTitle.trim(), nameEn: engTitle.trim() },
        country: country.toUpperCase(),
      },
    })),
  );
}

/** Entries of the bank list of `@persian-tools/persian-tools` 4.0.4 that `banks-db` lacks; that list has Persian names only. */
const IRAN: readonly (readonly [prefix: string, name: string, nameEn: string])[] = [
  ['504172', 'بانک رسالت', 'Resalat Bank'],
  ['505801', 'موسسه کوثر', 'Kosar Credit Institution'],
  ['507677', 'موسسه نور', 'Noor Credit Institution'],
  ['585947', 'بانک خاورمیانه', 'Middle East Bank'],
  ['606256', 'موسسه اعتباری ملل', 'Melal Credit Institution'],
  ['628157', 'موسسه اعتباری توسعه', "Tose'e Credit Institution"],
  ['636214', 'بانک آینده', 'Ayandeh Bank'],
  ['636797', 'بانک مرکزی ایران', 'Central Bank of the Islamic Republic of Iran'],
  ['639370', 'بانک قرض الحسنه مهر', 'Qarzol-Hasaneh Mehr Bank'],
];

/** `persian-tools`: banks of Iran, copied into this file, as the package is of no other use here. */
export const persianToolsRows = (): SourceRow[] =>
  IRAN.map(([prefix, name, nameEn]) => ({
    source: 'persian-tools',
    prefix,
    length: null,
    type: null,
    issuer: { names: [nameEn, name], fallback: { name, nameEn }, country: 'IR' },
  }));

function cardTypeOf(code: string): CardType {
  const type = CARD_TYPES[code];
  if (type === undefined) throw new Error(`unknown card type ${code}`);
  return type;
}
