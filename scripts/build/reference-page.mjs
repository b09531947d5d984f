// Makes the API reference from openapi.json, as one file of HTML and CSS without any script. Plain JavaScript, as esbuild.config.mjs imports it.

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d8dcdb,#3a403e);--soft:light-dark(#f3f5f4,#1c201f);--ink:light-dark(#17201d,#e8ecea);
--accent:light-dark(#0f6b5f,#5fd0bd);--back:light-dark(#fff,#121514)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 4rem;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
h1{margin:0 0 .25rem;font-size:1.7rem}h2{margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line);overflow-wrap:anywhere}h3{margin:2rem 0 .5rem}h4{margin:1.25rem 0 .35rem}
a{color:var(--accent)}nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:1rem 0;padding:0;list-style:none}
code,pre{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{padding:.05em .3em;border-radius:4px;background:var(--soft);overflow-wrap:anywhere}
pre{max-height:26rem;margin:.35rem 0 1rem;padding:.75rem 1rem;overflow:auto;border:1px solid var(--line);border-radius:8px;background:var(--soft)}
pre code{padding:0;background:none;overflow-wrap:normal}
.wide{overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:.94rem}th,td{padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600}td:first-child{white-space:nowrap}.method{color:var(--accent);font-weight:700}.note{opacity:.8}
details{margin:.35rem 0}summary{cursor:pointer}`;

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
/** Returns plain text, in which backticks stand around code, as HTML. */
const prose = (text) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const code = (value) => `<code>${escaped(value)}</code>`;
const json = (value) =>
  `<pre tabindex="0"><code>${escaped(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}</code></pre>`;
const table = (head, rows) =>
  `<div class="wide" tabindex="0" role="region" aria-label="${head.filter(Boolean).join(', ')}"><table><thead><tr>${head
    .map((name) => `<th scope="col">${name}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`;

const nameOf = (ref) => ref.split('/').at(-1);
const linkTo = (ref) =>
  nameOf(ref) === 'Warning' ? '<a href="#warnings">warnings</a>' : `<a href="#schema-${nameOf(ref)}">${nameOf(ref)}</a>`;
const optionsOf = ({ anyOf, oneOf }) => anyOf ?? oneOf;

/** Returns what kind of value a schema lets in, as HTML. */
function typeOf(schema) {
  if (schema.$ref) return linkTo(schema.$ref);
  if (schema.format === 'binary') return 'bytes';
  if (schema.contentSchema) return `text: JSON of ${linkTo(schema.contentSchema.$ref)}`;
  const options = optionsOf(schema);
  if (options)
    return [...options]
      .sort((a, b) => (a.type === 'null') - (b.type === 'null'))
      .map(typeOf)
      .join(' or ');
  if ('const' in schema) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (schema.type === 'array') return `array of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  const { minimum, maximum } = schema;
  const range = minimum === undefined ? '' : maximum === undefined ? `, ${minimum} or more` : `, ${minimum} to ${maximum}`;
  return `${schema.type}${range}`;
}

/** Returns a row for each member of a schema, followed by the rows of its own members. */
function rowsOf(schema, path = '') {
  const parts = [schema, ...(optionsOf(schema) ?? [])];
  return parts.flatMap(({ properties = {}, required = [], items }) => [
    ...(items ? rowsOf(items, `${path}[]`) : []),
    ...Object.entries(properties).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const [example] = member.examples ?? [];
      const about = [prose(member.description ?? ''), ...(required.includes(name) ? [] : ['<span class="note">Optional.</span>'])];
      const row = [code(at), typeOf(member), about.join(' '), example === undefined ? '' : code(JSON.stringify(example))];
      return [row, ...rowsOf(member, at)];
    }),
  ]);
}

const membersTable = (schema) => table(['member', 'type', 'meaning', 'example'], rowsOf(schema));

function examplesOf(examples = {}) {
  return Object.values(examples)
    .map(({ summary, value }) => `<details><summary>${prose(summary)}</summary>${json(value)}</details>`)
    .join('');
}

/** End of the operation ids of paths that are second names of other paths. */
const ALIAS = /Alias$/;

/** Returns a row for each error of `/v1/cards`, whose statuses and messages are the same on all other paths. */
const errorRows = ({ paths, components }) =>
  Object.entries(paths['/v1/cards'].post.responses)
    .filter(([status]) => status !== '200')
    .flatMap(([status, { $ref }]) =>
      Object.entries(components.responses[nameOf($ref)].content['application/json'].examples).map(([name, { summary, value }]) => [
        status,
        code(name),
        code(value.message),
        prose(summary[0].toUpperCase() + summary.slice(1)),
      ]),
    );

function operation(method, path, { operationId, summary, parameters = [], requestBody, responses }) {
  const title = `<h2 id="${escaped(path)}"><span class="method">${method.toUpperCase()}</span> ${escaped(path)}</h2><p>${prose(summary)}.</p>`;
  if (ALIAS.test(operationId)) return title;
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([type, { schema, examples }]) => `<h3>Request body: ${code(type)}</h3><p>${typeOf(schema)}</p>${examplesOf(examples)}`,
  );
  const { description, headers, content } = responses[200];
  const answers = Object.values(content).map(({ schema, examples }) => `<p>${typeOf(schema)}</p>${examplesOf(examples)}`);
  return [
    title,
    parameters.length === 0
      ? ''
      : `<h3>Query</h3>${table(
          ['name', 'type', 'meaning'],
          parameters.map((one) => [code(one.name), typeOf(one.schema), prose(one.description)]),
        )}`,
    ...bodies,
    `<h3>Answer: 200</h3><p>${prose(description)}</p>`,
    ...answers,
    '<h4>Headers</h4>',
    table(
      ['header', 'meaning'],
      Object.entries(headers).map(([name, header]) => [code(name), prose(header.description)]),
    ),
    '<p>Else: <a href="#errors">an error</a>.</p>',
  ].join('');
}

/** What the service takes, and what it is not good at. */
const LIMITS = [
  'Pictures: JPEG, HEIC, PNG, WebP, GIF (first frame), TIFF, AVIF and BMP; sides of 15 to 8192 pixels, at most 50 megapixels (AVIF 23, or 12 where it is deep or transparent) and 20 MB; deployed on AWS, a request may have 6 MB, and so a picture in it 4.5 MB.',
  'Cards may be turned by any angle. Cards that are small in the picture, or overlap, may be missed.',
  'Worn or foil embossing on a busy print is the hardest to read. A number that was hard to read has a low confidence and the warning `low-confidence`.',
  'Issuers are known well for Chinese banks, and in part for the rest of the world. The security code and the holder are never read.',
];

/** The first table of a Markdown text, as HTML. */
function firstTable(markdown) {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const [head, , ...rows] = lines.slice(start, start + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => prose(cell.trim())),
  );
  return table(head, rows);
}

/**
 * @param api - the OpenAPI document
 * @param accuracy - docs/accuracy.md, which begins with the table of what was measured
 * @returns the page's HTML
 */
export function referenceDocument(api, accuracy) {
  const { info, paths, components, tags } = api;
  const operations = Object.entries(paths);
  const { Warning, ...schemas } = components.schemas;
  const [aboutWarnings] = Warning.description.split('\n');
  const warnings = [...Warning.description.matchAll(/^- (`.+?`): (.+)$/gm)];
  const links = [
    ...operations.map(([path]) => `<a href="#${escaped(path)}">${escaped(path)}</a>`),
    '<a href="#errors">Errors</a>',
    '<a href="#warnings">Warnings</a>',
    '<a href="#schemas">Fields</a>',
    '<a href="#limits">Accuracy and limits</a>',
  ];
  const keys = Object.values(components.securitySchemes).map(({ name, description }) =>
    code(description ? `${name}: ${description.replaceAll('`', '')}` : `${name}: <code>`),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(info.title)}: API reference</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body>
<header><h1>${escaped(info.title)}: API reference</h1><p>${prose(info.summary)} ${prose(info.description)} Version ${escaped(info.version)}.
<a href="./">Try it</a>, or take the <a href="openapi.json">OpenAPI document</a>.</p>
<nav aria-label="Contents"><ul>${links.map((link) => `<li>${link}</li>`).join('')}</ul></nav></header>
<main><ul>${tags.map(({ description }) => `<li>${prose(description)}</li>`).join('')}</ul>
<p>A deployed service asks for a key in one of two headers: ${keys.join(' or ')}.</p>
${operations.flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => operation(method, path, one))).join('\n')}
<h2 id="errors">Errors</h2><p>On ${code('/bankcard')} the status is the code, and the body is the message as text; on ${code('/v1/cards')} the body is JSON with both.</p>
${table(['status', 'code', 'message', 'when, and what to do'], errorRows(api))}
<h2 id="warnings">Warnings</h2><p>${prose(aboutWarnings)} In ${code('warnings')} of a card, and in the header ${code('X-Ca-Warnings')}.</p>
${table(
  ['warning', 'what it means, and what to do'],
  warnings.map(([, name, words]) => [prose(name), prose(words)]),
)}
<h2 id="schemas">Fields</h2>
${Object.entries(schemas)
  .map(
    ([name, schema]) =>
      `<h3 id="schema-${name}">${name}</h3>${schema.description ? `<p>${prose(schema.description)}</p>` : ''}${membersTable(schema)}`,
  )
  .join('\n')}
<h2 id="limits">Accuracy and limits</h2>
<p>Measured on photographs, scans, renders and mock-ups of cards that no network was trained on:</p>
${firstTable(accuracy)}
<ul>${LIMITS.map((limit) => `<li>${prose(limit)}</li>`).join('')}</ul>
</main></body></html>
`;
}
