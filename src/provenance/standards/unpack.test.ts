import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type TarEntry, tar, tgz, type ZipEntry, zip } from '../../test/provenance/archives.js';
import { unpack } from './unpack.js';
import { LIMITS, type Unpacked, type UnpackLimits } from './unpack-rules.js';

async function all(bytes: Uint8Array, limits?: UnpackLimits): Promise<Unpacked[]> {
  const found: Unpacked[] = [];
  for await (const entry of unpack(bytes, 'a', limits)) found.push(entry);
  return found;
}

const text = (entry: Unpacked) => ('bytes' in entry ? Buffer.from(entry.bytes).toString() : entry.refused);

test('files of tar, tar.gz and zip come out as they went in', async () => {
  const files = [
    { path: 'a.json', content: '{}' },
    { path: 'b/c.txt', content: 'x'.repeat(1500) },
    { path: 'empty', content: '' },
  ];
  for (const archive of [tar(files), tgz(files), zip(files)]) {
    const found = await all(archive);
    assert.deepEqual(
      found.map((each) => [each.path, text(each)]),
      files.map(({ path, content }) => [path, content]),
    );
  }
});

test('names that lead out of the archive, links and devices are refused, and the rest is read', async () => {
  const bad: [path: string, type: string, why: RegExp][] = [
    ['../x', '0', /leaves the archive/],
    ['a/../../x', '0', /leaves the archive/],
    ['/etc/passwd', '0', /absolute/],
    ['C:\\x', '0', /absolute/],
    ['a\\..\\..\\x', '0', /leaves the archive/],
    ['a\\b', '0', /backslash/],
    ['link', '2', /symbolic link/],
    ['hard', '1', /hard link/],
    ['dev', '3', /device/],
    ['fifo', '6', /pipe/],
  ];
  const entries: TarEntry[] = bad.map(([path, type]) => ({ path, type }));
  const found = await all(tar([...entries, { path: 'good', content: 'yes' }]));
  for (const [i, [path, , why]] of bad.entries()) {
    assert.equal(found[i].path, path);
    assert.match(text(found[i]), why);
  }
  assert.equal(text(found[bad.length]), 'yes');
  const zipped: ZipEntry[] = [
    { path: '../x', content: 'x' },
    { path: 'link', content: '/etc/passwd', mode: 0xa1ff },
    { path: 'good', content: 'yes' },
  ];
  const names = (await all(zip(zipped))).map(text);
  assert.match(names[0], /leaves the archive/);
  assert.match(names[1], /symbolic link/);
  assert.equal(names[2], 'yes');
});

test('a long name in a GNU or pax header is checked too', async () => {
  const gnu = await all(
    tar([
      { path: '././@LongLink', type: 'L', content: '../../evil\0' },
      { path: 'ok', content: '1' },
    ]),
  );
  assert.match(text(gnu[0]), /leaves the archive/);
  const record = ' path=/evil\n';
  const pax = await all(
    tar([{ path: 'x', type: 'x', content: `${record.length + 2}${record}` }, { path: 'ok' }]),
  );
  assert.equal(pax[0].path, '/evil');
  assert.match(text(pax[0]), /absolute/);
});

test('bombs are refused before they fill the memory', async () => {
  const zeros = new Uint8Array(30 << 20);
  await assert.rejects(
    all(tgz([{ path: 'zeros', content: zeros }])),
    /200 times its size; refused as a bomb/,
  );
  await assert.rejects(
    all(zip([{ path: 'zeros', content: zeros }])),
    /200 times its size; refused as a bomb/,
  );
  const small = { ...LIMITS, total: 4096, file: 2048, entries: 3 };
  await assert.rejects(all(tar([{ path: 'a', content: 'x'.repeat(9000) }]), small), /more than 4096 bytes/);
  assert.match(
    text((await all(tar([{ path: 'a', content: 'x'.repeat(2100) }]), small))[0]),
    /larger than 2048/,
  );
  const many = Array.from({ length: 4 }, (_, i) => ({ path: `f${i}` }));
  await assert.rejects(all(tar(many), small), /more than 3 entries/);
  await assert.rejects(all(zip(many), small), /more than 3 entries/);
  const overlapping: ZipEntry[] = [
    { path: 'a', content: 'x'.repeat(999) },
    { path: 'a', content: 'x'.repeat(999), overlap: true },
  ];
  await assert.rejects(all(zip(overlapping)), /overlaps another file/);
  await assert.rejects(all(zip([{ path: 'a', content: 'x'.repeat(999), size: 10 }])), /not the 10 bytes/);
});

test('damaged archives are errors, wherever they are cut or flipped', async () => {
  const archive = tar([{ path: 'a', content: 'x'.repeat(700) }]);
  await assert.rejects(all(archive.subarray(0, 600)), /ends within/);
  const flipped = Buffer.from(archive);
  flipped[0] ^= 1;
  await assert.rejects(all(flipped), /wrong checksum/);
  await assert.rejects(all(tar([{ path: 'a', size: 8 ** 11 - 1 }])), /an entry of 8589934591 bytes; refused/);
  await assert.rejects(all(gzipSync(archive).subarray(0, 40)), /no whole gzip file/);
  await assert.rejects(all(zip([{ path: 'a', content: 'x' }]).subarray(0, 60)), /no whole zip file/);
  await assert.rejects(all(Buffer.from('neither')), /neither tar nor zip/);
});
