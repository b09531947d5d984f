import { binPrior } from './bin-prior';
import { isExpired, isSameDate } from './card/expiry';
import type { CardLook, Cuts } from './card-look';
import { type CardReading, turnOf } from './card-reading';
import { CardOcrError } from './errors';
import { yieldToEventLoop } from './event-loop';
import type { NumberReading } from './evidence';
import { isNoExpiry } from './no-expiry';
import { binOf, cardReadingOf, type Job, type PictureLook, type PictureReading, readingOf } from './picture-reading';
import { joinDates, seenDate } from './reading/join-dates';
import { joinNumbers } from './reading/together';
import { noTime, stopwatch, sumOf } from './stopwatch';

/** What one of several pictures of a card shows by itself. */
export interface PictureOfCard {
  /** null where the picture alone shows no number */
  readonly reading: PictureReading | null;
  /** why `reading` is null */
  readonly error: CardOcrError | null;
  /** the expiry date, where the picture shows a side that has a date but no number */
  readonly expiry: CardReading['expiry'];
}

/** The one card that several pictures show together. Its places are in the picture that shows the number best. */
export interface TogetherReading extends PictureReading {
  /** that picture's index */
  readonly shownIn: number;
  /** what each picture shows by itself, in their order */
  readonly pictures: readonly PictureOfCard[];
}

/**
 * Makes of what several pictures of a card show one reading.
 *
 * @throws {CardOcrError} where the pictures together show no number
 */
export async function jointReadingOf(looks: readonly PictureLook[], job: Job): Promise<TogetherReading> {
  const { options } = job;
  await yieldToEventLoop(options.signal);
  const own = looks.map((look) => ownReadingOf(look, job));
  const timings = noTime();
  const joint = await stopwatch(timings, options.onStage)('number', () => join(looks, own, job));
  const spent = looks.map((look, i) => (own[i]!.reading ?? look).timings);
  const { pan } = joint.mostProminent;
  const pictures = own.map((picture, i) => ({ ...picture, expiry: picture.reading ? null : expiryOnSide(looks[i]!, pan, job) }));
  return { ...joint, timings: sumOf([...spent, timings]), pictures };
}

/** @throws {CardOcrError} where the pictures together show no number */
async function join(
  looks: readonly PictureLook[],
  own: readonly OwnReading[],
  job: Job,
): Promise<Omit<TogetherReading, 'timings' | 'pictures'>> {
  const cards = sameCard(looks.map((look) => look.cards));
  const joint = await joinNumbers(
    cards.map((card) => card?.evidence ?? null),
    binPrior(job.bins),
    job.options.signal,
  );
  // digits are of no card where no picture shows a card
  const isCard = looks.some((look) => look.isCard);
  const [shown, look] = joint ? [cards[joint.shownIn], looks[joint.shownIn]] : [];
  if (!isCard || !joint || !shown || !look) throw own[0]?.error ?? new CardOcrError('NUMBER_UNREADABLE');
  // dates and types of another card do not count for this one
  const ofCard = cards.flatMap((card, i) => (card && !joint.others.includes(i) ? [card] : []));
  const date = joinDates(
    ofCard.flatMap(({ date, number }) => (date ? seenDate(date, number?.place ?? null) : [])),
    ofCard.flatMap(({ since }) => since.map(({ expiry }) => expiry)),
  );
  const isThere = date !== null && shown.date !== null && isSameDate(date.expiry, shown.date.expiry);
  const types = new Set(ofCard.flatMap((card) => card.type ?? []));
  const type = types.size === 1 ? [...types][0]! : null;
  const card = cardReadingOf(
    { ...cutFor(joint.reading, shown, job.options), type },
    { number: joint.reading, date: date && { ...date, quad: isThere ? shown.date.quad : null }, isDisputed: joint.others.length > 0 },
    job,
  );
  return {
    image: { width: look.width, height: look.height, orientation: turnOf(card.quads.card ?? card.quads.pan) },
    cards: [card],
    mostProminent: card,
    shownIn: joint.shownIn,
  };
}

type OwnReading = Omit<PictureOfCard, 'expiry'>;

function ownReadingOf(look: PictureLook, job: Job): OwnReading {
  try {
    return { reading: readingOf(look, job), error: null };
  } catch (thrown) {
    // anything else is a defect of this code, which a picture's own error would hide
    if (!(thrown instanceof CardOcrError)) throw thrown;
    return { reading: null, error: thrown };
  }
}

/**
 * Returns the expiry date on a side without a number.
 *
 * @param pan - the card's number, which other pictures show
 */
function expiryOnSide({ cards }: PictureLook, pan: string, { bins, today }: Job): CardReading['expiry'] {
  const date = cards[0]?.date;
  if (!date || isNoExpiry(date, pan, binOf(bins, pan), today)) return null;
  return { ...date.expiry, expired: isExpired(date.expiry, today) };
}

/** Leaves out masked cuts where another number was masked in them: they show that number's first and last digits, which need not be those of this one. */
function cutFor({ text }: NumberReading, look: CardLook, { crop, strip }: Cuts): CardLook {
  if (look.number?.text === text) return look;
  return { ...look, ...(crop === 'masked' && { crop: null }), ...(strip === 'masked' && { strip: null }) };
}

/** In each picture, the card with the number that most pictures show; where it has none with that number, its largest card. */
function sameCard(pictures: readonly (readonly CardLook[])[]): (CardLook | null)[] {
  const numbers = pictures.flatMap((cards) => [...new Set(cards.flatMap(({ number }) => number?.text ?? []))]);
  const times = (text: string): number => numbers.filter((other) => other === text).length;
  const commonest = numbers.reduce((best, text) => (times(text) > times(best) ? text : best), numbers[0] ?? '');
  return pictures.map((cards) => cards.find(({ number }) => number?.text === commonest) ?? cards[0] ?? null);
}
