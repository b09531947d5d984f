import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/**
 * Sorts the messages of a batch: by a hash of the message's id, and after every second receipt of it the other way round. So of two messages that come together three
 * times in a row, each comes before the other at least once, and one that always kills its instance does not keep others from being read.
 */
export const inOrder = (messages: readonly SQSRecord[]): SQSRecord[] =>
  messages
    .map((message) => ({ message, place: placeOf(message) }))
    .sort((a, b) => a.place - b.place)
    .map(({ message }) => message);

function placeOf(message: SQSRecord): number {
  const isForward = [1, 2].includes(receiptsOf(message) % 4);
  const place = createHash('sha256').update(message.messageId).digest().readUInt32BE() / 2 ** 32;
  return isForward ? place : 1 - place;
}

/** Returns how often a message was received, this time included. */
export const receiptsOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount) || 1;
