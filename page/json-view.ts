import type { CardsAnswer } from '../lib/client';
import { element } from './element';
import { type Part, partOf } from './parts';

/** The part of a card that each of its members in an answer tells about. */
const PART_OF: Readonly<Record<string, Part>> = {
  pan: 'number',
  panGrouped: 'number',
  maskedPan: 'number',
  bin: 'number',
  luhnValid: 'number',
  'confidence.pan': 'number',
  'confidence.digits': 'number',
  'quads.pan': 'number',
  expiry: 'expiry',
  validFrom: 'expiry',
  'confidence.expiry': 'expiry',
  'quads.expiry': 'expiry',
  'quads.card': 'card',
  issuer: 'card',
  scheme: 'card',
  type: 'card',
  quality: 'card',
  crop: 'card',
  strip: 'number',
};

/** Returns an answer as indented JSON, in which each member that tells about a part of a card is marked with that part. */
export function jsonView(answer: CardsAnswer): (Node | string)[] {
  const cards = answer.cards.map((card, i) => element('span', {}, ...object(card, '    ', (path) => mark(i, path))));
  const members = Object.entries(answer).map(([name, value]) => {
    const shown = name === 'cards' ? ['[\n    ', ...between(cards, ',\n    '), '\n  ]'] : [text(value, '  ')];
    return element('span', {}, `${JSON.stringify(name)}: `, ...shown);
  });
  return ['{\n  ', ...between(members, ',\n  '), '\n}'];
}

const mark = (cardIndex: number, path: string): string | null => (path in PART_OF ? partOf(cardIndex, PART_OF[path]!) : null);

/** Returns a value as JSON. A list of objects has one of them on each line; what is short stays on one line. */
function text(value: unknown, indent: string): string {
  const short = JSON.stringify(value);
  const long = JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null)) {
    return `[${value.map((entry) => `\n${indent}  ${JSON.stringify(entry)}`).join(',')}\n${indent}]`;
  }
  return typeof value === 'object' && short.length > 90 ? long : short;
}

function object(value: object, indent: string, markOf: (path: string) => string | null, path = ''): (Node | string)[] {
  const members = Object.entries(value).map(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const isGroup = (name === 'quads' || name === 'confidence') && path === '';
    const inner = isGroup ? object(member, `${indent}  `, markOf, at) : [text(member, `${indent}  `)];
    return element('span', { 'data-part': markOf(at) }, `${JSON.stringify(name)}: `, ...inner);
  });
  return [`{\n${indent}  `, ...between(members, `,\n${indent}  `), `\n${indent}}`];
}

const between = (nodes: readonly Node[], separator: string): (Node | string)[] =>
  nodes.flatMap((node, i) => (i === 0 ? [node] : [separator, node]));
