/** A request, of which `restEvent` makes an event as a REST API would. */
export interface SentRequest {
  readonly path?: string;
  readonly method?: string;
  readonly contentType?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>> | null;
  /** text is handed over as it is, bytes base64-encoded */
  readonly body?: string | Uint8Array | null;
}

export const PATHS = { compat: '/bankcard', alias: '/rest/160601/ocr/ocr_bank_card.json', rich: '/v1/cards' } as const;
export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const BYTES_TYPE = 'application/octet-stream';
export const BOUNDARY = 'torture-boundary';
export const MULTIPART_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** Returns a request as an event of payload 1.0. */
export function restEvent({
  path = PATHS.compat,
  method = 'POST',
  contentType = 'application/json',
  headers,
  query = null,
  body = null,
}: SentRequest): object {
  const isBytes = body instanceof Uint8Array;
  return {
    resource: path,
    path,
    httpMethod: method,
    headers: { ...(contentType !== null && { 'Content-Type': contentType }), ...headers },
    queryStringParameters: query,
    requestContext: { resourcePath: path, httpMethod: method, path: `/prod${path}`, stage: 'prod' },
    body: isBytes ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: isBytes,
  };
}

/** Returns a multipart body of the type `MULTIPART_TYPE`. */
export const multipart = (parts: Readonly<Record<string, { readonly content: string | Uint8Array; readonly fileName?: string }>>): Buffer =>
  multipartOf(Object.entries(parts).map(([name, { content, fileName }]) => partOf(name, content, fileName)));

/** Returns the same for parts that `partOf` has made already. */
export const multipartOf = (parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);

export function partOf(name: string, content: string | Uint8Array, fileName?: string): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`;
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
}

/** Returns a request with several pictures of one card, as parts. */
export const partsRequest = (pictures: readonly Uint8Array[]): SentRequest => ({
  path: PATHS.rich,
  contentType: MULTIPART_TYPE,
  body: multipartOf(pictures.map((picture) => partOf('image', picture, 'card.jpg'))),
});

/** Returns a request with several pictures of one card, in JSON. */
export const imagesRequest = (pictures: readonly Uint8Array[]): SentRequest => ({
  path: PATHS.rich,
  body: JSON.stringify({ images: pictures.map(base64), configure: { sameCard: true } }),
});

const typed = (dataValue: string): object => ({ dataType: 50, dataValue });

/** Functions that make a request with a picture, by the form of the request. */
export const PICTURE_REQUESTS: Readonly<Record<string, (picture: Uint8Array) => SentRequest>> = {
  new: (picture) => ({ body: JSON.stringify({ image: base64(picture) }) }),
  old: (picture) => ({ path: PATHS.alias, body: JSON.stringify({ inputs: [{ image: typed(base64(picture)) }] }) }),
  form: (picture) => ({ contentType: FORM_TYPE, body: `image=${encodeURIComponent(base64(picture))}` }),
  raw: (picture) => ({ path: PATHS.rich, contentType: BYTES_TYPE, body: picture }),
  multipart: (picture) => ({
    path: PATHS.rich,
    contentType: MULTIPART_TYPE,
    body: multipart({ image: { content: picture, fileName: 'card.jpg' } }),
  }),
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
