import { type CardOcrError, type ErrorCode, excerptOf, messageOf } from '../lib';

/**
 * An error of the contract for who invoked the function directly: the message starts with the status, `[462] Invalid Input - …`, so that
 * an integration that is no proxy can map statuses by pattern. The platform logs it and sends its stack along: so it has none, and `*` for
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
