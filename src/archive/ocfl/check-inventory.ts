/**
 * The structure of one OCFL 1.1 inventory (section 3.5), checked without looking at any other file. Everything is read
 * into maps: keys of a stranger's JSON never become keys of our objects.
 */
import { isDigest, isKnownAlgorithm } from './digests.js';
import type { Report } from './findings.js';
import { checkPaths } from './paths.js';
import { parseVersionName, type VersionName } from './version-name.js';

export interface Version {
  created: unknown;
  message: unknown;
  user: unknown;
  /** Digest to logical paths. */
  state: Map<string, string[]>;
}

export interface Inventory {
  id: string;
  /** `1.0` or `1.1`. */
  spec: string;
  algorithm: string;
  head: string;
  contentDirectory: string;
  /** Whether the inventory names its content directory. */
  namesContentDirectory: boolean;
  /** Digest as written to content paths. */
  manifest: Map<string, string[]>;
  /** In order of their numbers. */
  versions: Map<string, Version>;
  /** Algorithm to digest to content paths. */
  fixity: Map<string, Map<string, string[]>>;
}

const KEYS = ['id', 'type', 'digestAlgorithm', 'head', 'contentDirectory', 'manifest', 'versions', 'fixity'];
const VERSION_KEYS = ['created', 'state', 'message', 'user'];
const TYPE = /^https:\/\/ocfl\.io\/(1\.[01])\/spec\/#inventory$/;
const URI = /^[a-z][a-z0-9+.-]*:\S+$/i;
/** RFC 3339, with seconds and a zone. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Checks an inventory; null where it is too broken to go on with. `path` is where it stands. */
export function checkInventory(data: unknown, path: string, report: Report): Inventory | null {
  const say = (code: string, message: string) => report(code, path, message);
  if (!isObject(data)) {
    say('E033', 'an inventory is a JSON object');
    return null;
  }
  for (const key of Object.keys(data)) if (!KEYS.includes(key)) say('E102', `unknown key ${quoted(key)}`);
  for (const key of ['id', 'type', 'digestAlgorithm', 'head'] as const) {
    if (!Object.hasOwn(data, key)) say('E036', `key ${quoted(key)} is missing`);
  }
  const id = checkId(data, say);
  const spec = checkType(data, say);
  const algorithm = checkAlgorithm(data, say);
  const contentDirectory = checkContentDirectory(data, say);
  const names = checkVersionNames(data, say);
  const head = checkHead(data, names, say);
  const manifest = checkManifest(data, algorithm, say);
  if (manifest === null || names === null) return null;
  checkManifestPaths(manifest, names, contentDirectory, say);
  const versions = checkVersions(data.versions as Record<string, unknown>, names, manifest, say);
  checkUse(manifest, versions, say);
  return {
    id,
    spec,
    algorithm,
    head,
    contentDirectory,
    namesContentDirectory: Object.hasOwn(data, 'contentDirectory'),
    manifest,
    versions,
    fixity: checkFixity(data, manifest, say),
  };
}

type Say = (code: string, message: string) => void;
type Json = Record<string, unknown>;

function checkId(data: Json, say: Say): string {
  if (!Object.hasOwn(data, 'id')) return '';
  if (typeof data.id !== 'string' || data.id === '') {
    say('E037', 'id must be a text that is not empty');
    return '';
  }
  if (!URI.test(data.id)) say('W005', `id ${quoted(data.id)} is no URI`);
  return data.id;
}

function checkType(data: Json, say: Say): string {
  if (!Object.hasOwn(data, 'type')) return '1.1';
  const spec = typeof data.type === 'string' ? TYPE.exec(data.type)?.[1] : undefined;
  if (spec === undefined) say('E038', 'type must be https://ocfl.io/1.1/spec/#inventory');
  return spec ?? '1.1';
}

function checkAlgorithm(data: Json, say: Say): string {
  if (!Object.hasOwn(data, 'digestAlgorithm')) return 'sha512';
  if (data.digestAlgorithm === 'sha512') return 'sha512';
  if (data.digestAlgorithm === 'sha256') {
    say('W004', 'sha512 is recommended over sha256');
    return 'sha256';
  }
  say('E025', `digestAlgorithm must be sha512 or sha256, not ${quoted(data.digestAlgorithm)}`);
  return typeof data.digestAlgorithm === 'string' ? data.digestAlgorithm : '';
}

