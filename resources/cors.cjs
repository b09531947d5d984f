const ORIGIN = /^(\*|https?:\/\/[a-z\d.-]+(:\d+)?)$/;

/** Lets pages of the origin in `--param corsOrigin` call the API, of any for `*`; of none when it is empty. handlers/cors.ts says the same of its answers. */
module.exports = async ({ resolveVariable }) => {
  const origin = await resolveVariable('param:corsOrigin');
  if (origin === '') return false;
  if (!ORIGIN.test(origin)) throw new Error(`not an origin: ${origin}`);
  return { origin, headers: ['Authorization', 'Content-Type', 'X-Api-Key'], maxAge: 600 };
};
