import { READER_VARIABLES } from '../lib';

/** The error when the reader cannot be loaded. `cause` says why; the log, which quotes no messages, has `variables`. */
export class ReaderLoadError extends Error {
  override readonly name = 'ReaderLoadError';
  /** the variables that are set: one of them may name the wrong file */
  readonly variables: readonly string[] = READER_VARIABLES.filter((variable) => process.env[variable]);

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
