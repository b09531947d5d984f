import type { ModelName } from '../model/manifest';
import type { Sight } from '../sight';

/**
 * What is not settled about a card's number, the picture, or a card's date.
 *
 * Of a number: `unread`, nobody has read the line yet where it may stand; `unclear`, some digit is not plain to see; `doubted`, the fast reader's word is not enough.
 * Of a picture: `unseen`, nobody has looked at it yet; `few-pixels`, it was decoded coarsely, and a number is small or not plain; `none-plain`, numbers were read, and
 * none is plain to see; `no-number`, no card has one (on cards that were seen in the turned picture only, only a likely number counts).
 * Of a date: `no-date`, none was found where one may be; `past-date`, it is past, words beside it do not say that the card is valid until then, and nobody has looked
 * around the number for a later one; `rival-date`, some crop shows another date at its place; `unlabelled-date`, it is past, and nobody has looked for words beside it
 * that say what it is.
 */
export type Doubt =
  | 'unread'
  | 'unclear'
  | 'doubted'
  | 'unseen'
  | 'few-pixels'
  | 'none-plain'
  | 'no-number'
  | 'no-date'
  | 'past-date'
  | 'rival-date'
  | 'unlabelled-date';

/** A look that answers certain doubts. */
export interface Rung<State> {
  readonly name: string;
  /** the doubts that it answers: it is climbed where one of them is present */
  readonly asks: readonly Doubt[];
  /** the networks that it cannot do without */
  readonly networks: readonly ModelName[];
  /** how often, at most, the ladder is climbed again from its beginning after this rung, which brings new places or takes one away */
  readonly restarts?: number;
  /**
   * Looks once more.
   *
   * @returns what is known afterwards; null where there is nothing to look at
   * @throws {CardOcrError} as `Model.run`
   */
  readonly look: (state: State) => Promise<State | null>;
}

/**
 * Climbs a ladder: looks closer, rung by rung, as long as something is in doubt.
 *
 * @param rungs - cheapest first
 * @param start - what is known so far
 * @param doubtsOf - what is not settled
 * @returns what is known at the end
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as the rungs
 */
export async function climb<State extends { readonly sight: Sight }>(
  rungs: readonly Rung<State>[],
  start: State,
  doubtsOf: (state: State) => ReadonlySet<Doubt>,
): Promise<State> {
  const { sight } = start;
  const climbable = rungs.filter(({ name, networks }) => ![name, ...networks].some((rungOrNetwork) => sight.isWithout(rungOrNetwork)));
  const restarts = new Map<Rung<State>, number>();
  let state = start;
  for (let i = 0; i < climbable.length; i++) {
    const rung = climbable[i]!;
    const doubts = doubtsOf(state);
    const left = restarts.get(rung) ?? rung.restarts;
    if (left === 0 || !rung.asks.some((doubt) => doubts.has(doubt))) continue;
    sight.checkTime();
    const from = performance.now();
    const after = await rung.look(state);
    if (!after) continue;
    state = after;
    sight.note({ kind: 'rung', name: rung.name, from, ms: performance.now() - from });
    if (!left) continue;
    restarts.set(rung, left - 1);
    i = -1;
  }
  return state;
}
