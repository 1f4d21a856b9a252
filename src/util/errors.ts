/**
 * The errors a user can act on. A message says what is wrong, where, and the remedy; the command line
 * prints it without a stack. Anything else that is thrown is a defect of gen0 and keeps its stack.
 */

/** The command was typed wrongly: an unknown flag, a value out of range. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** An input cannot be read or used: missing file, bad record, profiles with different rules. Exit code 2. */
export class DataError extends Error {
  override name = 'DataError';
}

/** `gen0.yaml` is wrong: an unknown key, an impossible bound. Exit code 2. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** True for the errors whose message alone helps the user. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof DataError || error instanceof ConfigError;
}
