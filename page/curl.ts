/** What the page has sent. */
export interface SentRequest {
  /** the service's, up to its paths */
  readonly url: string;
  readonly fileName: string;
  readonly hasCode: boolean;
}

/** The same request as a command line, with the picture by its name and the code by a variable. */
export const curlOf = ({ url, fileName, hasCode }: SentRequest): string =>
  [`curl ${inShell(`${url}/v1/cards`)}`, ...(hasCode ? ['-H "Authorization: APPCODE $CODE"'] : []), `-F ${inShell(field(fileName))}`].join(
    ' \\\n  ',
  );

const PLAIN = /^[\w@%+=:,./-]+$/;
const inShell = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** curl ends an unquoted name at `;` and `,`. */
const field = (fileName: string): string =>
  /[;,"\\]/.test(fileName) ? `image=@"${fileName.replace(/["\\]/g, '\\$&')}"` : `image=@${fileName}`;
