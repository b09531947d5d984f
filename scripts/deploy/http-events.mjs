// The routes of a service. Plain JavaScript, as both plugins import it.

/** Throttle of each path without a key, for all clients together: enough for people, too little to cost much or to keep instances from those who have a key. */
export const PUBLIC_THROTTLE = { rateLimit: 1, burstLimit: 10 };

/** Throttle of what browsers ask before a page's request, per path: a browser asks for a path once in ten minutes. */
export const PREFLIGHT_THROTTLE = { rateLimit: 50, burstLimit: 100 };

export const httpEvents = ({ functions }) =>
  Object.values(functions).flatMap(({ events = [] }) => events.flatMap((event) => event.http ?? []));

/** Returns the paths of which browsers ask whether a page may call them. */
export const preflightPaths = (service) => [...new Set(httpEvents(service).flatMap(({ cors, path }) => (cors ? [path] : [])))];

/** Returns the routes that need no key. */
export const publicEvents = (service) => httpEvents(service).filter((event) => !event.private);
