import { climb, type Doubt, type Rung } from '../../lib/reading/ladder';
import { RASTER } from '../helpers/scripted-readers';
import { abortedAfter, type NotedSight, sightOf } from '../helpers/sights';

interface State {
  readonly sight: NotedSight;
  readonly doubts: readonly Doubt[];
  readonly looked: readonly string[];
}

const doubtsOf = ({ doubts }: State): ReadonlySet<Doubt> => new Set(doubts);

/** A rung that leaves these doubts; null: that has nothing to look at. */
function rung(name: string, asks: readonly Doubt[], leaves: readonly Doubt[] | null, of: Partial<Rung<State>> = {}): Rung<State> {
  const look = async (state: State) => leaves && { ...state, doubts: leaves, looked: [...state.looked, name] };
  return { name, asks, networks: [], look, ...of };
}

const startWith = (doubts: readonly Doubt[], settings = {}): State => ({ sight: sightOf(RASTER, {}, settings), doubts, looked: [] });
const climbedNames = ({ sight }: State): string[] => sight.evidence.flatMap((seen) => (seen.kind === 'rung' ? seen.name : []));

test('a rung is climbed where it answers a doubt, those before it are not gone back to', async () => {
  const rungs = [
    rung('first', ['no-number'], ['unclear']),
    rung('second', ['unread', 'no-date'], ['no-number', 'doubted']),
    rung('third', ['no-date'], []),
    rung('fourth', ['doubted'], ['unread']),
  ];
  const end = await climb(rungs, startWith(['unread']), doubtsOf);
  expect(end.looked).toEqual(['second', 'fourth']);
  expect(climbedNames(end)).toEqual(['second', 'fourth']);
});

test('nothing in doubt, nothing climbed', async () => {
  const start = startWith([]);
  expect(await climb([rung('any', ['unread'], [])], start, doubtsOf)).toBe(start);
});

test.each([
  [1, ['low', 'fine', 'low', 'high']],
  [2, ['low', 'fine', 'low', 'fine', 'low', 'high']],
])('after a rung that brings new places the ladder is climbed from the beginning, so many times: %d', async (restarts, looked) => {
  const all: Doubt[] = ['unread', 'few-pixels'];
  const rungs = [rung('low', ['unread'], all), rung('fine', ['few-pixels'], all, { restarts }), rung('high', ['few-pixels'], [])];
  expect((await climb(rungs, startWith(all), doubtsOf)).looked).toEqual(looked);
});

test('a rung with nothing to look at leaves no evidence', async () => {
  const end = await climb([rung('blind', ['unread'], null), rung('sees', ['unread'], [])], startWith(['unread']), doubtsOf);
  expect(climbedNames(end)).toEqual(['sees']);
});

test.each(['high', 'second-digit-recognition'])('what is left out is not climbed, nor what cannot do without it: %s', async (name) => {
  const rungs = [
    rung('high', ['unread'], [], { networks: ['digit-recognition', 'second-digit-recognition'] }),
    rung('other', ['unread'], []),
  ];
  const end = await climb(rungs, startWith(['unread'], { without: new Set([name]) }), doubtsOf);
  expect(end.looked).toEqual(['other']);
});

test('the evidence tells when a rung began and how long it took', async () => {
  const from = performance.now();
  const { sight } = await climb([rung('one', ['no-number'], [])], startWith(['no-number']), doubtsOf);
  const [seen] = sight.evidence;
  expect(seen).toEqual({ kind: 'rung', name: 'one', from: expect.any(Number), ms: expect.any(Number) });
  expect(seen?.kind === 'rung' && seen.from >= from && seen.ms >= 0).toBe(true);
});

test('stops when the time is up', async () => {
  const rungs = [rung('one', ['no-number'], ['no-number']), rung('two', ['no-number'], ['no-number']), rung('three', ['no-number'], [])];
  const start = startWith(['no-number'], { signal: abortedAfter(2) });
  await expect(climb(rungs, start, doubtsOf)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  expect(climbedNames(start)).toEqual(['one', 'two']);
});
