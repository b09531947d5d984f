// The routes of a service. Plain JavaScript, as both plugins import it.

/** Throttle of each path without a key, for all clients together: enough for people, too little to cost much or to keep instances from those who have a key. */
export const PUBLIC_THROTTLE = { rateLimit: 1, burstLimit: 10 };

export const httpEvents = ({ functions }) =>
  Object.values(functions).flatMap(({ events = [] }) => events.flatMap((event) => event.http ?? []));

/** Returns the routes that need no key. */
export const publicEvents = (service) => httpEvents(service).filter((event) => !event.private);
