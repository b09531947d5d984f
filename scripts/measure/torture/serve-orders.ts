import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a serving process is told: tell what was measured since the last time, or be called with a body of `HOSTILE_BODIES` as the platform calls the function. */
export type ServeOrder = { readonly measure: true } | { readonly call: string };

/** What it tells. */
export interface Measured {
  /** the longest that the event loop did nothing else, ms */
  readonly blockMs: number;
  /** of a call: its status, or what is wrong with its answer */
  readonly answer?: string;
}

/** Carry out an order; garbage of before is collected then, and counts no more. */
export async function ordered(child: ChildProcess, order: ServeOrder): Promise<Measured> {
  const told = once(child, 'message') as Promise<[Measured]>;
  child.send(order);
  return (await told)[0];
}

export const measured = (child: ChildProcess): Promise<Measured> => ordered(child, { measure: true });
