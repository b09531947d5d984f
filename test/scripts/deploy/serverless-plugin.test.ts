// @ts-expect-error: plain JavaScript, without types
import DeploymentPlugin from '../../../scripts/deploy/serverless-plugin.mjs';

const { CODE_SECRET, CODE_HASHES } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ CODE_SECRET, CODE_HASHES })) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

/** What the plugin says of a command before anything is done; with the secret of codes in the shell, but no hashes. */
function saidOf(commands: string, ...param: string[]): string {
  process.env.CODE_SECRET = 's'.repeat(43);
  Reflect.deleteProperty(process.env, 'CODE_HASHES');
  const service = { functions: {}, resources: { Resources: {} } };
  const plugin = new DeploymentPlugin({
    service,
    processedInput: { commands: commands.split(' '), options: { param } },
    classes: { Error },
  });
  try {
    plugin.hooks.initialize();
    return '';
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

test.each([
  ['deploy', []],
  ['package', []],
  ['offline', ['keys=on']],
  ['offline start', ['keys=on']],
])('%s %j with half of what codes need is refused', (commands, param) => {
  expect(saidOf(commands, ...param)).toMatch(/^--param codeSecret and --param codeHashes, .* need each other$/);
});

test.each(['info', 'logs', 'remove', 'deploy list', 'invoke local', 'offline'])('%s is not', (commands) => {
  expect(saidOf(commands)).toBe('');
});

test('a deploy of the code alone is refused: it would fail half done', () => {
  process.env.CODE_HASHES = 'ab';
  expect(saidOf('deploy function')).toBe('deploy function would replace the code alone: use deploy');
});

test('what is wrong is told of any command', () => {
  expect(saidOf('info', 'page=true')).toBe('--param page takes on or off');
});
