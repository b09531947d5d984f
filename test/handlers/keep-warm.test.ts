import fc from 'fast-check';
import { isKeepWarm } from '../../handlers/keep-warm';
import { EVENT_KINDS } from '../helpers/events';

/** As EventBridge sends it. */
const SCHEDULED = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-11-25T12:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/keep-warm'],
  detail: {},
};

test('the schedule’s event', () => {
  expect(isKeepWarm(SCHEDULED)).toBe(true);
});

test.each(EVENT_KINDS)('no request of a %s', (_, eventOf) => {
  expect(isKeepWarm(eventOf({ body: JSON.stringify({ image: 'AQID', source: 'aws.events' }) }))).toBe(false);
});

test('no bodies of direct invocations, whatever they are', () => {
  for (const event of [{ image: 'AQID' }, { inputs: [] }, null, undefined, 'aws.events', []]) expect(isKeepWarm(event)).toBe(false);
  fc.assert(
    fc.property(fc.anything(), (event) => expect(isKeepWarm(event)).toBe((event as { source?: unknown } | null)?.source === 'aws.events')),
  );
});
