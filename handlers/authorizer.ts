import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { accessCodesFrom, codeIn } from './access-codes';

/** The beginning of a method's ARN, up to and including the stage: `arn:aws:execute-api:eu-central-1:123456789012:abc123/dev`. */
const STAGE = /^(arn:[\w-]+:execute-api:[\w-]+:[\w-]*:[\w-]+\/[\w-]+)\//;

const codes = accessCodesFrom(process.env);

/**
 * The REST API's authorizer: returns the key of the usage plan that a request uses. That is the hash of the code that it shows, if the code is accepted; without a list
 * of hashes it is the code itself, and the API checks whether there is such a key. In either case the API checks whether the key is used up. Nothing is logged here,
 * and the principal does not identify the caller.
 *
 * @returns a policy that allows the stage, and the key; or one that denies all, which the API answers with 403, when no header holds a code, two hold different
 *   ones, or the code is not accepted. An error instead would be logged, and counted as a failure of the service
 */
export async function handler({ headers, methodArn }: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const code = codeIn(headers);
  const key = code === null || codes === null ? code : codes.hashOf(code);
  const stage = STAGE.exec(methodArn)?.[1];
  if (key === null || stage === undefined) return { principalId: 'nobody', policyDocument: policy('Deny', '*') };
  return { principalId: 'key-holder', usageIdentifierKey: key, policyDocument: policy('Allow', `${stage}/*`) };
}

const policy = (Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult['policyDocument'] => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
});
