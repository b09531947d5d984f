import { failureSentence } from '../../../scripts/command/failure-words';

test.each([
  [
    413,
    'PAYLOAD_TOO_LARGE',
    'The picture is too large: a file may have 20 MB and 50 megapixels (AVIF 23, some 12; some HEIC, TIFF, PNG and JPEG 28 to 49).',
  ],
  [404, 'FILE_NOT_OPENED', 'The file cannot be opened: no such file.'],
  [469, 'INTERNAL', 'The reader failed on this picture. Please report it.'],
])('%d %s in a sentence', (status, code, sentence) => {
  expect(failureSentence({ status, code, message: 'cannot open the file: no such file' })).toBe(`${sentence} (${status} ${code})`);
});
