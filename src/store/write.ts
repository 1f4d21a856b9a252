/**
 * The store: one folder an audit or run of the lab and one index of each, plain files that `jq` reads.
 *
 *     .gen0/audits/2026-11-20-3f9c/{result.json,report.html}
 *     .gen0/audits/index.jsonl                                   one line an audit, appended
 *     .gen0/lab/2026-11-20-gaussian-3f9c/result.json             and drawings, and texts/ of worlds that write text
 *     .gen0/lab/index.jsonl
 *
 * A folder appears whole or not at all (written beside, synced, renamed), and its name comes from its content,
 * so two processes at once lose nothing and the same result is stored once.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder, writeSynced } from '../util/durable.js';

/** What is stored: the canonical result and its rendering. */
export interface AuditFiles {
  /** Canonical JSON of an AuditResult. */
  result: string;
  report: string;
}

/** One line of the index. */
export interface IndexLine {
  id: string;
  startedAt: string;
  corpus: string;
  reference: string;
  stage: string;
  /** Digest of the corpus. */
  digest: string;
}

export interface SavedAudit {
  id: string;
  folder: string;
}

/** Digits of the hash in a folder's name, at least. */
const DIGITS = 4;

/** Saves an audit under `store` and appends it to the index. */
export function saveAudit(store: string, files: AuditFiles): SavedAudit {
  const { startedAt, corpus, reference, verdict } = JSON.parse(files.result);
  return saveFolder(
    join(store, 'audits'),
    startedAt.slice(0, 10),
    { 'result.json': files.result, 'report.html': files.report },
    (id): IndexLine => ({
      id,
      startedAt,
      corpus: corpus.name,
      reference: reference.name,
      stage: verdict.stage,
      digest: corpus.digest,
    }),
  );
}

/**
 * Saves a result of the lab with its drawings, by file name, under `store`. `texts`: a folder on the same disk that
 * moves there as `texts`.
 */
export function saveLab(
  store: string,
  files: Record<string, string | Uint8Array> & { 'result.json': string },
  texts?: string,
): SavedAudit {
  const { startedAt, name } = JSON.parse(files['result.json']);
  const line = (id: string) => ({ id, startedAt, name });
  return saveFolder(join(store, 'lab'), `${startedAt.slice(0, 10)}-${name}`, files, line, texts);
}

/** Writes the files beside, renames their folder to `stem` and the hash of result.json, and appends a line to the index. */
function saveFolder(
  parent: string,
  stem: string,
  files: Record<string, string | Uint8Array> & { 'result.json': string },
  line: (id: string) => object,
  texts?: string,
): SavedAudit {
  mkdirSync(parent, { recursive: true });
  const temporary = join(parent, `.tmp-${process.pid}-${randomUUID()}`);
  try {
    mkdirSync(temporary);
    for (const [name, content] of Object.entries(files)) writeSynced(join(temporary, name), content);
    if (texts !== undefined) renameSync(texts, join(temporary, 'texts'));
    const id = settle(temporary, parent, stem, contentHash(files['result.json']));
    // The same result may have been saved before, without its texts.
    const [own, there] = [join(temporary, 'texts'), join(parent, id, 'texts')];
    if (existsSync(own) && !existsSync(there)) renameSync(own, there);
    syncFolder(parent);
    appendLine(join(parent, 'index.jsonl'), JSON.stringify(line(id)));
    return { id, folder: join(parent, id) };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** SHA-256 of a canonical result without `timing` and `startedAt`: equal runs hash alike. */
export function contentHash(result: string): string {
  const { timing: _timing, startedAt: _startedAt, ...content } = JSON.parse(result);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Renames the folder to the shortest free name; a name taken by the very same result is that result. */
function settle(temporary: string, parent: string, stem: string, hash: string): string {
  for (let digits = DIGITS; digits <= hash.length; digits++) {
    const id = `${stem}-${hash.slice(0, digits)}`;
    const target = join(parent, id);
    try {
      renameSync(temporary, target);
      return id;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && !(code === 'EPERM' && existsSync(target))) throw error;
    }
    const there = readIfPresent(join(target, 'result.json'));
    if (there !== undefined && contentHash(there) === hash) return id;
  }
  throw new Error(`${parent}: no free name for ${hash}`);
}

function readIfPresent(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** One write in append mode; a line that a crash cut short is closed first. */
function appendLine(path: string, line: string): void {
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    const whole = size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last[0] === 0x0a;
    writeSync(file, `${whole ? '' : '\n'}${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
