// An integration that is no proxy: the function throws its errors, and the API turns them into statuses. API Gateway runs the templates,
// which are Velocity; each is one line, for white space between two directives would be answered, too.
const { EXPOSED, origin } = require('./cors.cjs');

/** Statuses of the contract that the function can throw, and which of them carry `X-Ca-Error-Code`, too. */
const THROWN = [400, 403, 408, 413, 421, 450, 460, 461, 462, 463, 464, 469, 503];
const WITH_CODE = [400, 403, 408, 413, 450, 503];
/** The contract leaves its message empty. */
const WITHOUT_MESSAGE = 450;

const TEXT = "'text/plain; charset=utf-8'";

/** Types of text under which clients send JSON or a form. Bodies of `binaryMediaTypes` are handed on, too: a wrong type is no error. */
const TEXT_TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'text/json',
  'text/xml',
  'text/html',
  'application/xml',
  'application/javascript',
];

/** A value within a string of JSON. `escapeJavaScript` makes \' of ', which JSON does not know. */
const escaped = (value) => `$util.escapeJavaScript(${value}).replaceAll("\\\\'","'")`;

/** The parameters, by their names: of several of one name `querystring` tells one. */
const QUERY = [
  '{#foreach($name in $input.params().querystring.keySet())',
  `"${escaped('$name')}":"${escaped('$input.params().querystring.get($name)')}"`,
  '#if($foreach.hasNext),#end',
  '#end}',
].join('');

/**
 * The query, and the body whole, as a string: it need not be JSON itself.
 *
 * @param contentType - by which API Gateway took this template
 * @param isBinary - such a body comes as base64
 */
const requestTemplate = (contentType, isBinary) =>
  [
    `{"contentType":"${contentType}"`,
    '"requestId":"$context.requestId"',
    ...(isBinary ? ['"isBase64Encoded":true'] : []),
    `"query":${QUERY}`,
    `"mappedBody":"${escaped('$input.body')}"}`,
  ].join(',');

/** `[462] Invalid Input - …` without its status, as text and in the header. */
const MESSAGE = [
  "#set($message=$input.path('$.errorMessage').replaceAll('^\\[\\d+\\] ?',''))",
  '#if($message!="")#set($context.responseOverride.header.X-Ca-Error-Message=$message)#end',
  '$message',
].join('');

/**
 * Taken when no pattern matches: for an answer (`MappedAnswer` of handlers/http.ts), but for an error without a message, too, and for whatever
 * else the function or the platform says. Those are 502, never 200.
 */
const ANSWER = [
  `#if("$!input.path('$.mappedAnswer')"!="")`,
  "#set($warnings=$input.path('$.warnings'))",
  '#if($warnings!="")#set($context.responseOverride.header.X-Ca-Warnings=$warnings)#end',
  "$input.json('$.mappedAnswer')",
  '#else',
  '#set($context.responseOverride.status=502)',
  '#set($context.responseOverride.header.Content-Type="text/plain; charset=utf-8")',
  '#set($context.responseOverride.header.X-Ca-Error-Message="Bad Gateway")',
  'Bad Gateway',
  '#end',
].join('');

const thrown = (status) => [
  status,
  {
    pattern: `\\[${status}\\][\\s\\S]*`,
    template: MESSAGE,
    headers: {
      'Content-Type': TEXT,
      // replaced by the template
      ...(status !== WITHOUT_MESSAGE && { 'X-Ca-Error-Message': 'integration.response.body.errorMessage' }),
      ...(WITH_CODE.includes(status) && { 'X-Ca-Error-Code': `'${status}'` }),
    },
  },
];

module.exports.request = async ({ resolveConfigurationProperty }) => {
  const binaryTypes = await resolveConfigurationProperty(['provider', 'apiGateway', 'binaryMediaTypes']);
  return {
    // Bytes would reach the template unreadable.
    contentHandling: 'CONVERT_TO_TEXT',
    // A body that is handed on as it is would be the event itself: whoever sends it could make it one of another kind, with a key id of his own choice.
    passThrough: 'NEVER',
    template: Object.fromEntries([
      ...TEXT_TYPES.map((type) => [type, requestTemplate(type, false)]),
      ...binaryTypes.map((type) => [type, requestTemplate(type, true)]),
    ]),
  };
};

/** `cors` of serverless adds `Access-Control-Allow-Origin`, and that alone. */
module.exports.response = async (means) => ({
  headers: {
    'X-Ca-Request-Id': 'context.requestId',
    ...((await origin(means)) !== '' && { 'Access-Control-Expose-Headers': EXPOSED }),
  },
  statusCodes: {
    200: { pattern: '', template: ANSWER, headers: { 'Content-Type': "'application/json; charset=utf-8'" } },
    ...Object.fromEntries(THROWN.map(thrown)),
    // Out of time, out of memory, or whatever else was thrown.
    502: {
      pattern: `(?!\\[(${THROWN.join('|')})\\])[\\s\\S]+`,
      template: 'Bad Gateway',
      headers: { 'Content-Type': TEXT, 'X-Ca-Error-Message': "'Bad Gateway'" },
    },
  },
});
