import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { requestIdOf } from '../../lib/contract/request-id';

const FORM = /^\d{14}_[\da-f]{32}$/;
const NOW = new Date('2026-11-24T17:00:09.987Z');

test('time in UTC, then the digits of the platform’s id', () => {
  expect(requestIdOf(NOW, '0f8fad5b-d9cb-469f-a165-70867728950e')).toBe('20261124170009_0f8fad5bd9cb469fa16570867728950e');
  expect(requestIdOf(new Date('2026-01-02T03:04:05+08:00'), '0F8FAD5B-D9CB-469F-A165-70867728950E')).toBe(
    '20260101190405_0f8fad5bd9cb469fa16570867728950e',
  );
});

test.each([
  undefined,
  '',
  'c6af9ac6-7b61-11e6-9a41',
  '0f8fad5bd9cb469fa16570867728950e',
  ' 0f8fad5b-d9cb-469f-a165-70867728950e',
  '0f8fad5b-d9cb-469f-a165-70867728950e\n',
  'gf8fad5b-d9cb-469f-a165-70867728950e',
  'Root=1-5759e988-bd862e3fe1be46a994272793',
  '4242424242424242',
])('not a UUID, so a new one: %j', (platformId) => {
  const ids = [requestIdOf(NOW, platformId), requestIdOf(NOW, platformId)];
  for (const id of ids) expect(id).toMatch(/^20261124170009_[\da-f]{32}$/);
  expect(ids[0]).not.toBe(ids[1]);
});

test('has its form at any time and with any id', () => {
  const now = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(now, fc.oneof(fc.uuid(), fc.string(), fc.constant(undefined)), (now, platformId) => {
      const id = requestIdOf(now, platformId);
      expect(id).toMatch(FORM);
      const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)/.exec(id) as unknown as string[];
      expect(`${year}-${month}-${day}T${hour}:${minute}:${second}`).toBe(now.toISOString().slice(0, 19));
    }),
  );
});

test('one id of the platform leads to one of ours', () => {
  fc.assert(fc.property(fc.uuid(), (uuid) => requestIdOf(NOW, uuid).endsWith(`_${uuid.replaceAll('-', '')}`)));
  expect(new Set(Array.from({ length: 100 }, () => requestIdOf(NOW, randomUUID()))).size).toBe(100);
});
