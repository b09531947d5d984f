// Ignores SIGTERM, which a service manager sends to all processes of a service: the picture in hand is to be finished. It is a module of its own so that it runs first:
// loading all other modules takes a busy machine up to two seconds.
process.on('SIGTERM', () => {});
