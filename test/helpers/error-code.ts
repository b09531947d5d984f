import { CardOcrError, type ErrorCode } from '../../lib/errors';

/** The code of the catalogue's error that a call throws, or rejects with; null when it succeeds. Any other error fails the test. */
export async function errorCode(call: () => unknown): Promise<ErrorCode | null> {
  try {
    await call();
    return null;
  } catch (thrown) {
    if (thrown instanceof CardOcrError) return thrown.code;
    throw thrown;
  }
}
