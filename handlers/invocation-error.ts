import type { CardOcrError, ErrorCode } from '../lib';

/**
 * An error of the contract for who invoked the function directly: the message starts with the status, `[462] Invalid Input - …`, so that
 * an integration that is no proxy can map statuses by pattern. Has no stack: the platform would send it along.
 */
export class InvocationError extends Error {
  override readonly name = 'CardOcrError';
  readonly code: ErrorCode;
  readonly status: number;

  constructor({ code, status, message }: CardOcrError) {
    super(`[${status}] ${message}`);
    this.code = code;
    this.status = status;
    this.stack = `${this.name}: ${this.message}`;
  }
}
