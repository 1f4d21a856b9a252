/**
 * Audits the archive: OCFL by the specification, fixity of the files (all, or a random sample), the log against its
 * signature, the log against the objects, and the ledger against the log. Whatever does not hold is named.
 *
 * Structure and log are looked at while no addition is going on; files never change once they are there, so they are
 * hashed without holding anyone up. The audit is itself recorded in log and ledger.
 */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { appendToLedger, recordsOf } from '../provenance/ledger.js';
import { signingKey } from '../provenance/signing-key.js';
import { withLock } from '../util/lock.js';
import { recover, sha512 } from './commit.js';
import { type Added, decodeEvent, encodeEvent } from './events.js';
import type { HashOptions } from './hash-file.js';
import { openCheckpoint } from './log/checkpoint.js';
import { appendToLog, type Log, logOf } from './log/log.js';
import { consistencyProof, rootHash, treeOf, verifyConsistency } from './log/merkle.js';
import { type VerifiedLog, verifyLog } from './log/verify-log.js';
import { type Finding, findings, type Report } from './ocfl/findings.js';
import { objectPath, ROOT_FILES } from './ocfl/storage-layout.js';
import { type Claim, checkClaims, type ValidObject } from './ocfl/validate-object.js';
import { type KeyOption, publicKeyOf } from './public-key.js';
import { whenSettled } from './settled.js';
import { archivePaths } from './store-paths.js';
import { validateOcfl } from './validate-ocfl.js';

export interface VerifyOptions extends HashOptions, KeyOption {
  /** Hash so many files, chosen at random; all by default. */
  sample?: number;
  /** A checkpoint that was kept elsewhere, or a proof that holds one: the log must go on from it. */
  since?: { text: string; shown: string };
  /** Whether the audit is recorded; true by default. */
  record?: boolean;
  /** Told the bytes and files that will be hashed. */
  onPlan?: (plan: { bytes: number; files: number }) => void;
  now(): number;
}

export interface ArchiveAudit {
  objects: number;
  versions: number;
  /** Content files, those that were hashed, and their bytes. */
  files: number;
  hashed: number;
  bytes: number;
  /** Entries in the log; null where its checkpoint cannot be trusted. */
  logSize: number | null;
  faults: Finding[];
  warnings: Finding[];
  /** Whether the audit was recorded in log and ledger. */
  recorded: boolean;
}

interface Content {
  path: string;
  claims: readonly Claim[];
}

/** Audits the archive of a store. Paths of faults are relative to the store. */
export async function verifyArchive(store: string, options: VerifyOptions): Promise<ArchiveAudit> {
  const paths = archivePaths(store);
  const { found, report } = findings();
  const content: Content[] = [];
  const { objects, log } = await whenSettled(store, options.now, () =>
    checkStructure(store, content, report, options),
  );
  const chosen = options.sample === undefined ? content : sampleOf(content, options.sample);
  const bytes = chosen.reduce((sum, { path }) => sum + statSync(join(paths.root, path)).size, 0);
  options.onPlan?.({ bytes, files: chosen.length });
  for (const { path, claims } of chosen) {
    await checkClaims(join(paths.root, path), path, claims, within('archive', report), options);
  }
  const audit: ArchiveAudit = {
    objects: objects.size,
    versions: [...objects.values()].reduce((sum, { root }) => sum + (root?.inventory?.versions.size ?? 0), 0),
    files: content.length,
    hashed: chosen.length,
    bytes,
    logSize: log?.checkpoint.size ?? null,
    faults: found.errors,
    warnings: found.warnings,
    recorded: false,
  };
  const sound = found.errors.every(({ code }) => code !== 'log' && code !== 'ledger');
  if (options.record !== false && log && sound) await record(store, audit, options.now);
  return audit;
}

async function checkStructure(
  store: string,
  content: Content[],
  report: Report,
  options: VerifyOptions,
): Promise<{ objects: Map<string, ValidObject>; log: VerifiedLog | null }> {
  const { root } = archivePaths(store);
  const inArchive = within('archive', report);
  const objects = await validateOcfl(root, inArchive, {
    defer: (path, claims) => content.push({ path, claims }),
  });
  checkExactBytes(root, inArchive);
  const log = checkLog(store, report, options);
  if (log) {
    checkLogAgainstObjects(store, log, objects, report);
    await checkLedger(store, log, report);
    if (options.since) checkSince(options.since, log, logFor(store, options)!, report);
  }
  return { objects, log };
}

/** Files whose bytes gen0 fixes, where OCFL leaves freedom: a bit that changes nothing for OCFL is found too. */
function checkExactBytes(root: string, report: Report): void {
  for (const [path, text] of ROOT_FILES) {
    const file = join(root, path);
    if (!existsSync(file)) report('root', path, 'is missing');
    else if (readFileSync(file, 'utf8') !== text) report('root', path, 'is not as gen0 wrote it');
  }
}

function logFor(store: string, options: KeyOption): Log | null {
  const key = publicKeyOf(store, options);
  return key && logOf(store, key);
}

function checkLog(store: string, report: Report, options: KeyOption): VerifiedLog | null {
  let log: Log | null;
  try {
    log = logFor(store, options);
  } catch (error) {
    report('log', 'keys', (error as Error).message);
    return null;
  }
  if (log === null) {
    report('log', 'keys', 'there is no public key to check the log with; give one with --key');
    return null;
  }
  return verifyLog(log, within('archive-log', report));
}

