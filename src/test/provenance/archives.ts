/** Files of the archives in ../shared/data/provenance, and archives made for tests. */
import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { unpack } from '../../provenance/standards/unpack.js';

/** Path → bytes. */
export async function archived(path: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const entry of unpack(readFileSync(path), path)) {
    if ('refused' in entry) throw new Error(`${entry.path}: ${entry.refused}`);
    files.set(entry.path, entry.bytes);
  }
  return files;
}

export interface TarEntry {
  path: string;
  content?: string | Uint8Array;
  /** Type flag: 0 a file, 2 a symbolic link, and so on. */
  type?: string;
  /** What the header says instead of the content's length. */
  size?: number;
}

/** A tar archive with whatever names and types it is told. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, content = '', type = '0', size } of entries) {
    const body = Buffer.from(content as Uint8Array);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${(size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\x0000', 257, 'latin1');
    let sum = 0;
    for (const byte of header) sum += byte;
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function tgz(entries: readonly TarEntry[]): Buffer {
  return gzipSync(tar(entries));
}

export interface ZipEntry {
  path: string;
  content?: string | Uint8Array;
  /** Unix mode with its type bits: 0xa1ff is a symbolic link. */
  mode?: number;
  /** What the directory says instead of the content's length. */
  size?: number;
  /** Point to the bytes of the entry before. */
  overlap?: boolean;
}

/** A zip archive, deflated. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let last = 0;
  for (const { path, content = '', mode = 0x81a4, size, overlap } of entries) {
    const body = Buffer.from(content as Uint8Array);
    const packed = deflateRawSync(body);
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? body.length, 18);
    common.writeUInt16LE(name.length, 22);
    if (!overlap) {
      files.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed);
      last = at;
      at += 30 + name.length + packed.length;
    }
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    common.copy(entry, 6);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(last, 42);
    directory.push(entry, name);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}
