import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { inOrder, receiptsOf } from '../../handlers/batch-order';

const message = (messageId: string, receipts: number): SQSRecord =>
  ({ messageId, attributes: { ApproximateReceiveCount: String(receipts) } }) as SQSRecord;
const idsOf = (messages: readonly SQSRecord[]): string[] => messages.map(({ messageId }) => messageId);

test('all are there, once', () => {
  const ids = Array.from({ length: 10 }, () => randomUUID());
  expect(idsOf(inOrder(ids.map((id) => message(id, 1)))).sort()).toEqual([...ids].sort());
});

test('the same batch comes in the same order, whichever way it is told', () => {
  const messages = Array.from({ length: 5 }, () => message(randomUUID(), 1));
  expect(idsOf(inOrder([...messages].reverse()))).toEqual(idsOf(inOrder(messages)));
});

test('of two that come together three times running, each is first once, however often either came before', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (a, b, ofA, ofB) => {
      fc.pre(a !== b);
      const firsts = [0, 1, 2].map((more) => inOrder([message(a, ofA + more), message(b, ofB + more)])[0]?.messageId);
      expect(new Set(firsts)).toEqual(new Set([a, b]));
    }),
  );
});

test.each([
  ['3', 3],
  [undefined, 1],
  ['x', 1],
])('received %s: %d', (count, receipts) => {
  expect(receiptsOf({ attributes: { ApproximateReceiveCount: count } } as SQSRecord)).toBe(receipts);
});
