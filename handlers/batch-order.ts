import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/**
 * The order in which a batch is worked off: by a hash of the message's id, and after every second receipt of it the other way round. So of two
 * messages that come together three times running, each is before the other once, and one that always kills its instance keeps no other from
 * its turn.
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

/** How often a message was received, this time included. */
export const receiptsOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount) || 1;
