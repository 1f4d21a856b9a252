/** The data folder beside the repository, `../shared`: corpora and other tools' outputs that are not ours to ship. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/', import.meta.url));
const REASON = 'needs ../shared';

/**
 * Path of the data folder, ending in a slash, or null when it is not there: the test is then marked as skipped
 * and should return. Where GEN0_NO_SKIP=1 is set it fails instead, so that no machine skips by accident.
 */
export function sharedFolder(t: TestContext): string | null {
  if (existsSync(FOLDER)) return FOLDER;
  assert.notEqual(process.env.GEN0_NO_SKIP, '1', `${REASON}, and GEN0_NO_SKIP forbids to skip`);
  t.skip(REASON);
  return null;
}
