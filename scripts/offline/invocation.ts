import type { Context } from 'aws-lambda';

/** One call of a function, from isolated-handler to function-process. */
export interface Invocation {
  readonly event: unknown;
  /** the part of the platform's context that can be sent to a process */
  readonly context: Partial<Context>;
  /** when the platform ends the call, as `Date.now()` */
  readonly deadlineMs: number;
}

/** What became of a call. */
export type InvocationOutcome = { readonly answer: unknown } | { readonly error: { readonly name: string; readonly message: string } };
