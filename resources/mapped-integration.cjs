// An integration that is no proxy: the function throws its errors, and the API turns them into statuses. API Gateway runs the templates,
// which are Velocity; each is one line, for white space between two directives would be answered, too.
const { EXPOSED, origin } = require('./cors.cjs');

/** Statuses of the contract that the function can throw, and which of them carry `X-Ca-Error-Code`, too. */
const THROWN = [400, 403, 408, 413, 421, 450, 460, 461, 462, 463, 464, 469, 503];
const WITH_CODE = [400, 403, 408, 413, 450, 503];
/** The contract leaves its message empty. */
const WITHOUT_MESSAGE = 450;

const TEXT = "'text/plain; charset=utf-8'";

/**
 * The body whole, as a string: it need not be JSON itself. `escapeJavaScript` makes \' of ', which JSON does not know.
 *
 * @param contentType - by which API Gateway took this template
 */
const requestTemplate = (contentType) =>
  [
    `{"contentType":"${contentType}"`,
    '"requestId":"$context.requestId"',
    `"mappedBody":"$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"}`,
  ].join(',');

/** `[462] Invalid Input - …` without its status, as text and in the header. */
const MESSAGE = [
  "#set($message=$input.path('$.errorMessage').replaceAll('^\\[\\d+\\] ?',''))",
  '#if($message!="")#set($context.responseOverride.header.X-Ca-Error-Message=$message)#end',
  '$message',
].join('');

/**
 * Taken when no pattern matches: for an answer (`MappedAnswer` of handlers/http.ts; where the body was handed on as it is, the answer itself),
 * but for an error without a message, too, and for what the platform itself says (`Message`). Those are 502, never 200.
 */
const ANSWER = [
  `#if("$!input.path('$.mappedAnswer')"!="")`,
  "#set($warnings=$input.path('$.warnings'))",
  '#if($warnings!="")#set($context.responseOverride.header.X-Ca-Warnings=$warnings)#end',
  "$input.json('$.mappedAnswer')",
  `#elseif("$!input.path('$.errorMessage')$!input.path('$.errorType')$!input.path('$.Message')"=="" && "$!input.path('$')"!="")`,
  "$input.json('$')",
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

const types = ['application/json', 'application/x-www-form-urlencoded', 'application/octet-stream', 'text/plain'];

module.exports.request = {
  // A picture as bytes would reach the template unreadable; as base64 it is refused in the contract's words.
  contentHandling: 'CONVERT_TO_TEXT',
  // A body of another type is handed on as it is: JSON is read all the same.
  passThrough: 'WHEN_NO_MATCH',
  template: Object.fromEntries(types.map((type) => [type, requestTemplate(type)])),
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
