/**
 * Damage of known size in other languages and in code: `node dist/bench/others.js [SET …]` prints the table of
 * docs/variability.md. The even documents of a set are the reference, the odd ones are damaged. Text of scripts without
 * spaces is parted into its tokens first, on both sides, since damage is done to words.
 */
import { auditProfiles } from '../audit/audit.js';
import type { Document } from '../corpus/document.js';
import { winkTagger } from '../language/wink-tagger.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { tokenise } from '../profile/tokenise.js';
import { type Rng, rng } from '../stats/rng.js';
import { cutRare, duplicate, loop } from './damage.js';
import { whyMissing } from './package-sets.js';
import { readSet } from './sets.js';

const UNSPACED = ['manuals_zh', 'manuals_ja'];
const asked = process.argv.slice(2);
const sets = asked.length > 0 ? asked : ['novels_fr', 'novels_de', ...UNSPACED, 'code_js'];
const DAMAGES: [name: string, watch: string, apply: (documents: Document[], random: Rng) => Document[]][] = [
  ['none', 'tails/hapax', (documents) => documents],
  ['30 % of once-only words cut', 'tails/hapax', (documents, random) => cutRare(documents, 1, 0.3, random)],
  ['10 % of documents looping', 'repetition/loops', (documents, random) => loop(documents, 0.1, random)],
  [
    '20 % of documents copied',
    'repetition/duplicates',
    (documents, random) => duplicate(documents, 0.2, random),
  ],
];

const skipped: string[] = [];
const unmeasured = new Set<string>();
console.log(
  '| set | documents | damage | metric | ratio [95 %] | grade | verdict |\n|---|--:|---|---|---|---|---|',
);
for (const set of sets) {
  const why = whyMissing(set);
  if (why !== null) {
    skipped.push(`${set}: ${why}`);
    continue;
  }
  const documents = readSet(set).map((document) =>
    UNSPACED.includes(set) ? { ...document, text: tokenise(document.text, 'words').join(' ') } : document,
  );
  const [reference, candidate] = [0, 1].map((parity) => documents.filter((_, i) => i % 2 === parity));
  const profile = await profileDocuments(reference);
  for (const [name, watch, apply] of DAMAGES) {
    const { metrics, verdict } = await auditProfiles(
      await profileDocuments(apply(candidate, rng(7))),
      profile,
      {
        seed: 1,
        version: '',
        lineage: 'unknown',
        corpusName: set,
        referenceName: set,
        corpusPaths: [],
        referencePaths: [],
        readers: { tagger: winkTagger() },
      },
    );
    const { ratio, ci, grade } = metrics[watch];
    const interval =
      ci === null ? '–' : `${ratio?.toFixed(2)} [${ci.map((end) => end.toFixed(2)).join(', ')}]`;
    const left = Object.entries(metrics).filter(([, metric]) => metric.grade === 'skipped');
    for (const [id, { reason }] of left) unmeasured.add(`${set}: \`${id}\`, ${reason}`);
    const sizes = `${candidate.length} : ${reference.length}`;
    console.log(`| ${[set, sizes, name, `\`${watch}\``, interval, grade, verdict.stage].join(' | ')} |`);
  }
}
if (unmeasured.size > 0) console.log(`\nMetrics skipped: ${[...unmeasured].join('; ')}.`);
if (skipped.length > 0) console.log(`\nSkipped ${skipped.length}: ${skipped.join('; ')}`);
