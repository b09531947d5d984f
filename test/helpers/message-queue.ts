import { createHash, randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/** A message that is in the queue, or in flight. */
interface Entry {
  readonly messageId: string;
  readonly body: string;
  readonly sentMs: number;
  firstReceivedMs: number;
  receipts: number;
}

/**
 * A standard queue of SQS with a dead-letter queue: it hands over each message at least once, in no order. A message is hidden while it is worked on. If it is
 * not deleted it comes again, until it has been received so often that it goes to the dead-letter queue instead.
 */
export class MessageQueue {
  readonly deadLetters: { readonly messageId: string; readonly body: string; readonly receipts: number }[] = [];
  private readonly visible: Entry[] = [];
  private readonly inFlight = new Map<string, Entry>();

  constructor(
    private readonly maxReceiveCount: number,
    private readonly random: () => number,
  ) {}

  /**
   * @param copies - how many copies of the message there are, as when one of SQS's servers was away when it was deleted
   * @returns the message's id
   */
  send(body: string, copies = 1): string {
    const messageId = randomUUID();
    for (let copy = 0; copy < copies; copy++) {
      this.visible.push({ messageId, body, sentMs: Date.now(), firstReceivedMs: 0, receipts: 0 });
    }
    return messageId;
  }

  /** Returns at most `most` messages, as an event source mapping hands them to its function; the same message is never in one batch twice. */
  receive(most: number): SQSRecord[] {
    const batch: SQSRecord[] = [];
    const passedOver: Entry[] = [];
    while (batch.length < most && this.visible.length > 0) {
      const [entry] = this.visible.splice(Math.floor(this.random() * this.visible.length), 1);
      if (!entry) break;
      if (batch.some(({ messageId }) => messageId === entry.messageId)) passedOver.push(entry);
      else if (entry.receipts >= this.maxReceiveCount) this.deadLetters.push(entry);
      else batch.push(this.received(entry));
    }
    this.visible.push(...passedOver);
    return batch;
  }

  delete(receiptHandle: string): void {
    this.inFlight.delete(receiptHandle);
  }

  /** Makes messages visible again, as at the end of their visibility timeout, unless they were deleted. */
  reappear(receiptHandles: readonly string[]): void {
    for (const handle of receiptHandles) {
      const entry = this.inFlight.get(handle);
      if (entry) this.visible.push(entry);
      this.inFlight.delete(handle);
    }
  }

  /** How many messages there are, hidden ones included. */
  get size(): number {
    return this.visible.length + this.inFlight.size;
  }

  private received(entry: Entry): SQSRecord {
    const now = Date.now();
    entry.receipts += 1;
    entry.firstReceivedMs ||= now;
    const receiptHandle = randomUUID();
    this.inFlight.set(receiptHandle, entry);
    return {
      messageId: entry.messageId,
      receiptHandle,
      body: entry.body,
      attributes: {
        ApproximateReceiveCount: String(entry.receipts),
        SentTimestamp: String(entry.sentMs),
        SenderId: 'AIDAEXAMPLE',
        ApproximateFirstReceiveTimestamp: String(entry.firstReceivedMs),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(entry.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:pictures',
      awsRegion: 'us-east-1',
    };
  }
}
