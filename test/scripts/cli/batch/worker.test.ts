import { workerCommand } from '../../../../scripts/cli/batch/worker';

test('a worker that no batch has started does not begin', async () => {
  await expect(workerCommand([])).rejects.toMatchObject({ message: 'batch starts it' });
});
