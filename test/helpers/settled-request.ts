import { parseRequest, type Route } from '../../lib/contract/parse-request';
import { CardOcrError } from '../../lib/errors';

const STATUSES = [460, 461, 462];

/** Expects a request to be understood, or refused by a row of the contract. */
export async function expectSettled(route: Route, contentType: string, body: string | Uint8Array): Promise<void> {
  try {
    const { inputs } = await parseRequest({ route, contentType, body });
    expect(inputs.length).toBeGreaterThan(0);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CardOcrError);
    expect(STATUSES).toContain((thrown as CardOcrError).status);
  }
}
