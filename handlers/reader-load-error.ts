/** Where an operator names files that the reader loads. */
const VARIABLES = ['MODELS_DIR', 'BIN_TABLE'] as const;

/** The reader cannot be loaded. `cause` says why; the log, which quotes nothing, has `variables`. */
export class ReaderLoadError extends Error {
  override readonly name = 'ReaderLoadError';
  /** those that are set: one of them may name the file that is wrong */
  readonly variables: readonly string[] = VARIABLES.filter((variable) => process.env[variable]);

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
