const { answerHeaders, defaultPort, maxAgeSeconds: maxAge, origin: pattern, requestHeaders: headers } = require('../handlers/cors.json');
const wrongParameter = require('./wrong-parameter.cjs');

const ORIGIN = new RegExp(pattern);
const DEFAULT_PORT = new RegExp(defaultPort);

/** The origin in `--param corsOrigin`, as browsers write it: in lower case, without its scheme's own port; `*`: any; empty: none. */
async function origin({ resolveVariable }) {
  const text = await resolveVariable('param:corsOrigin');
  if (text !== '' && !ORIGIN.test(text.toLowerCase()))
    throw wrongParameter('corsOrigin', 'an origin, such as https://cards.example, with nothing behind it, or *');
  return text.toLowerCase().replace(DEFAULT_PORT, '$1$2');
}

/** Lets pages of that origin call the API; of none when it is empty. */
async function event(means) {
  const allowed = await origin(means);
  return allowed === '' ? false : { origin: allowed, headers, maxAge };
}

/** Which headers of an answer such pages may read, as a mapping of API Gateway says it. */
const EXPOSED = `'${answerHeaders.join(',')}'`;

module.exports = { origin, event, EXPOSED };
