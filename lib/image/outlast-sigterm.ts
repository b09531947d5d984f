// A service manager sends it to all of a service's processes, and the picture in hand is finished. In a module of its own, for what is imported first is run
// first: to load all else takes a busy machine up to two seconds.
process.on('SIGTERM', () => {});