function checkContentDirectory(data: Json, say: Say): string {
  if (!Object.hasOwn(data, 'contentDirectory')) return 'content';
  const name = data.contentDirectory;
  if (typeof name !== 'string' || name === '') {
    say('E108', 'contentDirectory must be the name of a folder');
    return 'content';
  }
  if (name.includes('/')) say('E017', `contentDirectory ${quoted(name)} holds a slash`);
  if (name === '.' || name === '..') say('E018', `contentDirectory must not be ${name}`);
  return name;
}

/** The versions' names by number, or null where there is no block of versions. */
function checkVersionNames(data: Json, say: Say): Map<string, VersionName> | null {
  if (!Object.hasOwn(data, 'versions')) {
    say('E041', 'key "versions" is missing');
    say('E043', 'there is no block of versions');
    return null;
  }
  if (!isObject(data.versions)) {
    say('E044', 'versions must be an object');
    return null;
  }
  const named: [string, VersionName][] = [];
  for (const name of Object.keys(data.versions)) {
    const parsed = parseVersionName(name);
    if (parsed) named.push([name, parsed]);
    else say('E046', `${quoted(name)} is no version`);
  }
  named.sort(([, a], [, b]) => a.number - b.number);
  if (named.length === 0) say('E008', 'there is no version');
  else if (named[0][1].number !== 1) say('E009', 'the first version is not 1');
  for (let i = 1; i < named.length; i++) {
    if (named[i][1].number !== named[i - 1][1].number + 1) {
      say('E010', `version ${named[i - 1][1].number + 1} is missing`);
    }
  }
  checkPadding(named, say);
  return new Map(named);
}

function checkPadding(named: readonly [string, VersionName][], say: Say): void {
  if (named.length === 0) return;
  const width = named[0][1].padding;
  if (width > 0) say('W001', 'version names are zero-padded');
  for (const [name, { padding }] of named) {
    if (padding === width) continue;
    if (width > 0 && name.length === width + 1)
      say('E011', `${name} must begin with a zero as the others do`);
    else say('E012', `${name} is not written as the first version is`);
    say('E013', `${name} is not written as the earlier versions are`);
  }
}

function checkHead(data: Json, names: Map<string, VersionName> | null, say: Say): string {
  if (!Object.hasOwn(data, 'head')) return [...(names?.keys() ?? [])].at(-1) ?? '';
  if (parseVersionName(data.head) === null) {
    say('E040', `head ${quoted(data.head)} is no version`);
    return [...(names?.keys() ?? [])].at(-1) ?? '';
  }
  const head = data.head as string;
  const last = [...(names?.keys() ?? [])].at(-1);
  if (names && head !== last) say('E040', `head is ${head}, the last version ${last ?? 'missing'}`);
  return head;
}

function checkManifest(data: Json, algorithm: string, say: Say): Map<string, string[]> | null {
  if (!Object.hasOwn(data, 'manifest')) {
    say('E041', 'key "manifest" is missing');
    return null;
  }
  if (!isObject(data.manifest)) {
    say('E106', 'manifest must be an object');
    return null;
  }
  return digestBlock(
    data.manifest,
    'manifest',
    algorithm,
    { digest: 'E039', paths: 'E092', twice: 'E096' },
    say,
  );
}

/** A block of digests with their paths, as manifest and fixity have them. */
function digestBlock(
  block: Json,
  name: string,
  algorithm: string,
  codes: { digest: string; paths: string; twice: string },
  say: Say,
): Map<string, string[]> {
  const read = new Map<string, string[]>();
  const lower = new Set<string>();
  for (const [digest, value] of Object.entries(block)) {
    if (isKnownAlgorithm(algorithm) && !isDigest(digest, algorithm)) {
      say(codes.digest, `${name}: ${quoted(digest)} is no ${algorithm} digest`);
    }
    if (lower.has(digest.toLowerCase())) say(codes.twice, `${name}: digest ${short(digest)} stands twice`);
    lower.add(digest.toLowerCase());
    if (!isTexts(value) || value.length === 0) say(codes.paths, `${name}: ${short(digest)} must list paths`);
    else read.set(digest, value);
  }
  checkPaths([...read.values()].flat(), `${name}: path`, { dots: 'E099', slash: 'E100', clash: 'E101' }, say);
  return read;
}

function checkManifestPaths(
  manifest: Map<string, string[]>,
  names: Map<string, VersionName>,
  contentDirectory: string,
  say: Say,
): void {
  for (const path of [...manifest.values()].flat()) {
    const [version] = path.split('/', 1);
    if (!names.has(version)) say('E042', `manifest: path ${quoted(path)} is in no version of this object`);
    else if (!path.startsWith(`${version}/${contentDirectory}/`)) {
      say('E042', `manifest: path ${quoted(path)} is not in ${version}/${contentDirectory}/`);
    }
  }
}

