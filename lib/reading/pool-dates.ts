import { type Expiry, type FoundDate, isLong, isSameDate, monthsOf } from '../card/expiry';
import { isInside, type Quad, quadCentre } from '../geometry';

/** A date as one crop shows it. */
export interface DateSighting {
  readonly expiry: Expiry;
  readonly form: FoundDate['form'];
  /** how likely the crop shows it, 0..1 */
  readonly probability: number;
  /** tight around its characters, px of the raster */
  readonly quad: Quad;
}

/** The dates that one crop shows. */
export interface DateLook {
  /** the part of the raster that it shows */
  readonly quad: Quad;
  readonly sightings: readonly DateSighting[];
  /** the locator saw a date where the crop was cut */
  readonly isLocated: boolean;
  /** the probability that it shows a stroke, as between a month and a year, 0..1 */
  readonly stroke: number;
  /** parts of it that show such a stroke, but no date, px of the raster */
  readonly unread: readonly Quad[];
}

/** A date at one place, by all crops of that place together. */
export interface DateReading {
  readonly expiry: Expiry;
  readonly form: FoundDate['form'];
  /** the probability that the place shows it, 0..1 */
  readonly confidence: number;
  /** the highest probability of this date in one crop, 0..1 */
  readonly peak: number;
  /** the highest probability of any date there in one crop, 0..1 */
  readonly presence: number;
  /** the highest probability of another date there in one crop, 0..1 */
  readonly rival: number;
  /** tight around its characters, px of the raster */
  readonly quad: Quad;
}

/** A date with a lower probability in a crop counts for hardly anything: a crop may be cut badly, and then shows anything. */
const FAINT = 0.15;
/** The score with which a date is as likely as no date, as a sum of `log(1 + (probability / FAINT)²)`: where the locator sees one, and elsewhere. */
const BAR = { located: 2.4, elsewhere: 5 };
/** A longer date with at least this probability replaces MM/YY within it. */
const MIN_LONGER = 0.02;

/** The sightings at one place, of all crops. */
interface Spot {
  readonly anchor: Quad;
  readonly sightings: { readonly sighting: DateSighting; readonly look: DateLook }[];
}

/**
 * Joins what crops show, place by place: a logarithmic opinion pool in which a crop that does not show a date says little against it, as crops of a
 * place that is not known well are often cut; a crop that shows another date says much against it.
 *
 * @returns the likeliest date of each place, the likeliest place first
 */
export function poolDates(looks: readonly DateLook[]): DateReading[] {
  const all = looks.flatMap((look) => look.sightings.map((sighting) => ({ sighting, look })));
  all.sort((a, b) => b.sighting.probability - a.sighting.probability);
  const spots: Spot[] = [];
  for (const entry of all) {
    const spot = spots.find(({ anchor }) => isSamePlace(anchor, entry.sighting.quad));
    if (spot) spot.sightings.push(entry);
    else spots.push({ anchor: entry.sighting.quad, sightings: [entry] });
  }
  return spots.map(readingOf).sort((a, b) => b.confidence - a.confidence);
}

const isSamePlace = (a: Quad, b: Quad): boolean => isInside(a, quadCentre(b)) || isInside(b, quadCentre(a));

function readingOf({ sightings }: Spot): DateReading {
  const rivals = new Map<string, { sighting: DateSighting; score: number }>();
  for (const { sighting } of sightings) {
    const key = `${monthsOf(sighting.expiry)} ${sighting.form}`;
    const before = rivals.get(key);
    const score = Math.log1p((sighting.probability / FAINT) ** 2);
    rivals.set(key, before ? { sighting: before.sighting, score: before.score + score } : { sighting, score });
  }
  const none = Math.exp(sightings.some(({ look }) => look.isLocated) ? BAR.located : BAR.elsewhere);
  // dates with tiny scores count as nothing, however many there are
  const sum = [...rivals.values()].reduce((total, { score }) => total + Math.expm1(score), none);
  const [first, ...others] = [...rivals.values()].sort((a, b) => b.score - a.score);
  const best = others.find((other) => isLonger(other.sighting, first!.sighting)) ?? first!;
  const { expiry, form, quad } = best.sighting;
  const mostOf = (isOne: boolean): number =>
    Math.max(0, ...sightings.flatMap(({ sighting }) => (isSameDate(sighting.expiry, expiry) === isOne ? sighting.probability : [])));
  return {
    expiry,
    form,
    quad,
    confidence: Math.expm1(best.score) / sum,
    peak: mostOf(true),
    presence: presenceOf(sightings),
    rival: mostOf(false),
  };
}

function presenceOf(sightings: Spot['sightings']): number {
  const byLook = new Map<DateLook, number>();
  for (const { sighting, look } of sightings) byLook.set(look, (byLook.get(look) ?? 0) + sighting.probability);
  return Math.min(1, Math.max(...byLook.values()));
}

/** Whether one date, cut short, reads as the other: 2008/04 as 08/04, 04/2008 as 04/20, 04/30/08 as 04/30. */
const isLonger = (longer: DateSighting, shorter: DateSighting): boolean =>
  isLong(longer) && !isLong(shorter) && longer.probability >= MIN_LONGER && isPieceOf(shorter.expiry, longer);

const isPieceOf = (short: Expiry, { form, expiry: { month, year } }: DateSighting): boolean =>
  form === 'month-end'
    ? short.month === month && LAST_DAYS.includes(short.year % 100)
    : (short.month === year % 100 && short.year % 100 === month) || (short.month === month && short.year % 100 === Math.floor(year / 100));

/** The last days of months, whose month and day may be taken for a month and a year. */
const LAST_DAYS: readonly number[] = [28, 29, 30, 31];
