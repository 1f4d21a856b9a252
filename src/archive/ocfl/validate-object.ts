/**
 * An OCFL 1.1 object on disk (section 3) against the specification. Every rule that can be checked has its code; what
 * several codes describe is reported by the most specific one, and by the general one where the fixtures of the OCFL
 * project name it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HashOptions, hashFile } from '../hash-file.js';
import type { Inventory, Version } from './check-inventory.js';
import { nodeAlgorithm } from './digests.js';
import type { Report } from './findings.js';
import { entriesOf, listFolder } from './list-folder.js';
import { type ReadInventory, readInventory } from './read-inventory.js';
import { isRegisteredExtension } from './registered-extensions.js';
import { parseVersionName } from './version-name.js';

export interface ObjectOptions extends HashOptions {
  /** Takes what content files should hold, by their path in the object, instead of having them hashed here. */
  defer?: (path: string, claims: readonly Claim[]) => void;
}

/** What an inventory says of the bytes of a file. */
export interface Claim {
  /** The code of a claim that does not hold. */
  code: string;
  /** OCFL's name of the algorithm; one that Node has. */
  algorithm: string;
  /** Lower-case hex. */
  digest: string;
  /** The inventory's path in the object. */
  inventory: string;
}

/** What a validated object is. */
export interface ValidObject {
  /** Version of the specification that it declares, e.g. `1.1`; null where it declares none. */
  spec: string | null;
  root: ReadInventory | null;
}

const DECLARATION = /^0=ocfl_object_(1\.[01])$/;

/** Validates the object in `folder`. */
export async function validateObject(
  folder: string,
  report: Report,
  options: ObjectOptions = {},
): Promise<ValidObject> {
  const spec = checkDeclaration(folder, report);
  const folders = checkRootEntries(folder, report);
  const root = readInventory(folder, '', report);
  if (root === null) report('E063', 'inventory.json', 'the object has no inventory');
  const inventory = root?.inventory ?? null;
  if (inventory === null) return { spec, root };
  if (spec !== null && inventory.spec !== spec) {
    report('E038', 'inventory.json', `is of OCFL ${inventory.spec}, the object declares ${spec}`);
  }
  checkVersionFolders(inventory, folders, report);
  const files = listContent(folder, inventory, folders, report);
  const inventories = new Map([['', inventory]]);
  for (const name of inventory.versions.keys()) {
    if (!folders.includes(name)) continue;
    const read = readInventory(join(folder, name), `${name}/`, report);
    if (read === null) report('W010', name, 'the version has no inventory of its own');
    else if (name === inventory.head) checkLatest(root!, read, name, report);
    if (read?.inventory && name !== inventory.head) inventories.set(`${name}/`, read.inventory);
  }
  checkPriorVersions(inventory, inventories, report);
  checkReferences(inventories, files, report);
  for (const [path, claims] of claimsOf(inventories, files)) {
    if (options.defer) options.defer(path, claims);
    else await checkClaims(join(folder, ...path.split('/')), path, claims, report, options);
  }
  return { spec, root };
}

/** The declaration `0=ocfl_object_1.1` (section 3.2). */
function checkDeclaration(folder: string, report: Report): string | null {
  const names = entriesOf(folder)
    .map(({ name }) => name)
    .filter((name) => /^\d+=/.test(name));
  const right = names.filter((name) => DECLARATION.test(name));
  for (const name of names) {
    if (DECLARATION.test(name)) continue;
    if (!name.startsWith('0=')) report('E005', name, 'a declaration begins with 0=');
    else report('E006', name, 'must be 0=ocfl_object_1.1, or of an earlier version');
  }
  if (names.length === 0) report('E003', '', 'there is no file 0=ocfl_object_1.1');
  if (names.length > 1) report('E003', '', `there are ${names.length} declarations, not one`);
  for (const name of right) {
    const text = readFileSync(join(folder, name), 'latin1').slice(0, 100);
    if (text !== `${name.slice(2)}\n`) report('E007', name, `must hold ${name.slice(2)} and a line's end`);
  }
  return right.length === 1 ? DECLARATION.exec(right[0])![1] : null;
}

/** What may lie in the object's folder (sections 3.1, 3.8, 3.9). Returns the folders that are named as versions. */
function checkRootEntries(folder: string, report: Report): string[] {
  const versions: string[] = [];
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (parseVersionName(name)) versions.push(name);
      else if (name === 'extensions') checkExtensions(join(folder, name), `${name}/`, 'E067', 'W013', report);
      else if (name === 'logs') checkLinks(join(folder, name), name, report);
      else report('E001', name, 'a folder that OCFL does not know');
    } else if (!entry.isFile()) {
      report('E090', name, 'a link or device; only files and folders may be here');
    } else if (!/^(\d+=.*|inventory\.json(\.(sha512|sha256|md5))?)$/.test(name)) {
      report('E001', name, 'a file that OCFL does not know');
    }
  }
  return versions;
}

