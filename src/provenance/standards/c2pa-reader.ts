/**
 * C2PA manifests out of images, by c2pa-rs compiled to WebAssembly (`@contentauth/c2pa-wasm`, an optional peer of 9 MB
 * without install script). It needs no browser as of 0.15.0, which reads bytes. Nothing is fetched: neither remote
 * manifests nor revocation lists, and no list of trusted signers comes with it, so `trusted` takes one of your own.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DataError } from '../../util/errors.js';
import { parseJson } from '../../util/strict-json.js';
import { objectOf } from './reading.js';

/** The report on the manifests of a file of a media type, or null where it has none. Throws DataError. */
export type C2paReader = (
  bytes: Uint8Array,
  mediaType: string,
  shown: string,
) => Promise<Record<string, unknown> | null>;

const SETTINGS = JSON.stringify({ verify: { remote_manifest_fetch: false, ocsp_fetch: false } });

let loaded: Promise<C2paReader> | null = null;

/** Loads the reader once. Throws DataError with the remedy where the package is missing. */
export function c2paReader(): Promise<C2paReader> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<C2paReader> {
  let library: typeof import('@contentauth/c2pa-wasm');
  let code: string;
  try {
    library = await import('@contentauth/c2pa-wasm');
    code = createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm');
  } catch {
    loaded = null;
    throw new DataError(
      'C2PA manifests are read by a package of their own: npm install @contentauth/c2pa-wasm',
    );
  }
  library.initSync({ module: readFileSync(code) });
  return async (bytes, mediaType, shown) => {
    let reader: Awaited<ReturnType<typeof library.WasmReader.fromBytes>>;
    try {
      reader = await library.WasmReader.fromBytes(mediaType, bytes, SETTINGS);
    } catch (error) {
      const message = String(error);
      if (message.includes('JumbfNotFound')) return null;
      throw new DataError(`${shown}: its C2PA manifest cannot be read: ${message}`);
    }
    try {
      return objectOf(parseJson(reader.json(), shown), shown);
    } finally {
      reader.free();
    }
  };
}

/** Whether bytes can hold a manifest store at all, so that files without one need no package. */
export function mayHoldManifest(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('jumdc2pa');
}
