import { readFileSync } from 'node:fs';
import path from 'node:path';
import { manifest } from '../../lib/model/manifest';
import { RUNGS } from '../../lib/reading/rungs';

const DOCUMENT = readFileSync(path.resolve(__dirname, '../../docs/architecture.md'), 'utf8');
const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

test('docs/architecture.md shows every rung, in order: what it answers and which networks it asks', () => {
  const rows = [...DOCUMENT.matchAll(/^\| `([a-z-]+)` \| (`[^|]+) \|([^|]*)\| .+ \|$/gm)];
  expect(rows.map(([, name, asks, networks]) => ({ name, asks: named(asks!), networks: named(networks!) }))).toEqual(
    RUNGS.map(({ name, asks, networks }) => ({ name, asks, networks })),
  );
});

test('and says what every doubt means', () => {
  const explained = [...DOCUMENT.matchAll(/^\|[^|`]*\| `([a-z-]+)` \|[^|]+\|$/gm)].map(([, doubt]) => doubt);
  expect(new Set(explained)).toEqual(new Set(RUNGS.flatMap(({ asks }) => asks)));
});

test('no two rungs have one name, and none is called as a network is: both are left out by name', () => {
  const names = RUNGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name in manifest)).toEqual([]);
});