/** A folder of extensions: only folders, named as extensions that are registered. */
export function checkExtensions(
  folder: string,
  at: string,
  fileCode: string,
  nameCode: string,
  report: Report,
): void {
  for (const entry of entriesOf(folder)) {
    if (!entry.isDirectory()) report(fileCode, at + entry.name, 'only folders may be in extensions/');
    else {
      if (!isRegisteredExtension(entry.name)) {
        report(nameCode, at + entry.name, 'is no registered extension of OCFL');
      }
      checkLinks(join(folder, entry.name), at + entry.name, report);
    }
  }
}

function checkLinks(folder: string, at: string, report: Report): void {
  for (const path of listFolder(folder).others) report('E090', `${at}/${path}`, 'a link or device');
}

/** Versions and their folders must be the same. */
function checkVersionFolders(inventory: Inventory, folders: readonly string[], report: Report): void {
  for (const name of inventory.versions.keys()) {
    if (!folders.includes(name)) report('E010', name, 'the folder of this version is missing');
  }
  for (const name of folders) {
    if (inventory.versions.has(name)) continue;
    report('E046', name, 'the inventory does not know this version');
    const head = parseVersionName(inventory.head);
    if (head && parseVersionName(name)!.number > head.number) {
      report('E040', 'inventory.json', `head is ${inventory.head}, but there is ${name}`);
    }
  }
}

/** What lies in the versions' folders (section 3.3); returns all content files, by their paths in the object. */
function listContent(
  folder: string,
  inventory: Inventory,
  folders: readonly string[],
  report: Report,
): Set<string> {
  const files = new Set<string>();
  for (const version of folders) {
    for (const entry of entriesOf(join(folder, version))) {
      const at = `${version}/${entry.name}`;
      if (entry.isFile()) {
        if (!/^inventory\.json(\.(sha512|sha256))?$/.test(entry.name)) {
          report('E015', at, 'only an inventory and its digest may be beside the content');
        }
      } else if (!entry.isDirectory()) report('E090', at, 'a link or device');
      else if (entry.name === inventory.contentDirectory) {
        const listing = listFolder(join(folder, at));
        for (const path of listing.files) files.add(`${at}/${path}`);
        for (const path of listing.others) report('E090', `${at}/${path}`, 'a link or device');
        for (const path of listing.empty) {
          if (path === '') report('W003', at, 'a folder of content without content');
          else report('E024', `${at}/${path}`, 'an empty folder');
        }
      } else report('W002', at, `only the folder ${inventory.contentDirectory} is expected here`);
    }
  }
  return files;
}

/** The newest version's inventory is that of the object, byte for byte (section 3.7). */
function checkLatest(root: ReadInventory, version: ReadInventory, name: string, report: Report): void {
  if (root.bytes.equals(version.bytes)) return;
  report('E064', `${name}/inventory.json`, "is not the same as the object's inventory");
  const { inventory } = version;
  if (inventory && inventory.head !== name) {
    report('E040', `${name}/inventory.json`, `head is ${inventory.head}, not ${name}`);
  }
  if (inventory && inventory.id !== root.inventory!.id) {
    report('E110', `${name}/inventory.json`, 'has another id than the object');
  }
}

/** Earlier inventories against the object's (section 3.7). */
function checkPriorVersions(
  current: Inventory,
  inventories: ReadonlyMap<string, Inventory>,
  report: Report,
): void {
  let spec = '1.0';
  for (const [at, inventory] of inventories) {
    if (at === '') continue;
    const path = `${at}inventory.json`;
    const name = at.slice(0, -1);
    if (inventory.head !== name) report('E040', path, `head is ${inventory.head}, not ${name}`);
    if (inventory.id !== current.id) {
      report('E037', path, 'has another id than the object');
      report('E110', path, 'the id must not change between versions');
    }
    if (
      inventory.namesContentDirectory !== current.namesContentDirectory ||
      inventory.contentDirectory !== current.contentDirectory
    ) {
      report('E019', path, 'contentDirectory is set in the first version and stays, or is never set');
    }
    if (inventory.contentDirectory !== current.contentDirectory) {
      report(
        'E020',
        path,
        `contentDirectory is ${inventory.contentDirectory}, later ${current.contentDirectory}`,
      );
    }
    if (inventory.spec < spec)
      report('E103', path, `is of OCFL ${inventory.spec}, an earlier version of ${spec}`);
    spec = inventory.spec > spec ? inventory.spec : spec;
    comparePrior(inventory, current, path, report);
  }
  if (current.spec < spec)
    report('E103', 'inventory.json', `is of OCFL ${current.spec}, earlier ones of ${spec}`);
}

