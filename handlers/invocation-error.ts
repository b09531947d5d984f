import { type CardOcrError, type ErrorCode, excerptOf, messageOf } from '../lib';

/**
 * An error of the contract for whoever invoked the function directly. Its message starts with the status, `[462] Invalid Input - …`, so that
 * an integration that is no proxy can map statuses by pattern. The platform logs the error and sends its stack: so it has no stack, and `*` for
 * a detail that quotes the request.
 */
export class InvocationError extends Error {
  override readonly name = 'CardOcrError';
  readonly code: ErrorCode;
  readonly status: number;

  constructor({ code, status }: CardOcrError) {
    super(`[${status}] ${messageOf(code, excerptOf('*'))}`);
    this.code = code;
    this.status = status;
    this.stack = `${this.name}: ${this.message}`;
  }
}
