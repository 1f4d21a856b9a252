/**
 * Power against dose: how much damage the audit notices. Prints Markdown for docs/variability.md.
 *
 *   node dist/bench/doses.js [draws]         two samples of novels, even and odd documents apart
 *   node dist/bench/doses.js [draws] SET …   the even documents of a set are the reference, the odd ones are damaged
 *
 * The bounds were chosen on the novels; the other sets show what they do on text that had no part in the choice.
 */
import { auditProfiles } from '../audit/audit.js';
import type { AuditResult } from '../audit/result.js';
import type { Document } from '../corpus/document.js';
import { winkTagger } from '../language/wink-tagger.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { type Rng, rng } from '../stats/rng.js';
import {
  boilerplate,
  cutRare,
  duplicate,
  loop,
  nearDuplicate,
  predictable,
  samePatterns,
  shorten,
  shuffle,
} from './damage.js';
import { readSet } from './sets.js';

const tagger = winkTagger();
const DRAWS = Number(process.argv[2] ?? 4);

interface Damage {
  name: string;
  doses: number[];
  apply: (documents: Document[], dose: number, random: Rng) => Document[];
  watch: string[];
}

const DAMAGES: Damage[] = [
  {
    name: 'once-only words cut',
    doses: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1],
    apply: (documents, dose, random) => cutRare(documents, 1, dose, random),
    watch: ['tails/hapax', 'tails/coverage', 'tails/rare-mass', 'diversity/entropy', 'diversity/distinct-2'],
  },
  {
    name: 'words of at most 3, then 10 occurrences cut',
    doses: [3, 10],
    apply: (documents, dose, random) => cutRare(documents, dose, 1, random),
    watch: ['tails/hapax', 'tails/coverage', 'tails/rare-mass', 'diversity/entropy', 'diversity/distinct-2'],
  },
  {
    name: 'documents looping',
    doses: [0.005, 0.01, 0.02, 0.05, 0.1],
    apply: loop,
    watch: ['repetition/loops', 'diversity/distinct-4', 'tails/hapax'],
  },
  {
    name: 'documents copied',
    doses: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2],
    apply: duplicate,
    watch: ['repetition/duplicates', 'tails/hapax', 'diversity/entropy'],
  },
  {
    name: 'documents copied with 3 % of the words replaced',
    doses: [0.01, 0.05, 0.2],
    apply: nearDuplicate,
    watch: ['repetition/near-duplicates', 'repetition/duplicates', 'tails/hapax', 'diversity/entropy'],
  },
  {
    name: 'words replaced by the likeliest next word',
    doses: [0.02, 0.05, 0.1, 0.2, 0.4],
    apply: predictable,
    watch: ['centre/perplexity', 'tails/perplexity', 'tails/coverage', 'diversity/syntax'],
  },
  {
    name: 'documents with their words in random order',
    doses: [0.02, 0.05, 0.1, 0.2],
    apply: shuffle,
    watch: ['tails/perplexity', 'centre/perplexity', 'diversity/syntax'],
  },
  {
    name: 'sentences cut to at most 8 words',
    doses: [0.1, 0.2, 0.4, 0.7, 1],
    apply: shorten,
    watch: ['centre/simplicity', 'diversity/syntax', 'centre/perplexity'],
  },
  {
    name: 'sentences replaced by one of ten stock sentences',
    doses: [0.01, 0.02, 0.05, 0.1, 0.2],
    apply: boilerplate,
    watch: ['repetition/templates', 'diversity/distinct-4', 'diversity/syntax'],
  },
  {
    name: 'sentences after ten patterns, filled with random words',
    doses: [0.05, 0.1, 0.2, 0.4, 0.7],
    apply: samePatterns,
    watch: ['diversity/syntax', 'repetition/templates', 'centre/perplexity', 'tails/hapax'],
  },
];

const sets = process.argv.slice(3);
const half = (name: string, parity: number) => readSet(name).filter((_, i) => i % 2 === parity);
const comparisons =
  sets.length > 0
    ? sets.map((set) => ({ name: set, human: half(set, 0), candidate: half(set, 1) }))
    : [0, 1].map((parity) => ({
        name: parity === 0 ? 'Even documents' : 'Odd documents',
        human: half('ref5', parity),
        candidate: half('gen5', parity),
      }));
for (const { name, human, candidate } of comparisons) {
  const reference = await profileDocuments(human);
  console.log(`### ${name} (${candidate.length} against ${human.length})\n`);
  for (const { name, doses, apply, watch } of DAMAGES) {
    console.log(`${name}: ratio (grades over ${DRAWS} draws of the damage)\n`);
    console.log(`| dose | ${watch.map((id) => `\`${id}\``).join(' | ')} | verdicts |`);
    console.log(`|--:|${watch.map(() => '---').join('|')}|---|`);
    for (const dose of doses) {
      const results: AuditResult[] = [];
      for (let draw = 0; draw < DRAWS; draw++) {
        const damaged = await profileDocuments(apply(candidate, dose, rng(100 * draw + 7)));
        results.push(
          await auditProfiles(damaged, reference, {
            seed: draw,
            version: '',
            lineage: 'unknown',
            corpusName: '',
            referenceName: '',
            corpusPaths: [],
            referencePaths: [],
            readers: { tagger },
          }),
        );
      }
      const cells = watch.map((id) => {
        const ratios = results.map((r) => r.metrics[id].ratio).filter((ratio) => ratio !== null);
        const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
        return `${ratios.length === 0 ? '–' : mean.toFixed(3)} (${tally(results.map((r) => r.metrics[id].grade))})`;
      });
      console.log(`| ${dose} | ${cells.join(' | ')} | ${tally(results.map((r) => r.verdict.stage))} |`);
    }
    console.log('');
  }
}

function tally(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, n]) => (counts.size === 1 ? word : `${word} ${n}`)).join(', ');
}
