/**
 * Exports a version as a bag (BagIt 1.0, RFC 8493) that proves itself: beside the payload lie the source card, the OCFL
 * inventory of the version, and the proof that the log holds it. `sha512sum -c manifest-sha512.txt` checks it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeSynced } from '../util/durable.js';
import { CARD_PATH } from './add.js';
import { manifestLine } from './bag/manifest.js';
import { sha512 } from './commit.js';
import { type FoundVersion, findVersion } from './find-version.js';
import { copyChecked, type Got } from './get.js';
import type { HashOptions } from './hash-file.js';
import { loggedAdditions } from './list.js';
import { logOf, proofOf } from './log/log.js';
import { type KeyOption, publicKeyOf } from './public-key.js';
import { whenSettled } from './settled.js';
import { writeFolder } from './write-folder.js';

export interface ExportOptions extends HashOptions, KeyOption {
  version?: string;
  /** Version of gen0. */
  tool: string;
  now(): number;
}

/** Writes a bag into the new folder `target`. */
export async function exportBag(
  store: string,
  source: string,
  target: string,
  { version, tool, now, publicKey, ...rest }: ExportOptions,
): Promise<Got> {
  const { found, proof, kept } = await whenSettled(store, now, () => {
    const found = findVersion(store, source, version);
    const logged = loggedAdditions(store, { publicKey });
    const event = logged.get(`${found.object.inventory.id} ${found.name}`);
    const key = publicKeyOf(store, { publicKey });
    const proof = event && key ? proofOf(logOf(store, key), event.index) : null;
    return { found, proof, kept: event?.kept ?? 'unknown' };
  });
  return writeFolder(target, async (folder) => {
    const payload: string[] = [];
    const tags: string[] = [];
    let bytes = 0;
    const copy = async (path: string, to: string, lines: string[]) => {
      const { file, digest } = found.files.get(path)!;
      const size = await copyChecked(file, join(folder, to), digest, rest);
      lines.push(manifestLine(digest, to));
      return size;
    };
    for (const path of [...found.files.keys()].sort()) {
      if (path.startsWith('data/')) bytes += await copy(path, path, payload);
      else await copy(path, `gen0/${path}`, tags);
    }
    const tag = (path: string, content: string | Buffer) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeSynced(join(folder, path), content);
      tags.push(manifestLine(sha512(content), path));
    };
    tag('gen0/inventory.json', versionInventory(found));
    if (proof !== null) tag('gen0/archive.tlog-proof', proof);
    tag('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    tag('manifest-sha512.txt', lines(payload));
    tag('bag-info.txt', bagInfo(source, found, kept, `${bytes}.${payload.length}`, tool, now));
    writeSynced(join(folder, 'tagmanifest-sha512.txt'), lines(tags));
    return { version: found.name, files: payload.length, bytes };
  });
}

function versionInventory({ object, name }: FoundVersion): Buffer {
  return readFileSync(join(object.folder, name, 'inventory.json'));
}

function bagInfo(
  source: string,
  { object, name }: FoundVersion,
  kept: string,
  oxum: string,
  tool: string,
  now: () => number,
): string {
  return lines([
    `Bag-Software-Agent: gen0 ${tool}`,
    `Bagging-Date: ${new Date(now()).toISOString().slice(0, 10)}`,
    `External-Identifier: ${object.inventory.id}`,
    `External-Description: Source ${source}, version ${name} in the archive of gen0; gen0/${CARD_PATH} says what is known of it`,
    `Gen0-Kept-As: ${kept}`,
    `Payload-Oxum: ${oxum}`,
  ]);
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('');
}
