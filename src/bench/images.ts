/**
 * Measures audits of images where nothing has happened, on damage, and on what autoencoders write that learn from one
 * another; prints Markdown for docs/images.md.
 *
 *   node dist/bench/images.js --halvings 60 --size 1000       halvings of digits and of clothes
 *   node dist/bench/images.js --damage 3 --size 2500          draws of each damage
 *   node dist/bench/images.js --chain 5 --size 2500           generations of the lab's world `digits`
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AuditResult } from '../audit/result.js';
import { auditImages } from '../image-audit/index.js';
import type { Images } from '../images/images.js';
import { type ImageSet, readImages, readLabels } from '../images/index.js';
import { runLoop } from '../lab/loop/loop.js';
import { permutationOf } from '../lab/loop/permutation-of.js';
import { parseRegime } from '../lab/loop/regime.js';
import { digits } from '../lab/worlds/digits.js';
import { newRandom } from '../stats/random.js';
import { IMAGE_DAMAGE, takeImages } from './image-damage.js';

const { values } = parseArgs({
  options: {
    halvings: { type: 'string', default: '0' },
    damage: { type: 'string', default: '0' },
    chain: { type: 'string', default: '0' },
    size: { type: 'string', default: '2500' },
    first: { type: 'string', default: '0' },
    sets: { type: 'string', default: 'mnist_t10k,fashion_10k' },
    kinds: { type: 'string', default: '' },
  },
});
const FOLDER = fileURLToPath(new URL('../../../shared/data/images/', import.meta.url));
const size = Number(values.size);
const first = Number(values.first);
const sets = values.sets.split(',');

async function load(set: string): Promise<ImageSet> {
  const images = await readImages(`${FOLDER}${set}-images-idx3-ubyte.gz`);
  return { ...images, labels: readLabels(`${FOLDER}${set}-labels-idx1-ubyte.gz`, images) };
}

/** Two parts of `size` images each, at random. */
function parts(images: ImageSet, seed: number): [ImageSet, ImageSet] {
  const order = permutationOf(images.count, newRandom(seed, 5));
  return [takeImages(images, order.subarray(0, size)), takeImages(images, order.subarray(size, 2 * size))];
}

function audit(corpus: ImageSet, reference: ImageSet, seed: number): AuditResult {
  const options = { seed, version: '', lineage: 'descendant' as const, corpusName: '', referenceName: '' };
  const result = auditImages(corpus, reference, options);
  process.stderr.write(`${result.verdict.stage} ${result.verdict.because[0]}\n`);
  return result;
}

const ids = [
  'tails/recall',
  'tails/rare-images',
  'diversity/pixel-variance',
  'diversity/features',
  'drift/precision',
  'drift/brightness',
  'drift/contrast',
  'drift/sharpness',
  'repetition/copied-images',
  'repetition/near-copied-images',
];

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([word, n]) => `${word} ${n}`)
    .join(', ');
}

/** The mean ratio over the runs, in bold where it failed in most of them. */
function cell(all: readonly AuditResult[], id: string): string {
  const found = all.map(({ metrics }) => metrics[id]).filter((metric) => metric?.ratio != null);
  if (found.length === 0) return '';
  const mean = found.reduce((sum, { ratio }) => sum + ratio!, 0) / found.length;
  const failed = 2 * found.filter(({ grade }) => grade === 'fail').length > all.length;
  return failed ? `**${mean.toFixed(2)}**` : mean.toFixed(2);
}

const HEAD = `| ${ids.map((id) => id.slice(id.indexOf('/') + 1)).join(' | ')} |\n|---|---|${ids.map(() => '--:|').join('')}\n`;

function line(what: string, all: readonly AuditResult[]): string {
  const stages = tally(all.map(({ verdict }) => verdict.stage));
  return `| ${what} | ${stages} | ${ids.map((id) => cell(all, id)).join(' | ')} |\n`;
}

function halvings(set: string, all: readonly AuditResult[]): string {
  const rows = [...new Set(all.flatMap(({ metrics }) => Object.keys(metrics)))].map((id) => {
    const each = all
      .map(({ metrics }) => metrics[id])
      .filter(({ ratio, ci }) => ratio !== null && ci !== null);
    const logs = each.map(({ ratio }) => Math.log(ratio!));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (logs.length - 1));
    const share = (test: (metric: (typeof each)[number]) => boolean) =>
      `${((100 * each.filter(test).length) / each.length).toFixed(0)} %`;
    const cells = [
      `\`${id}\``,
      mean.toFixed(4),
      sd.toFixed(4),
      share(({ ci }) => ci![0] <= 1 && ci![1] >= 1),
      ...['ok', 'warn', 'fail', 'inconclusive'].map((grade) => share((metric) => metric.grade === grade)),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  const verdicts = tally(all.map(({ verdict }) => verdict.stage));
  const lists = all.filter(({ lost }) => lost.length > 0).length;
  return `\n#### ${set}, ${size} a side, ${all.length} halvings\n\nVerdicts: ${verdicts}. Reports that list anything lost: ${lists}.\n\n| metric | mean log ratio | sd | covers 1.00 | ok | warn | fail | inconclusive |\n|---|--:|--:|--:|--:|--:|--:|--:|\n${rows.join('')}`;
}

/** What the models of a run of the world `digits` wrote, as bytes; the real images of generation 0 first. */
async function chain(images: ImageSet, generations: number): Promise<ImageSet[]> {
  const { name, width, height, pixels } = images;
  const parameters = digits.parameters.parse({ hidden: 200, batch: 64, steps: 400 });
  const input = { kind: 'images' as const, name, width, height, pixels };
  const setup = await digits.setup(parameters, newRandom(1, 0, 0), input);
  const written: ImageSet[] = [];
  await runLoop(
    setup,
    { samples: images.count, growth: 0, generations, regime: parseRegime('replace') },
    {
      seed: 1,
      onGeneration: (generation) => {
        if (!generation) return;
        const sample = generation.sample as Images;
        const bytes = Uint8Array.from(sample.values, (x) => Math.round(255 * x));
        written.push({ ...images, labels: undefined, count: bytes.length / width / height, pixels: bytes });
      },
    },
  );
  return written;
}

for (const set of sets) {
  const images = await load(set);
  if (Number(values.halvings) > 0) {
    const all = Array.from({ length: Number(values.halvings) }, (_, i) => {
      const [corpus, reference] = parts(images, first + i);
      return audit(corpus, reference, first + i);
    });
    process.stdout.write(halvings(set, all));
  }
  if (Number(values.damage) > 0) {
    process.stdout.write(
      `\n#### ${set}, ${size} a side, ${values.damage} draws\n\n| damage | verdicts ${HEAD}`,
    );
    for (const [what, damage] of Object.entries(IMAGE_DAMAGE)) {
      if (!what.includes(values.kinds)) continue;
      const all = Array.from({ length: Number(values.damage) }, (_, i) => {
        const [corpus, reference] = parts(images, first + i);
        return audit(damage(corpus, newRandom(first + i, 6)), reference, first + i);
      });
      process.stdout.write(line(what, all));
    }
  }
  if (Number(values.chain) > 0) {
    const [learnt, reference] = parts(images, first);
    process.stdout.write(`\n#### ${set}, ${size} a side\n\n| generation | verdict ${HEAD}`);
    const written = await chain(learnt, Number(values.chain));
    written.forEach((corpus, generation) => {
      process.stdout.write(line(`${generation}`, [audit(corpus, reference, first)]));
    });
  }
}
