import { section } from '../section';
import type { AbuseTimes } from './abuse';
import type { BodyTimes } from './bodies';
import type { LoadOutcome } from './load';
import { type ClassOutcome, type Finding, isBroken } from './outcome';

/** All that was tried, in one run. */
export interface Torture {
  readonly seed: number;
  readonly seconds: number;
  readonly classes: readonly ClassOutcome[];
  /** null: not tried */
  readonly load: Omit<LoadOutcome, 'outcome'> | null;
  readonly abuse: readonly AbuseTimes[] | null;
  readonly bodies: readonly BodyTimes[] | null;
}

/** How many findings of one kind are shown at most. */
const MAX_SHOWN = 10;

/** Returns what was tried, as text. */
export function table({ seed, seconds, classes, load, abuse, bodies }: Torture): string {
  const statuses = [...new Set(classes.flatMap(({ answers }) => Object.keys(answers)))].sort();
  const sections = [
    section(`seed ${seed}, ${seconds.toFixed(0)} s`, [
      ['', 'inputs', 'faults', 'crashes', 'hangs', 'wrong', 'leaks', 'lost', ...statuses, 's', 'MB', 'block, ms'],
      ...classes.map((one) => rowOf(one, statuses)),
      rowOf(sumOf(classes), statuses),
    ]),
    load && loadSection(load),
    abuse && abuseSection(abuse),
    bodies && bodiesSection(bodies),
    ...classes.filter(isBroken).map((one) => brokenSection(one, seed)),
    classes.some(isBroken) ? 'FAILED' : 'nothing broke',
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

const shown = (count: number): string => (count === 0 ? '·' : String(count));

const rowOf = (
  { name, inputs, faults, crashes, hangs, wrong, leaks, lost, answers, seconds, megabytes, blockMs }: ClassOutcome,
  statuses: readonly string[],
): string[] => [
  name,
  String(inputs),
  shown(faults),
  ...[crashes, hangs, wrong, leaks].map(({ length }) => String(length)),
  String(lost),
  ...statuses.map((status) => shown(answers[status] ?? 0)),
  seconds.toFixed(1),
  megabytes === null ? '–' : megabytes.toFixed(0),
  blockMs === null ? '–' : blockMs.toFixed(0),
];

function sumOf(classes: readonly ClassOutcome[]): ClassOutcome {
  const sum = (of: (one: ClassOutcome) => number): number => classes.reduce((total, one) => total + of(one), 0);
  const answers: Record<string, number> = {};
  for (const one of classes) for (const [status, count] of Object.entries(one.answers)) answers[status] = (answers[status] ?? 0) + count;
  return {
    name: 'all',
    inputs: sum(({ inputs }) => inputs),
    faults: sum(({ faults }) => faults),
    answers,
    crashes: classes.flatMap(({ crashes }) => crashes),
    hangs: classes.flatMap(({ hangs }) => hangs),
    wrong: classes.flatMap(({ wrong }) => wrong),
    leaks: classes.flatMap(({ leaks }) => leaks),
    lost: sum(({ lost }) => lost),
    seconds: sum(({ seconds }) => seconds),
    megabytes: Math.max(...classes.map(({ megabytes }) => megabytes ?? 0)),
    blockMs: Math.max(...classes.map(({ blockMs }) => blockMs ?? 0)),
  };
}

const loadSection = ({ times, before, recoveryMs, after }: Omit<LoadOutcome, 'outcome'>): string =>
  section(
    `load of one process; alone ${before.toFixed(0)} ms before the overload, ${after.toFixed(0)} ms after it; read again after ${recoveryMs.toFixed(0)} ms`,
    [
      ['connections', 'readings/s', 'p50, ms', 'p99, ms', 'answers 450', 'their p50, ms', 'requests'],
      ...times.map((one) => [
        String(one.connections),
        one.perSecond.toFixed(1),
        one.p50.toFixed(0),
        one.p99.toFixed(0),
        shown(one.refused),
        one.refused === 0 ? '·' : one.refusedP50.toFixed(0),
        String(one.requests),
      ]),
    ],
  );

const abuseSection = (times: readonly AbuseTimes[]): string =>
  section('one process abused, each request twice at once; garbage is collected all the time', [
    ['by', 'answered', 'next good reading, ms', 'event loop blocked, ms', 'peak, MB'],
    ...times.map(({ name, statuses, nextGoodMs, blockMs, peakMegabytes }) => [
      name,
      statuses.join(' '),
      nextGoodMs.toFixed(0),
      blockMs.toFixed(0),
      peakMegabytes.toFixed(0),
    ]),
  ]);

const bodiesSection = (times: readonly BodyTimes[]): string =>
  section('each body alone to one process: the longest that it kept the event loop from all others, ms, the least of several times', [
    ['body', 'MB', 'answered', 'served', 'called'],
    ...times.map(({ name, megabytes, statuses, servedMs, calledMs }) => [
      name,
      megabytes.toFixed(1),
      statuses.join(' '),
      servedMs.toFixed(0),
      calledMs.toFixed(0),
    ]),
  ]);

/** Returns what to look into, and how to try it again. */
function brokenSection({ name, crashes, hangs, wrong, leaks, lost }: ClassOutcome, seed: number): string {
  const lines = (kind: string, findings: readonly Finding[]): string[] =>
    findings
      .slice(0, MAX_SHOWN)
      .map(
        ({ index, what }) =>
          `  ${kind}: ${what}${index === null ? '' : `; again: npm run torture -- --only ${name} --seed ${seed} --at ${index}`}`,
      );
  return [
    `${name} broke`,
    ...lines('crash', crashes),
    ...lines('hang', hangs),
    ...lines('wrong', wrong),
    ...lines('leak', leaks),
    ...(lost > 0 ? [`  lost: ${lost} inputs without an answer`] : []),
  ].join('\n');
}
