/** What an addition takes in: a file, the files of a folder, or a bag, each with its path in the archive. */
import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DataError } from '../util/errors.js';
import { type BagFile, isBag, readBag } from './bag/read-bag.js';
import { listFolder } from './ocfl/list-folder.js';
import { pathClash, pathFault } from './safe-path.js';

export interface InputFile {
  /** Where it lies. */
  from: string;
  /** Logical path in the object: below `data/`, or `bag/` for what a bag says of itself. */
  path: string;
  bytes: number;
  /** Digests that it must have. */
  claims: BagFile['claims'];
}

/** The files of an input, in the order of their paths. Throws DataError naming the path that cannot be archived. */
export function listInput(input: string): InputFile[] {
  const files = filesOf(input);
  if (files.length === 0) throw new DataError(`${input}: an empty folder; there is nothing to archive`);
  for (const { from, path } of files) {
    const fault = pathFault(path);
    if (fault) throw new DataError(`${from}: the name ${fault}; rename it, or pack it into a tar file`);
  }
  const clash = pathClash(files.map(({ path }) => path));
  if (clash) {
    throw new DataError(
      `${input}: ${clash[0]} and ${clash[1]} are one file where case does not count; rename one of them`,
    );
  }
  return files;
}

function filesOf(input: string): InputFile[] {
  try {
    return filesOfKind(input);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DataError(`${input}: cannot be read: ${message}`);
  }
}

function filesOfKind(input: string): InputFile[] {
  const stat = statOf(input);
  if (stat.isSymbolicLink()) throw new DataError(`${input}: a symbolic link; archive what it leads to`);
  if (stat.isFile()) return [{ from: input, path: `data/${basename(input)}`, bytes: stat.size, claims: [] }];
  if (!stat.isDirectory()) throw new DataError(`${input}: no file and no folder; only these can be archived`);
  if (isBag(input)) return bagFiles(input);
  const { files, others } = listFolder(input);
  const [other] = others;
  if (other !== undefined) {
    throw new DataError(
      `${join(input, other)}: a link, pipe or device, which no archive can keep; remove it or copy what it leads to`,
    );
  }
  return files.map((path) => inputFile(input, path, `data/${path}`, []));
}

function bagFiles(folder: string): InputFile[] {
  const { files, oxum } = readBag(folder);
  const inputs = files
    .map(({ path, claims }) =>
      inputFile(folder, path, path.startsWith('data/') ? path : `bag/${path}`, claims),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const payload = inputs.filter(({ path }) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, each) => sum + each.bytes, 0);
  if (oxum && (oxum.bytes !== bytes || oxum.files !== payload.length)) {
    throw new DataError(
      `${folder}: not a valid bag: bag-info.txt says ${oxum.bytes} bytes in ${oxum.files} files, there are ${bytes} in ${payload.length}`,
    );
  }
  if (payload.length === 0)
    throw new DataError(`${folder}: a bag without payload; there is nothing to archive`);
  return inputs;
}

function inputFile(folder: string, path: string, to: string, claims: BagFile['claims']): InputFile {
  const from = join(folder, path);
  return { from, path: to, bytes: statOf(from).size, claims };
}

function statOf(path: string) {
  try {
    return lstatSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new DataError(`${path}: no such file or folder`);
    throw error;
  }
}
