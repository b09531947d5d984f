/** Returns whether an event comes from the schedule in serverless.yml, which only keeps an instance loaded. */
export const isKeepWarm = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'source' in event && event.source === 'aws.events';
