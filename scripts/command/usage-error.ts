/** Thrown when what the user asked for cannot be done: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whether the command line is to blame: how it is written, or what it names. */
export const isUsageError = (thrown: unknown): thrown is Error =>
  thrown instanceof UsageError || (thrown instanceof Error && /^(ERR_PARSE_ARGS_|ENOENT$|ENOTDIR$)/.test(codeOf(thrown)));

const codeOf = (error: Error): string => String((error as NodeJS.ErrnoException).code ?? '');
