import { failureOf, GATEWAY_FAILURES, gatewayResponses, type Template } from '../../../scripts/offline/gateway-responses';

const response = (type: string, changes: object = {}) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    ResponseType: type,
    StatusCode: '418',
    ResponseParameters: { 'gatewayresponse.header.X-Type': `'${type}'`, 'gatewayresponse.header.X-Id': 'context.requestId' },
    ResponseTemplates: { 'application/json': `text of ${type}` },
    ...changes,
  },
});
const template = (changes: Record<string, object> = {}): Template => ({
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    ...Object.fromEntries(GATEWAY_FAILURES.map((type) => [type, response(type, changes[type])])),
  },
});

test('renders status, headers and body', () => {
  expect(gatewayResponses(template())('THROTTLED', 'id-1')).toEqual({
    status: 418,
    headers: { 'X-Type': 'THROTTLED', 'X-Id': 'id-1' },
    body: 'text of THROTTLED',
  });
});

test('an empty header and an empty body are rendered as such', () => {
  const empty = { ResponseParameters: { 'gatewayresponse.header.X-E': "''" }, ResponseTemplates: { 'application/json': '' } };
  expect(gatewayResponses(template({ THROTTLED: empty }))('THROTTLED', '')).toEqual({ status: 418, headers: { 'X-E': '' }, body: '' });
});

test.each<[string, Template, RegExp]>([
  ['a failure without a response', { Resources: {} }, /no AWS::ApiGateway::GatewayResponse of type MISSING_AUTHENTICATION_TOKEN/],
  [
    'a header out of the request',
    template({ THROTTLED: { ResponseParameters: { 'gatewayresponse.header.X': 'method.request.header.X' } } }),
    /THROTTLED: cannot render/,
  ],
  ['a template with variables', template({ THROTTLED: { ResponseTemplates: { 'application/json': '$context.error.message' } } }), /plain/],
  [
    'a template for another type',
    template({ THROTTLED: { ResponseTemplates: { 'text/plain': 'x' } } }),
    /plain template application\/json/,
  ],
])('%s is noticed at the start', (_, wrong, message) => {
  expect(() => gatewayResponses(wrong)).toThrow(message);
});

test.each([
  [400, 'MISSING_AUTHENTICATION_TOKEN'],
  [404, 'MISSING_AUTHENTICATION_TOKEN'],
  [401, 'INTEGRATION_FAILURE'],
  [403, 'INVALID_API_KEY'],
  [413, 'REQUEST_TOO_LARGE'],
  [429, 'THROTTLED'],
  [200, 'INTEGRATION_FAILURE'],
  [462, 'INTEGRATION_FAILURE'],
  [500, 'INTEGRATION_FAILURE'],
  [502, 'INTEGRATION_FAILURE'],
  [504, 'INTEGRATION_FAILURE'],
] as const)('serverless-offline says %d: %s', (status, failure) => {
  expect(failureOf(status)).toBe(failure);
});
