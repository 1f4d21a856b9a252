/** An OCFL 1.1 storage root and all its objects (section 4) against the specification. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../util/strict-json.js';
import { findObjects } from './ocfl/find-objects.js';
import type { Report } from './ocfl/findings.js';
import { entriesOf } from './ocfl/list-folder.js';
import { isRegisteredExtension } from './ocfl/registered-extensions.js';
import { LAYOUT, objectPath } from './ocfl/storage-layout.js';
import {
  checkExtensions,
  type ObjectOptions,
  type ValidObject,
  validateObject,
} from './ocfl/validate-object.js';

const DECLARATION = /^0=ocfl_(1\.[01])$/;

/**
 * Validates the storage root `root` with all objects. Returns them by their paths below it; paths of findings are
 * relative to the root.
 */
export async function validateOcfl(
  root: string,
  report: Report,
  options: ObjectOptions = {},
): Promise<Map<string, ValidObject>> {
  const spec = checkDeclaration(root, report);
  const layout = checkLayout(root, report);
  for (const entry of entriesOf(root)) {
    if (!entry.isDirectory() && !entry.isFile()) report('E090', entry.name, 'a link or device');
  }
  if (existsSync(join(root, 'extensions'))) {
    checkExtensions(join(root, 'extensions'), 'extensions/', 'E112', 'W016', report);
  }
  const objects = new Map<string, ValidObject>();
  const ids = new Map<string, string>();
  for (const path of findObjects(root, report)) {
    const within: Report = (code, at, message) => report(code, at === '' ? path : `${path}/${at}`, message);
    const defer: ObjectOptions['defer'] =
      options.defer && ((at, claims) => options.defer!(`${path}/${at}`, claims));
    const object = await validateObject(join(root, path), within, { ...options, defer });
    objects.set(path, object);
    if (object.spec !== null && spec !== null && object.spec > spec) {
      report('E081', path, `the object declares OCFL ${object.spec}, the root ${spec}`);
    }
    const id = object.root?.inventory?.id;
    if (id === undefined) continue;
    if (ids.has(id)) report('E037', path, `has the id of ${ids.get(id)}`);
    ids.set(id, path);
    if (layout === LAYOUT && path !== objectPath(id)) {
      report('E083', path, `the layout puts this object at ${objectPath(id)}`);
    }
  }
  return objects;
}

/** The declaration `0=ocfl_1.1` (section 4.2). */
function checkDeclaration(root: string, report: Report): string | null {
  const names = entriesOf(root)
    .map(({ name }) => name)
    .filter((name) => /^\d+=/.test(name));
  if (names.length === 0) {
    report('E069', '', 'there is no file 0=ocfl_1.1: this is no storage root');
    return null;
  }
  if (names.length > 1) report('E076', '', `there are ${names.length} declarations, not one`);
  for (const name of names) {
    if (!name.startsWith('0=')) report('E078', name, 'a declaration begins with 0=');
    else if (!DECLARATION.test(name)) report('E079', name, 'must be 0=ocfl_1.1, or of an earlier version');
    else if (readFileSync(join(root, name), 'latin1').slice(0, 100) !== `${name.slice(2)}\n`) {
      report('E080', name, `must hold ${name.slice(2)} and a line's end`);
    }
  }
  return names.length === 1 ? (DECLARATION.exec(names[0])?.[1] ?? null) : null;
}

/** `ocfl_layout.json`, if there is one (section 4.1). Returns the extension that it names. */
function checkLayout(root: string, report: Report): string | null {
  const name = 'ocfl_layout.json';
  if (!existsSync(join(root, name))) return null;
  let layout: unknown;
  try {
    layout = parseJson(readFileSync(join(root, name), 'utf8'), name);
  } catch (error) {
    report('E070', name, (error as Error).message);
    return null;
  }
  const { extension, description } = (layout ?? {}) as Record<string, unknown>;
  if (typeof extension !== 'string' || typeof description !== 'string') {
    report('E070', name, 'must have the keys extension and description');
    return null;
  }
  if (!isRegisteredExtension(extension))
    report('E071', name, `${JSON.stringify(extension)} is not registered`);
  return extension;
}
