import { excerptOf } from '../lib/excerpt';

test.each([
  ['short', 'short'],
  ['x'.repeat(65), 'x'.repeat(64)],
  ['卡'.repeat(70), '卡'.repeat(64)],
  ['😀'.repeat(70), '😀'.repeat(64)],
  ['{"n":4242424242424242}', `{"n":${'*'.repeat(16)}}`],
  ['4242 4242 4242 4242', '**** **** **** ****'],
  ['4   2   4   2', '*   *   *   *'],
  ['4a2b4c2', '*a*b*c*'],
  ['"4""2""4""2"', '"*""*""*""*"'],
  ['1', '*'],
  ['４２４２', '****'],
  ['٤٢४२๔๒', '******'],
  ['④②Ⅳ½²', '*****'],
  ['𝟒𝟚', '**'],
  ['四二肆贰〇零', '******'],
  ['叄参壱弐貮漆幺○◯廿卅卌', '*'.repeat(12)],
  // what is one of them once it is normalised: radicals, compatibility forms, a day of a calendar
  ['⼀⼆⼋⼗', '****'],
  ['\uf9d1\uf973㏠', '***'],
  ['\u3000ﬁ㍿⼈', '\u3000ﬁ㍿⼈'],
  ['⼀'.repeat(70), '*'.repeat(64)],
  [`\ud800x${'ﷺ'.repeat(70)}`, `\ud800x${'ﷺ'.repeat(62)}`],
  [`${'x'.repeat(60)}4242424242424242`, `${'x'.repeat(60)}****`],
  // queries of URLs, users and passwords
  ['{u: https://x.y/a?token=secret&b=c#d}', '{u: https://x.y/a?*'],
  ['{"u":"https:\\/\\/x.y\\/a?token=secret", "b":true', '{"u":"https:\\/\\/x.y\\/a?* "b":true'],
  ["{u: x.y/a?q='s'ecret b", '{u: x.y/a?* b'],
  ['{u: x.y/a\\u003ftoken=secret', '{u: x.y/a?*'],
  ['{u: https%3A%2F%2Fx.y%3Ftoken=secret', '{u: https%*A%*F%*Fx.y?*'],
  ['{u: x.y/a#token=secret', '{u: x.y/a?*'],
  ['{u: https://user:pass@x.y/a', '{u: https://*@x.y/a'],
  ['{u: https:\\/\\/user:pass@x.y', '{u: https://*@x.y'],
  ['{u: https%3A%2f%2Fuser:pass@x.y', '{u: https%*A//*@x.y'],
  ['{u: https://user:p/a@ss@x.y/a b@c', '{u: https://*@x.y/a b@c'],
  ['{what? is this}', '{what? is this}'],
  // pictures in base64, whole or cut off, as PHP writes them, too
  ['/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEB', '*'],
  ['{"image": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42m', '{"image": "*'],
  [`{"detail": true, "mask": false, "image": "/9j/4AAQSkZJRgABAQEASA${'Ab1/'.repeat(50)}`, '{"detail": true, "mask": false, "image": "*'],
  ['{"image":"\\/9j\\/4AAQSkZJRgABAQEASABIAAD\\/2wBDAAEB"', '{"image":"*"'],
])('%s is shown as %s', (text, shown) => {
  expect(excerptOf(text)).toBe(shown);
});
