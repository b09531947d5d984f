import { parseMultipart } from '../../lib/contract/parse-multipart';
import { BOUNDARY, multipart } from '../helpers/multipart';

test('nothing is gone through behind a part too many, whatever else of the type looks like a boundary', async () => {
  const body = multipart(...Array.from({ length: 1e5 }, () => ({ name: 'a', content: '' })));
  const spent = process.cpuUsage();
  const parsed = parseMultipart(`multipart/form-data; xboundary=zzz; boundary=${BOUNDARY}`, body);
  await expect(parsed).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(process.cpuUsage(spent).user / 1000).toBeLessThan(250);
});