function checkVersions(
  blocks: Json,
  names: Map<string, VersionName>,
  manifest: Map<string, string[]>,
  say: Say,
): Map<string, Version> {
  const versions = new Map<string, Version>();
  for (const name of names.keys()) {
    const block = blocks[name];
    if (!isObject(block)) {
      say('E047', `${name} must be an object`);
      continue;
    }
    for (const key of Object.keys(block)) {
      if (!VERSION_KEYS.includes(key)) say('E102', `${name}: unknown key ${quoted(key)}`);
    }
    for (const key of ['created', 'state']) {
      if (!Object.hasOwn(block, key)) say('E048', `${name}: key "${key}" is missing`);
    }
    if (Object.hasOwn(block, 'created') && !isDate(block.created)) {
      say(
        'E049',
        `${name}: created ${quoted(block.created)} is no date and time with seconds and zone (RFC 3339)`,
      );
    }
    const { message, user } = block;
    if (message === undefined || user === undefined) say('W007', `${name}: message and user are recommended`);
    if (message !== undefined && typeof message !== 'string') say('E094', `${name}: message must be a text`);
    if (user !== undefined) checkUser(user, name, say);
    versions.set(name, {
      created: block.created,
      message,
      user,
      state: checkState(block, name, manifest, say),
    });
  }
  return versions;
}

function checkUser(user: unknown, name: string, say: Say): void {
  if (!isObject(user) || typeof user.name !== 'string' || user.name === '') {
    say('E054', `${name}: user must have a name`);
    return;
  }
  for (const key of Object.keys(user)) {
    if (key !== 'name' && key !== 'address') say('E102', `${name}: user: unknown key ${quoted(key)}`);
  }
  if (user.address === undefined) say('W008', `${name}: user has no address`);
  else if (typeof user.address !== 'string' || !URI.test(user.address)) {
    say('W009', `${name}: the user's address ${quoted(user.address)} is no URI`);
  }
}

function checkState(
  block: Json,
  name: string,
  manifest: Map<string, string[]>,
  say: Say,
): Map<string, string[]> {
  const state = new Map<string, string[]>();
  if (!Object.hasOwn(block, 'state')) return state;
  if (!isObject(block.state)) {
    say('E050', `${name}: state must be an object`);
    return state;
  }
  for (const [digest, paths] of Object.entries(block.state)) {
    if (!manifest.has(digest)) say('E050', `${name}: digest ${short(digest)} is not in the manifest`);
    if (isTexts(paths)) state.set(digest, paths);
    else say('E051', `${name}: ${short(digest)} must list logical paths`);
  }
  const codes = { dots: 'E052', slash: 'E053', clash: 'E095' };
  checkPaths([...state.values()].flat(), `${name}: logical path`, codes, say);
  return state;
}

/** Each digest of the manifest must be in the state of some version. */
function checkUse(manifest: Map<string, string[]>, versions: Map<string, Version>, say: Say): void {
  const used = new Set<string>();
  for (const { state } of versions.values())
    for (const digest of state.keys()) used.add(digest.toLowerCase());
  for (const [digest, [path]] of manifest) {
    if (!used.has(digest.toLowerCase())) say('E107', `manifest: ${quoted(path)} is in no version's state`);
  }
}

function checkFixity(
  data: Json,
  manifest: Map<string, string[]>,
  say: Say,
): Map<string, Map<string, string[]>> {
  const fixity = new Map<string, Map<string, string[]>>();
  if (!Object.hasOwn(data, 'fixity')) return fixity;
  if (!isObject(data.fixity)) {
    say('E111', 'fixity must be an object');
    return fixity;
  }
  const known = new Set([...manifest.values()].flat());
  for (const [algorithm, block] of Object.entries(data.fixity)) {
    if (!isKnownAlgorithm(algorithm)) say('E056', `fixity: ${quoted(algorithm)} is no algorithm of OCFL`);
    if (!isObject(block)) {
      say('E057', `fixity: ${quoted(algorithm)} must be an object`);
      continue;
    }
    const codes = { digest: 'E057', paths: 'E057', twice: 'E097' };
    const read = digestBlock(block, `fixity ${algorithm}`, algorithm, codes, say);
    for (const path of [...read.values()].flat()) {
      if (!known.has(path)) say('E057', `fixity: ${quoted(path)} is not in the manifest`);
    }
    fixity.set(algorithm, read);
  }
  return fixity;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value));
}

/** A stranger's value in an error: quoted, without control characters, not too long. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function short(digest: string): string {
  return digest.length > 12 ? `${JSON.stringify(digest.slice(0, 12)).slice(1, -1)}…` : quoted(digest);
}
