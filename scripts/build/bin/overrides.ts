import type { CardType } from '../../../lib/bin/bin-table';
import type { Source } from './claim';

/** A correction of what the sources say of some prefixes. */
export interface Override {
  prefixes: readonly string[];
  /** The right issuer: a name from the issuers file. */
  issuer?: string;
  /** The right type. */
  type?: CardType;
  /** The right PAN length. */
  length?: number;
  /** A source whose rows of these prefixes are wrong, and are left out. */
  drop?: Source;
  why: string;
}

/** Corrections, each with its reason. A correction that changes nothing fails the build: its source has been put right. */
export const OVERRIDES: readonly Override[] = [
  {
    prefixes: ['621042', '621213', '621289', '621290', '621291', '621292', '622349', '622350', '622351', '625044', '625046', '625058'],
    issuer: '南洋商业银行',
    why: 'bankcard expands the code NCB to 南昌银行 or 宁波通商银行; bankcardinfo writes Nanyang Commercial Bank out, and a UnionPay list agrees on 622349 to 622351',
  },
  {
    prefixes: ['909810', '940035'],
    issuer: '广州农村商业银行',
    why: 'bankcard expands the code GZRCU to 贵州省农村信用社; bankcardinfo writes Guangzhou Rural Commercial Bank out under the same code',
  },
  {
    prefixes: ['622360', '622361', '622406', '622407'],
    issuer: '香港上海汇丰银行',
    why: 'issued in Hong Kong (issuers 25120344 and 25130344); bankcard gives the mainland subsidiary',
  },
  {
    prefixes: ['453242', '491031', '622707', '625955', '625956'],
    type: 'semi-credit',
    why: 'semi-credit in bankcardinfo, two of them in a UnionPay list too; the bank’s debit cards of range 62 have 19 digits; bankcard says debit, which would answer type 1 for 2',
  },
  {
    prefixes: ['622210', '622211', '622212', '622213', '622214', '622215'],
    type: 'semi-credit',
    why: '准贷记卡 in bankcardinfo and in a UnionPay list; bankcard has them as credit',
  },
  { prefixes: ['625519'], type: 'credit', why: 'credit in bankcardinfo, as is the rest of 625; bankcard has it as debit' },
  {
    prefixes: ['920000'],
    type: 'prepaid',
    why: 'prepaid in bankcardinfo, as are the issuer’s other cards; bankcard has this one as debit',
  },
  {
    prefixes: ['622286', '622397', '628236', '628305'],
    drop: 'bankcardinfo',
    why: 'listed there as credit cards of 17 digits, which no Chinese bank issues; bankcard has them with 16',
  },
  {
    prefixes: ['621351', '621352', '621390', '621791', '621792', '621793', '621795', '621796'],
    drop: 'bankcardinfo',
    why: 'listed there under 广发银行 as well; they are cards of 浦发银行',
  },
  {
    prefixes: ['622516', '622517', '622518', '622521', '622522', '622523', '984301', '984303'],
    drop: 'bankcardinfo',
    why: 'as above: bankcardinfo repeats the cards of 浦发银行 under 广发银行',
  },
  { prefixes: ['377677'], length: 15, why: 'an American Express card, which has 15 digits; bankcardinfo has it with 17' },
  {
    prefixes: ['6858000', '6858001', '6858009'],
    length: 19,
    why: 'bankcardinfo counts 13 digits after a prefix of 7, which makes 20, more than a card number can have',
  },
  {
    prefixes: ['888'],
    drop: 'bankcardinfo',
    why: 'cards of 贵阳银行 from before UnionPay; specimens of all banks, with their many digits 8, begin so upside down, and were told as its cards',
  },
  { prefixes: ['645621'], drop: 'banks-db', why: 'a slip of 545621, the Mastercard of 招商银行' },
];
