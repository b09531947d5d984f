import { type Cloud, startCloud } from '../helpers/cloud/cloud';
import { type CliRun, serverless } from '../helpers/serverless-cli';

jest.setTimeout(300_000);

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const run = (...args: string[]): Promise<CliRun> => serverless(args, cloud.environment);

test('deploy, deploy', async () => {
  const first = await run('deploy', '--stage', 'prod');
  console.log(first, cloud.requests);
  expect(first.code).toBe(0);
  console.log(await run('deploy', '--stage', 'prod'));
  const second = await run('deploy', '--stage', 'prod', '--param', 'page=off');
  console.log(second);
  expect(second.code).toBe(0);
});
test('again', async () => {
  console.log(
    cloud.stacks
      .named('bankcard-ocr-prod')
      .events.slice(-30)
      .map((e) => `${e.ResourceStatus} ${e.LogicalResourceId}`),
  );
  const second = await run('deploy', '--stage', 'prod', '--param', 'page=off');
  console.log(second);
  console.log(await run('info', '--stage', 'prod', '--param', 'page=off'));
  console.log(await run('remove', '--stage', 'prod', '--param', 'page=off'));
  console.log(cloud.account.things);
});
