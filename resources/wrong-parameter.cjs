/**
 * Returns the error for a parameter that is read while variables are resolved, before the plugin looks at any. The framework prints the error's
 * stack once for each place that needs the value, so the stack is the message alone.
 *
 * @param words - what the parameter takes
 */
module.exports = (name, words) => {
  const error = new Error(`--param ${name} takes ${words}`);
  error.stack = error.message;
  return error;
};
