import { misreadAs } from '../../../../scripts/measure/evaluate/misread';

test('of two numbers of one length only the digits are told that differ', () => {
  expect(misreadAs('4242424242424242', '4242424248424241')).toBe('*********2*****2 read as *********8*****1');
});

test('a digit that could not be read is one that differs', () => {
  expect(misreadAs('4242424242424242', '42424242??424242')).toBe('********42****** read as ********??******');
});

test('of another number no more is told than of any', () => {
  expect(misreadAs('4111111111111111', '5555666677778884')).toBe('411111******1111 read as 555566******8884');
});

test('of numbers of two lengths their first six and last four digits are told', () => {
  expect(misreadAs('4242424242424242', '378282246310005')).toBe('424242******4242 read as 378282*****0005');
});
