/** The variables in which an operator names files that the reader loads. */
const VARIABLES = ['MODELS_DIR', 'BIN_TABLE'] as const;

/** The error when the reader cannot be loaded. `cause` says why; the log, which quotes no messages, has `variables`. */
export class ReaderLoadError extends Error {
  override readonly name = 'ReaderLoadError';
  /** the variables that are set: one of them may name the wrong file */
  readonly variables: readonly string[] = VARIABLES.filter((variable) => process.env[variable]);

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
