const HASH = /^[\da-f]{64}$/i;
/** So much of a hash names its key. */
const NAME_LENGTH = 12;

/** A function's environment has 4,096 bytes; secret and hashes may take so many of them. */
const MOST_BYTES = 4050;

/**
 * The hashes in `--param codeHashes`, in lower case, each once; none when access goes by a key that AWS makes. What is deployed has both secret and hashes or neither
 * (scripts/deploy/parameters.mjs); commands that deploy nothing do without either.
 */
async function hashesFrom(resolveVariable) {
  const [secret, list] = await Promise.all(['codeSecret', 'codeHashes'].map((name) => resolveVariable(`param:${name}`)));
  if (secret === '' || list === '') return [];
  const hashes = list.split(',').map((hash) => hash.trim().toLowerCase());
  const wrong = hashes.findIndex((hash) => !HASH.test(hash));
  if (wrong >= 0) throw new Error(`codeHashes: the ${wrong + 1}. is no HMAC-SHA256 in hex`);
  if (secret.length + list.length > MOST_BYTES)
    throw new Error(`codeHashes: ${hashes.length} codes do not fit into the 4 KB of the authorizer's environment`);
  return [...new Set(hashes)];
}

/** The key that AWS makes, unless codes are let in by their hashes. */
module.exports.made = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const hashes = await hashesFrom(resolveVariable);
  if (hashes.length > 0) return [];
  return [{ name: `${await resolveConfigurationProperty(['service'])}-${await resolveVariable('sls:stage')}-first` }];
};

/**
 * A key of the usage plan for each hash, whose value is the hash. Not by `apiKeys`, which numbers its resources: when one is taken off the
 * list, the next would take its number while its value still belongs to another, and CloudFormation refuses.
 */
module.exports.hashed = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const service = `${await resolveConfigurationProperty(['service'])}-${await resolveVariable('sls:stage')}`;
  const keys = (await hashesFrom(resolveVariable)).map((hash) => [hash.slice(0, NAME_LENGTH), hash]);
  return {
    Resources: Object.fromEntries(
      keys.flatMap(([name, Value]) => [
        [`CodeKey${name}`, { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Name: `${service}-${name}`, Value } }],
        [
          `CodePlanKey${name}`,
          {
            Type: 'AWS::ApiGateway::UsagePlanKey',
            Properties: { KeyType: 'API_KEY', KeyId: { Ref: `CodeKey${name}` }, UsagePlanId: { Ref: 'ApiGatewayUsagePlan' } },
          },
        ],
      ]),
    ),
  };
};