/** Every addition that was logged is there as it was logged, and nothing is there that was not. */
function checkLogAgainstObjects(
  store: string,
  { entries, leaves }: VerifiedLog,
  objects: ReadonlyMap<string, ValidObject>,
  report: Report,
): void {
  if (leaves.length !== entries.length) return;
  const { root } = archivePaths(store);
  const logged = new Map<string, Added>();
  const newest = new Map<string, { entry: number; digest: string }>();
  for (const [i, entry] of entries.entries()) {
    if (entry === null) continue;
    const event = decodeEvent(entry);
    if (event === null)
      report('log', 'archive-log/tile/entries', `entry ${i} is none that this version of gen0 knows`);
    if (event?.event !== 'add') continue;
    const path = `${objectPath(event.object)}/${event.version}`;
    logged.set(path, event);
    newest.set(objectPath(event.object), { entry: i, digest: event.inventory });
    const at = `archive/${path}`;
    if (!existsSync(join(root, path))) report('log', at, `is missing; log entry ${i} has it`);
    else checkInventoryFiles(store, at, event.inventory, i, report);
  }
  // Where an entry could not be read, what it logged is not missing from the log.
  if (entries.includes(null)) return;
  for (const [path, { entry, digest }] of newest) {
    if (existsSync(join(root, path))) checkInventoryFiles(store, `archive/${path}`, digest, entry, report);
  }
  for (const [path, { root: read }] of objects) {
    for (const version of read?.inventory?.versions.keys() ?? []) {
      if (!logged.has(`${path}/${version}`)) report('log', `archive/${path}/${version}`, 'is not in the log');
    }
  }
}

/** An inventory and its sidecar are, byte for byte, what the log has the digest of. */
function checkInventoryFiles(store: string, at: string, digest: string, entry: number, report: Report): void {
  const inventory = join(store, at, 'inventory.json');
  const sidecar = `${inventory}.sha512`;
  if (!existsSync(inventory)) report('log', `${at}/inventory.json`, `is missing; log entry ${entry} has it`);
  else if (sha512(readFileSync(inventory)) !== digest) {
    report('log', `${at}/inventory.json`, `is not the inventory of log entry ${entry}`);
  }
  if (existsSync(sidecar) && readFileSync(sidecar, 'latin1') !== `${digest}  inventory.json\n`) {
    report(
      'log',
      `${at}/inventory.json.sha512`,
      `does not hold the digest of log entry ${entry} as gen0 wrote it`,
    );
  }
}

/** The states of the log that the ledger noted are states that this log had. */
async function checkLedger(
  store: string,
  { leaves, checkpoint }: VerifiedLog,
  report: Report,
): Promise<void> {
  if (leaves.length !== checkpoint.size) return;
  const tree = treeOf(leaves);
  try {
    for await (const { kind, entry, n } of recordsOf(store, 'archive')) {
      if (kind !== 'archive') continue;
      const noted = entry.detail?.log as { size?: unknown; root?: unknown } | undefined;
      if (typeof noted?.size !== 'number' || typeof noted.root !== 'string') continue;
      const { size } = noted;
      if (size > checkpoint.size) {
        report(
          'log',
          'archive-log/checkpoint',
          `has ${checkpoint.size} entries, ledger line ${n} notes ${size}: some are gone`,
        );
      } else if (rootHash(size, tree).toString('base64') !== noted.root) {
        report('log', 'archive-log', `its first ${size} entries are not those that ledger line ${n} notes`);
      }
    }
  } catch (error) {
    report('ledger', 'ledger.jsonl', (error as Error).message);
  }
}

/** A checkpoint from elsewhere: the log must begin with the tree that it signs. */
function checkSince(
  { text, shown }: { text: string; shown: string },
  { leaves, checkpoint }: VerifiedLog,
  { key }: Log,
  report: Report,
): void {
  const note = text.startsWith('c2sp.org/tlog-proof') ? text.slice(text.indexOf('\n\n') + 2) : text;
  const old = openCheckpoint(note, key, shown);
  if (old.size > checkpoint.size) {
    report(
      'log',
      'archive-log/checkpoint',
      `has ${checkpoint.size} entries, ${shown} has ${old.size}: some are gone`,
    );
    return;
  }
  if (leaves.length !== checkpoint.size) return;
  const proof = consistencyProof(old.size, checkpoint.size, treeOf(leaves));
  if (!verifyConsistency(old.size, checkpoint.size, old.root, checkpoint.root, proof)) {
    report('log', 'archive-log', `is another history than that of ${shown}`);
  }
}

async function record(store: string, audit: ArchiveAudit, now: () => number): Promise<void> {
  const { hashed: files, files: of, bytes, faults } = audit;
  const key = signingKey(store);
  const event = {
    gen0: 1,
    event: 'verify',
    at: new Date(now()).toISOString(),
    files,
    of,
    bytes,
    faults: faults.length,
  } as const;
  await withLock(archivePaths(store).lock, async () => {
    await recover(store, now);
    const { size, root } = await appendToLog(logOf(store, key), [encodeEvent(event)], key);
    const named = faults.slice(0, 100).map(({ code, path, message }) => ({ code, path, message }));
    const detail = { of, faults: faults.length, named, log: { size, root: root.toString('base64') } };
    await appendToLedger(store, [{ kind: 'archive', entry: { event: 'verify', files, bytes, detail } }], {
      now,
    });
    audit.logSize = size;
  });
  audit.recorded = true;
}

/** `size` of the files at random, in their order. */
function sampleOf(content: readonly Content[], size: number): Content[] {
  const indices = content.map((_, i) => i);
  const count = Math.min(size, indices.length);
  for (let i = 0; i < count; i++) {
    const j = i + randomInt(indices.length - i);
    [indices[i], indices[j]] = [indices[j], indices[i]];
  }
  return indices
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((i) => content[i]);
}

/** Findings of a folder, with its name before their paths. */
function within(folder: string, report: Report): Report {
  return (code, path, message) => report(code, path === '' ? folder : `${folder}/${path}`, message);
}
