import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

/** `Authorization: APPCODE <code>`; the scheme's case does not matter (RFC 9110, 11.1). */
const APP_CODE = /^APPCODE +([\w.-]{1,128})$/i;
const API_KEY = /^[\w.-]{1,128}$/;
/** The head of a method's ARN, up to and with the stage: `arn:aws:execute-api:eu-central-1:123456789012:abc123/dev`. */
const STAGE = /^(arn:[\w-]+:execute-api:[\w-]+:[\w-]*:[\w-]+\/[\w-]+)\//;

/**
 * The REST API's authorizer: finds the key in a request's headers. Whether there is such a key, and whether it is used up, the API itself
 * checks, against the usage plan. Nothing is logged here, and the principal does not tell the key.
 *
 * @returns leave to call the stage with the key; no leave, which the API answers with 403, when no header holds a key or two hold different
 *   ones. That is no error, which would be logged and counted as one of ours
 */
export async function handler({ headers, methodArn }: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const keys = new Set(Object.entries(headers ?? {}).flatMap(([name, value]) => keyIn(name.toLowerCase(), value ?? '')));
  const [key] = keys;
  const stage = STAGE.exec(methodArn)?.[1];
  if (key === undefined || keys.size > 1 || stage === undefined) return { principalId: 'nobody', policyDocument: policy('Deny', '*') };
  return { principalId: 'key-holder', usageIdentifierKey: key, policyDocument: policy('Allow', `${stage}/*`) };
}

const policy = (Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult['policyDocument'] => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
});

function keyIn(name: string, value: string): string[] {
  const text = value.trim();
  if (name === 'authorization') return APP_CODE.exec(text)?.slice(1) ?? [];
  return name === 'x-api-key' && API_KEY.test(text) ? [text] : [];
}
