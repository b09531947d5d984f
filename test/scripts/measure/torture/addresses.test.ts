import { isIPv4, isIPv6 } from 'node:net';
import { FORBIDDEN_HOSTS, FORBIDDEN_IPV4, spellingsOf } from '../../../../scripts/measure/torture/addresses';

test.each(FORBIDDEN_IPV4)('a URL takes most spellings of %s for that address', (address) => {
  const hosts = spellingsOf(address).map((host) => (URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : null));
  expect(hosts.filter((host) => host === address).length).toBeGreaterThan(14);
  expect(hosts.filter((host) => host?.startsWith('[')).map((host) => isIPv6(host!.slice(1, -1)))).toEqual(Array(10).fill(true));
});

test('the metadata services of the large clouds are among them', () => {
  expect(FORBIDDEN_HOSTS).toEqual(
    expect.arrayContaining(['169.254.169.254', '2852039166', '100.100.100.200', '168.63.129.16', '[fd00:ec2::254]']),
  );
  expect(FORBIDDEN_IPV4.every(isIPv4)).toBe(true);
});
