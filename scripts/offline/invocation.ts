import type { Context } from 'aws-lambda';

/** One call of a function, from isolated-handler to function-process. */
export interface Invocation {
  readonly event: unknown;
  /** what of the platform's context can be sent */
  readonly context: Partial<Context>;
  /** when the platform ends it, as `Date.now()` */
  readonly deadlineMs: number;
}

/** What became of it. */
export type InvocationOutcome = { readonly answer: unknown } | { readonly error: { readonly name: string; readonly message: string } };
