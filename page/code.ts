/** What the page has sent. */
export interface SentRequest {
  /** URL of the service, up to its paths */
  readonly url: string;
  /** name of the file that was sent, or URL of the picture */
  readonly picture: string;
  readonly isUrl: boolean;
  readonly hasCode: boolean;
}

export type CodeLanguage = (typeof CODE_LANGUAGES)[number];
export const CODE_LANGUAGES = ['curl', 'JavaScript', 'Python', 'Java', 'PHP', 'Go'] as const;

const PLAIN = /^[\w@%+=:,./-]+$/;
const inShell = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
/** A literal of JavaScript, Python, Java and Go. */
const quoted = (text: string): string => JSON.stringify(text);
const inPhp = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** curl ends an unquoted name at `;` and `,`, takes white space off its ends, and reads standard input for `-`. */
function field(fileName: string): string {
  const path = fileName === '-' ? './-' : fileName;
  return /[;,"\\]|^\s|\s$/.test(path) ? `image=@"${path.replace(/["\\]/g, '\\$&')}"` : `image=@${path}`;
}

const BYTES = 'application/octet-stream';
const JSON_TYPE = 'application/json';

/** Functions that write a request as a program. The picture stands in it by its name, the access code as a variable of the environment. */
const CODE: Readonly<Record<CodeLanguage, (request: SentRequest) => string>> = {
  curl: ({ url, picture, isUrl, hasCode }) =>
    [
      `curl ${inShell(`${url}/v1/cards`)}`,
      ...(hasCode ? ['-H "Authorization: APPCODE $CODE"'] : []),
      ...(isUrl
        ? [`-H 'Content-Type: ${JSON_TYPE}'`, `-d ${inShell(JSON.stringify({ image: picture }))}`]
        : [`-F ${inShell(field(picture))}`]),
    ].join(' \\\n  '),

  JavaScript: ({ url, picture, isUrl, hasCode }) =>
    [
      ...(isUrl ? [] : [`import { readFile } from 'node:fs/promises';`, '']),
      `const response = await fetch(${quoted(`${url}/v1/cards`)}, {`,
      "  method: 'POST',",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of the program
      `  headers: { 'Content-Type': '${isUrl ? JSON_TYPE : BYTES}'${hasCode ? ', Authorization: `APPCODE ${process.env.CODE}`' : ''} },`,
      isUrl ? `  body: JSON.stringify({ image: ${quoted(picture)} }),` : `  body: await readFile(${quoted(picture)}),`,
      '});',
      'const answer = await response.json();',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of the program
      'if (!response.ok) throw new Error(`${answer.code}: ${answer.message}`);',
      'for (const card of answer.cards) console.log(card.panGrouped, card.confidence.pan, card.warnings);',
    ].join('\n'),

  Python: ({ url, picture, isUrl, hasCode }) =>
    [
      `import json${hasCode ? ', os' : ''}, sys`,
      'from urllib.error import HTTPError',
      'from urllib.request import Request, urlopen',
      '',
      `headers = {"Content-Type": "${isUrl ? JSON_TYPE : BYTES}"${hasCode ? ', "Authorization": "APPCODE " + os.environ["CODE"]' : ''}}`,
      isUrl ? `body = json.dumps({"image": ${quoted(picture)}}).encode()` : `body = open(${quoted(picture)}, "rb").read()`,
      'try:',
      `    answer = json.load(urlopen(Request(${quoted(`${url}/v1/cards`)}, body, headers)))`,
      'except HTTPError as error:',
      '    sys.exit(f"{error.code} {error.read().decode()}")',
      'for card in answer["cards"]:',
      '    print(card["panGrouped"], card["confidence"]["pan"], card["warnings"])',
    ].join('\n'),

  Java: ({ url, picture, isUrl, hasCode }) =>
    [
      'import java.net.URI;',
      'import java.net.http.*;',
      'import java.nio.file.Path;',
      '',
      'class Read {',
      '  public static void main(String[] arguments) throws Exception {',
      `    var request = HttpRequest.newBuilder(URI.create(${quoted(`${url}/v1/cards`)}))`,
      `        .header("Content-Type", "${isUrl ? JSON_TYPE : BYTES}")`,
      ...(hasCode ? ['        .header("Authorization", "APPCODE " + System.getenv("CODE"))'] : []),
      isUrl
        ? `        .POST(HttpRequest.BodyPublishers.ofString(${quoted(JSON.stringify({ image: picture }))})).build();`
        : `        .POST(HttpRequest.BodyPublishers.ofFile(Path.of(${quoted(picture)}))).build();`,
      '    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());',
      '    if (answer.statusCode() != 200) throw new RuntimeException(answer.statusCode() + " " + answer.body());',
      '    System.out.println(answer.body());',
      '  }',
      '}',
    ].join('\n'),

  PHP: ({ url, picture, isUrl, hasCode }) =>
    [
      '<?php',
      `$header = 'Content-Type: ${isUrl ? JSON_TYPE : BYTES}'${hasCode ? ` . "\\r\\nAuthorization: APPCODE " . getenv('CODE')` : ''};`,
      `$body = ${isUrl ? `json_encode(['image' => ${inPhp(picture)}])` : `file_get_contents(${inPhp(picture)})`};`,
      "$options = ['method' => 'POST', 'header' => $header, 'content' => $body, 'ignore_errors' => true];",
      `$answer = json_decode(file_get_contents(${inPhp(`${url}/v1/cards`)}, false, stream_context_create(['http' => $options])));`,
      'if (!isset($answer->cards)) exit("$answer->code: $answer->message\\n");',
      'foreach ($answer->cards as $card) {',
      '    echo $card->panGrouped, " ", $card->confidence->pan, " ", implode(",", $card->warnings), "\\n";',
      '}',
    ].join('\n'),

  Go: ({ url, picture, isUrl, hasCode }) =>
    [
      'package main',
      '',
      'import (',
      ...['fmt', 'io', 'log', 'net/http', ...(hasCode || !isUrl ? ['os'] : []), ...(isUrl ? ['strings'] : [])].map((name) => `\t"${name}"`),
      ')',
      '',
      'func main() {',
      ...(isUrl
        ? [`\tbody := strings.NewReader(${quoted(JSON.stringify({ image: picture }))})`]
        : [`\tbody, err := os.Open(${quoted(picture)})`, '\tif err != nil {', '\t\tlog.Fatal(err)', '\t}']),
      `\trequest, err := http.NewRequest("POST", ${quoted(`${url}/v1/cards`)}, body)`,
      '\tif err != nil {',
      '\t\tlog.Fatal(err)',
      '\t}',
      `\trequest.Header.Set("Content-Type", "${isUrl ? JSON_TYPE : BYTES}")`,
      ...(hasCode ? ['\trequest.Header.Set("Authorization", "APPCODE "+os.Getenv("CODE"))'] : []),
      '\tanswer, err := http.DefaultClient.Do(request)',
      '\tif err != nil {',
      '\t\tlog.Fatal(err)',
      '\t}',
      '\ttold, _ := io.ReadAll(answer.Body)',
      '\tif answer.StatusCode != 200 {',
      '\t\tlog.Fatal(answer.Status, " ", string(told))',
      '\t}',
      '\tfmt.Println(string(told))',
      '}',
    ].join('\n'),
};

/** Returns the request as a program, or for curl as a command line. */
export const codeOf = (language: CodeLanguage, request: SentRequest): string => CODE[language](request);
