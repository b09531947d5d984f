import type { AnswerCard, CardsAnswer } from '../lib/client';
import { isHidden, maskedBin } from '../lib/masked-number';
import { element } from './element';
import type { Language } from './language';
import { partOf } from './parts';
import { FAIR, percent, surenessOf } from './sureness';
import { WORDS, type Words } from './words';

/** How the cards are shown. */
interface CardView {
  readonly language: Language;
  readonly isMasked: boolean;
}

/** Quality from which a picture is as good as it need be. */
const GOOD_QUALITY = 50;
const HIDDEN_SIGN = '•';
const UNREADABLE = '?';

/** Returns an element for each card of an answer. */
export const cardViews = ({ cards }: CardsAnswer, view: CardView): HTMLElement[] =>
  cards.map((card, i) => cardView(card, i, cards.length > 1 ? WORDS[view.language].cardOf(i + 1, cards.length) : null, view));

function cardView(card: AnswerCard, index: number, place: string | null, view: CardView): HTMLElement {
  const words = WORDS[view.language];
  const { labels } = words;
  const { scheme } = card;
  const issuer = issuerOf(card, view.language);
  return element(
    'article',
    { class: 'result' },
    ...(place === null ? [] : [element('p', { class: 'place' }, place)]),
    element(
      'header',
      { 'data-part': partOf(index, 'card'), tabindex: '0' },
      element('h2', {}, issuer ?? scheme ?? words.unknownIssuer),
      ...(issuer === null || scheme === null ? [] : [element('span', { class: 'badge' }, scheme)]),
    ),
    digits(card, index, words, view.isMasked),
    element(
      'dl',
      {},
      ...linkedFact(partOf(index, 'expiry'), labels.expiry, ...expiry(card, words)),
      ...(card.type === 'unknown' ? [] : fact(labels.type, words.types[card.type])),
      ...fact(labels.confidence, percent(card.confidence.pan)),
      ...fact(labels.luhn, card.luhnValid ? words.holds : words.fails),
      ...fact(labels.bin, (view.isMasked ? maskedBin(card.bin) : card.bin) ?? '–'),
      ...fact(labels.quality, ...quality(card, words)),
    ),
    ...warnings(card, words),
  );
}

const fact = (name: string, ...value: (Node | string)[]): HTMLElement[] => [
  element('div', {}, element('dt', {}, name), element('dd', {}, ...value)),
];

const linkedFact = (part: string, name: string, ...value: (Node | string)[]): HTMLElement[] => [
  element('div', { 'data-part': part, tabindex: '0' }, element('dt', {}, name), element('dd', {}, ...value)),
];

/** Returns how well the picture shows the card. Where the number is unsure it gives no figure, which would only contradict that. */
function quality({ quality: score, confidence }: AnswerCard, words: Words): (Node | string)[] {
  if (confidence.pan < FAIR) return [words.hardToRead];
  const bar = element('span', { class: score < GOOD_QUALITY ? 'bar unsure' : 'bar sure' }, element('span'));
  setShare(bar, score / 100);
  return [`${Math.round(score)} / 100`, bar];
}

const issuerOf = ({ issuer }: AnswerCard, language: Language): string | null =>
  issuer && (language === 'en' ? (issuer.nameEn ?? issuer.name) : issuer.name);

function expiry({ expiry: date, confidence }: AnswerCard, words: Words): (Node | string)[] {
  if (date === null) return [words.none];
  const text = `${String(date.month).padStart(2, '0')}/${String(date.year % 100).padStart(2, '0')}`;
  return [
    element('span', { class: 'figure' }, text),
    ...(date.expired ? [element('span', { class: 'badge bad' }, words.expired)] : []),
    ...(confidence.expiry === null ? [] : [element('small', {}, percent(confidence.expiry))]),
  ];
}

/** Returns the number in its groups. Under each digit a bar shows by its length and colour how sure the digit is; screen readers get all of it in words. */
function digits({ panGrouped, confidence }: AnswerCard, cardIndex: number, words: Words, isMasked: boolean): HTMLElement {
  const count = confidence.digits.length;
  let index = 0;
  const groups = panGrouped.split(' ').map((group) => {
    const signs = [...group].map((sign) => {
      const share = confidence.digits[index] ?? 0;
      const isSecret = isMasked && isHidden(index, count);
      index++;
      const spoken = isSecret ? words.hiddenDigit : sign === UNREADABLE ? words.unreadableDigit : sign;
      const sureness = surenessOf(share);
      const bar = element('span', { class: `bar ${sureness}` }, element('span'));
      setShare(bar, share);
      const text = words.digit(index, spoken, `${percent(share)}, ${words.sureness[sureness]}`);
      return element(
        'li',
        { title: text },
        element('span', { class: 'digit', 'aria-hidden': 'true' }, isSecret ? HIDDEN_SIGN : sign),
        bar,
        element('span', { class: 'heard' }, text),
      );
    });
    return element('ol', { start: `${index - signs.length + 1}` }, ...signs);
  });
  const attributes = {
    class: 'digits',
    role: 'group',
    'aria-label': words.number,
    'data-part': partOf(cardIndex, 'number'),
    tabindex: '0',
  };
  return element('div', attributes, ...groups);
}

function setShare(bar: HTMLElement, share: number): void {
  (bar.firstElementChild as HTMLElement).style.setProperty('width', `${Math.max(0.04, Math.min(1, share)) * 100}%`);
}

function warnings({ warnings: names }: AnswerCard, words: Words): HTMLElement[] {
  if (names.length === 0) return [];
  const lines = names.map((name) => element('li', {}, words.warnings[name] ?? name));
  return [element('div', { class: 'warnings' }, element('h3', {}, words.labels.warnings), element('ul', {}, ...lines))];
}
