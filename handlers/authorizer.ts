import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { accessCodesFrom, codeIn } from './access-codes';

/** The head of a method's ARN, up to and with the stage: `arn:aws:execute-api:eu-central-1:123456789012:abc123/dev`. */
const STAGE = /^(arn:[\w-]+:execute-api:[\w-]+:[\w-]*:[\w-]+\/[\w-]+)\//;

const codes = accessCodesFrom(process.env);

/**
 * The REST API's authorizer: tells the API by which key of the usage plan a request comes. That is the hash of the code it shows, if it is
 * one of those let in; without a list of hashes the code itself, and the API knows whether there is such a key. Whether a key is used up,
 * the API knows in either case. Nothing is logged here, and the principal does not tell who it is.
 *
 * @returns leave to call the stage with the key; no leave, which the API answers with 403, when no header holds a code, two hold different
 *   ones, or it is not let in. That is no error, which would be logged and counted as one of ours
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
