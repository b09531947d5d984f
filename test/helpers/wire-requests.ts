/** A request as it goes over the wire. A body that is no text, bytes or form is sent as JSON. */
export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const COMPAT = '/bankcard';
export const ALIAS = '/rest/160601/ocr/ocr_bank_card.json';
export const RICH = '/v1/cards';
export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
export const BYTES_TYPE = { 'Content-Type': 'application/octet-stream' };

/** Returns a value as the old form of a request writes it. */
export const typed = (dataValue: unknown): object => ({ dataType: 50, dataValue });

/** Sends a request to a service. */
export function sendTo(url: string, { path = COMPAT, method = 'POST', headers = JSON_TYPE, body }: Sent): Promise<Response> {
  const isSendable = body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
  return fetch(url + path, { method, headers: { ...headers }, body: isSendable ? (body as string) : JSON.stringify(body) });
}
