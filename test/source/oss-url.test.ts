import type { LookupFunction } from 'node:net';
import { downloadImage } from '../../lib/source/url';
import { type PictureServer, servePictures } from '../helpers/picture-server';

const BUCKET = 'cards.oss-cn-hangzhou.aliyuncs.com';
const limits = { limitBytes: 1000, signal: new AbortController().signal, buckets: [], allowAddresses: ['127.0.0.1'] };
const here: LookupFunction = (_, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

let server: PictureServer;
const seen: { url: string | undefined; host: string | undefined }[] = [];

beforeAll(async () => {
  const echo = { otherwise: (response: import('node:http').ServerResponse) => void response.end('any bytes') };
  server = await servePictures({}, { ...echo, seen: ({ url, headers }) => seen.push({ url, host: headers.host }) });
});
afterAll(() => server.close());

/** URLs of Alibaba Cloud's Object Storage Service, as its tools sign them. */
test.each([
  ['signature of version 1', '/id/card.jpg?OSSAccessKeyId=LTAI5tExample&Expires=1795600000&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D'],
  [
    'signature of version 4',
    '/card.jpg?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20261125T000000Z&x-oss-expires=600&x-oss-credential=LTAI5tExample%2F20261125%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-signature=77dbe8c4',
  ],
  ['a temporary token', '/card.jpg?Expires=1795600000&OSSAccessKeyId=STS.Example&Signature=a%2Fb%3D&security-token=CAIS%2Bg%3D%3D'],
  ['a key of Chinese characters', '/%E9%93%B6%E8%A1%8C%E5%8D%A1/%E6%AD%A3%E9%9D%A2%20%281%29%2B.jpg?Expires=1&Signature=x%3D'],
  ['a key with a percent sign and doubled slashes', '/a//b/100%25.jpg?Expires=1&Signature=x%3D'],
  ['a picture that is scaled there', '/card.jpg?x-oss-process=image/resize,w_1280/quality,q_90&Expires=1&Signature=x%3D'],
])('%s: the URL arrives byte for byte', async (_, target) => {
  seen.length = 0;
  await downloadImage(`http://${BUCKET}:${server.port}${target}`, limits, { lookup: here });
  expect(seen).toEqual([{ url: target, host: `${BUCKET}:${server.port}` }]);
});

test('a key of Chinese characters that was not encoded is', async () => {
  seen.length = 0;
  await downloadImage(`http://${BUCKET}:${server.port}/银行卡.jpg?Expires=1&Signature=x%3D`, limits, { lookup: here });
  expect(seen).toMatchObject([{ url: '/%E9%93%B6%E8%A1%8C%E5%8D%A1.jpg?Expires=1&Signature=x%3D' }]);
});

test('an address inside Alibaba Cloud is not public', async () => {
  const inside: LookupFunction = (_, { all }, callback) =>
    all ? callback(null, [{ address: '100.118.28.1', family: 4 }]) : callback(null, '100.118.28.1', 4);
  const url = 'http://cards.oss-cn-hangzhou-internal.aliyuncs.com/card.jpg';
  await expect(downloadImage(url, limits, { lookup: inside })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
});
