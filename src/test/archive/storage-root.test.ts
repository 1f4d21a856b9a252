/** The rules for storage roots (OCFL 1.1, section 4), for which there are no fixtures: each broken in turn. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { addToArchive, validateOcfl } from '../../archive/index.js';
import { findings } from '../../archive/ocfl/findings.js';
import { objectPath } from '../../archive/ocfl/storage-layout.js';
import { archiveFixture, now } from './archive-fixture.js';

test('each rule for storage roots is checked, with its code', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  write({ 'a.txt': 'one\n' });
  await addToArchive(store, at('a.txt'), { source: 'novels', now });
  const object = objectPath('urn:gen0:source:novels');
  const codes = async (damage: (root: string) => void) => {
    const root = at('copy');
    rmSync(root, { recursive: true, force: true });
    cpSync(join(store, 'archive'), root, { recursive: true });
    damage(root);
    const { found, report } = findings();
    await validateOcfl(root, report);
    return [...new Set([...found.errors, ...found.warnings].map(({ code }) => code))].sort();
  };
  const layout = (value: unknown) => (root: string) =>
    writeFileSync(join(root, 'ocfl_layout.json'), JSON.stringify(value));
  const cases: [string[], (root: string) => void][] = [
    [[], () => {}],
    [['E069'], (root) => rmSync(join(root, '0=ocfl_1.1'))],
    [['E076'], (root) => writeFileSync(join(root, '0=ocfl_1.0'), 'ocfl_1.0\n')],
    [['E078'], (root) => renameSync(join(root, '0=ocfl_1.1'), join(root, '1=ocfl_1.1'))],
    [['E079'], (root) => renameSync(join(root, '0=ocfl_1.1'), join(root, '0=ocfl_9.9'))],
    [['E080'], (root) => writeFileSync(join(root, '0=ocfl_1.1'), 'ocfl_1.1')],
    [
      ['E081'],
      (root) => {
        rmSync(join(root, '0=ocfl_1.1'));
        writeFileSync(join(root, '0=ocfl_1.0'), 'ocfl_1.0\n');
      },
    ],
    [['E070'], layout({ extension: '0004-hashed-n-tuple-storage-layout' })],
    [['E070'], (root) => writeFileSync(join(root, 'ocfl_layout.json'), '{')],
    [['E071'], layout({ extension: 'my-layout', description: 'mine' })],
    [['E072', 'E084'], (root) => writeFileSync(join(root, dirname(object), 'stray.txt'), 'x')],
    [['E073'], (root) => mkdirSync(join(root, 'abc/def'), { recursive: true })],
    [['E083'], (root) => renameSync(join(root, object), join(root, dirname(object), 'elsewhere'))],
    [
      ['E037', 'E083'],
      (root) => cpSync(join(root, object), join(root, dirname(object), 'again'), { recursive: true }),
    ],
    [['E090'], (root) => symlinkSync('/etc/passwd', join(root, 'link'))],
    [['E112'], (root) => writeFileSync(join(root, 'extensions/stray.txt'), 'x')],
    [
      ['W016'],
      (root) =>
        cpSync(join(root, 'extensions/0004-hashed-n-tuple-storage-layout'), join(root, 'extensions/mine'), {
          recursive: true,
        }),
    ],
    [
      [],
      (root) => writeFileSync(join(root, 'README.md'), 'files beside the objects are allowed in the root'),
    ],
    [['E003'], (root) => rmSync(join(root, object, '0=ocfl_object_1.1'))],
    [['E024'], (root) => mkdirSync(join(root, object, 'v1/content/data/empty'))],
  ];
  for (const [expected, damage] of cases) assert.deepEqual(await codes(damage), expected, damage.toString());
});