function comparePrior(prior: Inventory, current: Inventory, path: string, report: Report): void {
  for (const [name, version] of prior.versions) {
    const now = current.versions.get(name);
    if (now === undefined) {
      report('E066', path, `${name} is not in the object's inventory`);
      continue;
    }
    if (!sameState(prior, version, current, now)) {
      report('E066', path, `${name} holds other files than the object's inventory says`);
    }
    for (const key of ['created', 'message', 'user'] as const) {
      if (JSON.stringify(version[key]) !== JSON.stringify(now[key])) {
        report('W011', path, `${name}: ${key} differs from that in the object's inventory`);
      }
    }
  }
}

/** Whether two versions hold the same files: by digests, or where the algorithm changed by the files they lead to. */
function sameState(a: Inventory, versionA: Version, b: Inventory, versionB: Version): boolean {
  const contentOf = (inventory: Inventory, version: Version) => {
    const byPath = new Map<string, { digest: string; content: string[] }>();
    for (const [digest, paths] of version.state) {
      const content = inventory.manifest.get(digest) ?? [];
      for (const path of paths) byPath.set(path, { digest: digest.toLowerCase(), content });
    }
    return byPath;
  };
  const filesA = contentOf(a, versionA);
  const filesB = contentOf(b, versionB);
  if (filesA.size !== filesB.size) return false;
  for (const [path, { digest, content }] of filesA) {
    const other = filesB.get(path);
    if (other === undefined) return false;
    if (a.algorithm === b.algorithm) {
      if (digest !== other.digest) return false;
    } else if (!content.some((each) => other.content.includes(each))) return false;
  }
  return true;
}

/** Every content file is in the manifests from its version on, and every path of a manifest is a file. */
function checkReferences(
  inventories: ReadonlyMap<string, Inventory>,
  files: ReadonlySet<string>,
  report: Report,
): void {
  for (const [at, inventory] of inventories) {
    const head = parseVersionName(inventory.head)?.number ?? 0;
    const known = new Set([...inventory.manifest.values()].flat());
    for (const path of files) {
      const number = parseVersionName(path.slice(0, path.indexOf('/')))!.number;
      if (number <= head && !known.has(path))
        report('E023', path, `is not in the manifest of ${at}inventory.json`);
    }
    for (const path of known)
      if (!files.has(path)) report('E092', path, 'the manifest names it, but it is not there');
    for (const path of [...inventory.fixity.values()].flatMap((block) => [...block.values()].flat())) {
      if (!files.has(path)) report('E093', path, 'the fixity block names it, but it is not there');
    }
  }
}

/** What all inventories together say of each content file that is there. */
function claimsOf(
  inventories: ReadonlyMap<string, Inventory>,
  files: ReadonlySet<string>,
): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  const claim = (code: string, algorithm: string, block: ReadonlyMap<string, string[]>, at: string) => {
    if (nodeAlgorithm(algorithm) === null) return;
    for (const [digest, paths] of block) {
      for (const path of paths) {
        if (!files.has(path)) continue;
        const list = claims.get(path) ?? [];
        list.push({ code, algorithm, digest: digest.toLowerCase(), inventory: `${at}inventory.json` });
        claims.set(path, list);
      }
    }
  };
  for (const [at, { algorithm, manifest, fixity }] of inventories) {
    claim('E092', algorithm, manifest, at);
    for (const [name, block] of fixity) claim('E093', name, block, at);
  }
  return claims;
}

/** Hashes a content file and reports the claims that do not hold. `file` is where it lies, `path` what it is called. */
export async function checkClaims(
  file: string,
  path: string,
  claims: readonly Claim[],
  report: Report,
  options: HashOptions,
): Promise<void> {
  const algorithms = [...new Set(claims.map(({ algorithm }) => algorithm))];
  const digests = await hashFile(
    file,
    algorithms.map((name) => nodeAlgorithm(name)!),
    options,
  );
  const broken = claims.filter(({ algorithm, digest }) => digests[algorithms.indexOf(algorithm)] !== digest);
  for (const code of new Set(broken.map((each) => each.code))) {
    const [{ algorithm, inventory }] = broken.filter((each) => each.code === code);
    report(code, path, `the file does not have the ${algorithm} digest that ${inventory} gives`);
  }
}
