/** Addresses that no picture may come from: this machine, private networks, link-local, metadata services, what is reserved. */
export const FORBIDDEN_IPV4 = [
  ...[
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.5.4',
    '172.31.255.254',
    '192.168.0.1',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.0.192',
  ],
  // metadata: AWS, its containers, Azure, Alibaba Cloud
  ...['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255'],
];
const FORBIDDEN_IPV6 = ['::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::a9fe:a9fe', 'ff02::1', '100::1', '2001:db8::1'];
/** Names that lead to such addresses where they are resolved. */
export const FORBIDDEN_NAMES = [
  'localhost',
  'LOCALHOST.',
  'metadata.google.internal',
  'metadata',
  'instance-data',
  'kubernetes.default.svc',
];

const hex = (value: number, width = 0): string => value.toString(16).padStart(width, '0');
const octal = (value: number): string => `0${value.toString(8)}`;
const written = (digits: string, zero: number): string =>
  [...digits].map((sign) => (/\d/.test(sign) ? String.fromCodePoint(zero + Number(sign)) : sign)).join('');
const FULL_WIDTH_ZERO = 0xff10;
const MATHEMATICAL_ZERO = 0x1d7ce;
/** Signs that become a full stop when a host name is normalised. */
const FULL_STOPS = ['\u3002', '\uff0e', '\uff61'];

/** Returns the spellings of one IPv4 address that URLs, resolvers and network stacks take for it. */
export function spellingsOf(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const [high, low] = [hex((a << 8) | b, 4), hex((c << 8) | d, 4)];
  const ipv4 = [
    address,
    `${address}.`,
    String(whole),
    `0x${hex(whole)}`,
    `0X${hex(whole).toUpperCase()}`,
    octal(whole),
    [a, b, c, d].map(octal).join('.'),
    [a, b, c, d].map((part) => `0x${hex(part)}`).join('.'),
    `0x${hex(a)}.${octal(b)}.${c}.${d}`,
    `${a}.${(b << 16) | (c << 8) | d}`,
    `${a}.${b}.${(c << 8) | d}`,
    `00000000${octal(a)}.${b}.${c}.${d}`,
    written(address, FULL_WIDTH_ZERO),
    written(address, MATHEMATICAL_ZERO),
    ...FULL_STOPS.map((stop) => address.replaceAll('.', stop)),
    [...address].map((sign) => `%${hex(sign.charCodeAt(0))}`).join(''),
    `${String(a).slice(0, 1)}\u00ad${String(a).slice(1)}.${b}.${c}.${d}`,
  ];
  const ipv6 = [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::ffff:0:${address}`,
    `::${address}`,
    `::${high}:${low}`,
    // 6to4, NAT64 (well-known and local prefix), Teredo
    `2002:${high}:${low}::1`,
    `64:ff9b::${address}`,
    `64:ff9b:1::${address}`,
    `2001:0:${high}:${low}::1`,
  ];
  return [...ipv4, ...ipv6.map((spelling) => `[${spelling}]`)];
}

/** Every forbidden host as it can stand in a URL. */
export const FORBIDDEN_HOSTS: readonly string[] = [
  ...FORBIDDEN_IPV4.flatMap(spellingsOf),
  ...FORBIDDEN_IPV6.flatMap((address) => [`[${address}]`, `[${address}%25lo]`, `[${address}%lo]`, `[${address.toUpperCase()}]`]),
];
