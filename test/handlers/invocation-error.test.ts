import { InvocationError } from '../../handlers/invocation-error';
import { CardOcrError, ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';

test.each(Object.keys(ERROR_CATALOGUE).filter((code) => code !== 'CONFIGURE_UNPARSABLE') as ErrorCode[])('%s is told as it is', (code) => {
  const error = new CardOcrError(code as 'INTERNAL', new Error('secret 4242424242424242'));
  const invocationError = new InvocationError(error);
  expect(invocationError).toBeInstanceOf(Error);
  expect(invocationError).toMatchObject({
    name: 'CardOcrError',
    code,
    status: error.status,
    message: `[${error.status}] ${error.message}`,
  });
});

test('what the platform sends of it has no path and no cause', () => {
  const { name, message, stack, cause } = new InvocationError(new CardOcrError('JSON_UNPARSABLE', new SyntaxError('secret')));
  expect({ errorType: name, errorMessage: message, trace: stack?.split('\n'), cause }).toEqual({
    errorType: 'CardOcrError',
    errorMessage: '[460] Invalid Input - failed to parse json',
    trace: ['CardOcrError: [460] Invalid Input - failed to parse json'],
    cause: undefined,
  });
});

test('a pattern on the status finds it', () => {
  expect(new InvocationError(new CardOcrError('NO_CARD')).message).toMatch(/^\[463\].*/);
});
