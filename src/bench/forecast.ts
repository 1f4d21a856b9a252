/**
 * The forecast of the vocabulary's tail against the lab's own loop, on corpora that nothing was fitted to; prints the
 * table of docs/forecast.md. Each case is one run of its own, judged once, at its last generation.
 *
 *   node dist/bench/forecast.js [--cases 255] [--seed 4] [--learner unigram|ngram] [--json]
 *   node dist/bench/forecast.js --few [--cases 60]     human documents drawn anew of a dozen or so
 *   node dist/bench/forecast.js --fit [--cases 140]    the two constants of src/mix/tail-ngram.ts, on other corpora
 */
import { parseArgs } from 'node:util';
import { STRATEGIES } from '../mix/feeding.js';
import { forecastTail, LEARNERS, type Learner, NGRAM } from '../mix/forecast.js';
import { RARE, rareTypes } from '../mix/rare-types.js';
import { MORE_THAN_CHANCE, ngramDifferences, PART } from '../mix/tail-ngram.js';
import { unigramTail } from '../mix/tail-unigram.js';
import { FITTED_ON, type ForecastCase, inTheLab, newCase, TESTED_ON } from './forecast-cases.js';

interface Judged {
  corpus: string;
  strategy: string;
  share: number;
  generation: number;
  documents: number;
  tokens: number;
  rare: number;
  forecast: number;
  low: number;
  high: number;
  lab: number;
}

const { values: flags } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string', default: '4' },
    learner: { type: 'string' },
    fit: { type: 'boolean', default: false },
    few: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

async function judge(each: ForecastCase, learner: Learner): Promise<Judged> {
  const { corpus, human, feeding, seed } = each;
  const { generations, rareTypes: rare, tokens } = await forecastTail(human, feeding, { learner, seed });
  const { generation, share, low, high } = generations[generations.length - 1];
  return {
    corpus,
    strategy: feeding.strategy,
    share: feeding.human / feeding.documents,
    generation,
    documents: human.first.starts.length - 1,
    tokens,
    rare,
    forecast: share,
    low,
    high,
    lab: (await inTheLab(each, learner))[generation],
  };
}

const holds = ({ low, high, lab }: Judged) => low <= lab && lab <= high;
const width = ({ low, high }: Judged) => high - low;
const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function row(name: string, judged: readonly Judged[]): string {
  const held = judged.filter(holds).length;
  const widths = judged.map(width).sort((a, b) => a - b);
  const cells = [
    name,
    judged.length,
    `${held} (${((100 * held) / judged.length).toFixed(1)} %)`,
    mean(widths).toFixed(3),
    widths[widths.length - 1].toFixed(3),
    widths.filter((each) => each > 0.1).length,
    mean(judged.map(({ lab, forecast }) => lab - forecast)).toFixed(4),
    mean(judged.map(({ lab, forecast }) => Math.abs(lab - forecast))).toFixed(4),
  ];
  return `| ${cells.join(' | ')} |`;
}

function printTable(learner: Learner, judged: readonly Judged[], seconds: number): void {
  console.log(`\n### ${learner}: ${judged.length} runs, ${seconds.toFixed(0)} s of CPU\n`);
  console.log(
    '| cases | runs | inside the interval | mean width | widest | over 0.10 | lab − forecast | mean distance |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const corpus of TESTED_ON) {
    console.log(
      row(
        corpus,
        judged.filter((each) => each.corpus === corpus),
      ),
    );
  }
  for (const strategy of flags.few ? [] : STRATEGIES) {
    console.log(
      row(
        strategy,
        judged.filter((each) => each.strategy === strategy),
      ),
    );
  }
  console.log(row('**all**', judged));
  for (const each of judged.filter((one) => width(one) > 0.1)) {
    console.log(
      `over 0.10: ${each.corpus}, ${each.documents} documents, ${each.tokens} tokens, ${each.rare} rare types, ${each.strategy} ${each.share.toFixed(2)}, generation ${each.generation}: ${width(each).toFixed(3)}`,
    );
  }
}

async function test(cases: number, seed: number): Promise<void> {
  const all: Record<string, Judged[]> = {};
  for (const learner of LEARNERS.filter((each) => !flags.learner || each === flags.learner)) {
    const begun = process.cpuUsage();
    const judged: Judged[] = [];
    for (let i = 0; i < cases; i++) judged.push(await judge(newCase(TESTED_ON, seed, i, flags.few), learner));
    const { user, system } = process.cpuUsage(begun);
    all[learner] = judged;
    if (!flags.json) printTable(learner, judged, (user + system) / 1e6);
  }
  if (flags.json) console.log(JSON.stringify(all, null, 1));
  else console.log(`\nrare: types that stand up to ${RARE} times in generation 0`);
}

/** What the runs that simulate parts, and the run itself, were off by: in log odds, at one generation. */
interface Residual {
  off: number;
  /** Variances by the closed forms, of the whole and of the parts' mean. */
  expected: number;
  stretch: number;
  /** Of the parts: their variance over what was expected. */
  spread: number;
}

const logit = (p: number) => Math.log(p / (1 - p));

async function residuals(each: ForecastCase, part: number): Promise<Residual[]> {
  const { human, feeding, seed } = each;
  const rare = rareTypes(human, feeding.strategy);
  const exact = unigramTail(human, feeding, rare);
  const differences = await ngramDifferences(human, feeding, NGRAM, seed, part);
  const alive = await inTheLab(each, 'ngram');
  return exact.map(({ generation, mean: share, sd }, i) => {
    const { shifts, expected, stretch } = differences[i];
    const shift = mean(shifts);
    const square = shifts.reduce((sum, each) => sum + (each - shift) ** 2, 0);
    return {
      off: logit(alive[generation]) - logit(share) - shift,
      expected: (sd / (share * (1 - share))) ** 2 + expected / shifts.length,
      stretch,
      spread: square / (shifts.length - 1) / expected,
    };
  });
}

/**
 * Maximum likelihood on a grid. Left out are residuals of runs that differ by more than chance, for which the excess is
 * added anyway, and of the others the largest 1 %, of which loops are the cause too.
 */
async function fit(cases: number): Promise<void> {
  const all: Residual[] = [];
  for (let i = 0; i < cases; i++) {
    const each = newCase(FITTED_ON, 1, i);
    for (const part of [PART / 4, PART, 2 * PART]) all.push(...(await residuals(each, part)));
  }
  const size = ({ off, expected }: Residual) => Math.abs(off) / Math.sqrt(expected);
  all.sort((a, b) => size(a) - size(b));
  const alike = all.filter(({ spread }) => spread < MORE_THAN_CHANCE);
  const kept = alike.slice(0, Math.floor(0.99 * alike.length));
  let best = { loss: Number.POSITIVE_INFINITY, phi: 0, beyond: 0 };
  for (let phi = 0.8; phi < 1.6; phi += 0.01) {
    for (let beyond = 0; beyond < 0.06; beyond += 0.001) {
      let loss = 0;
      for (const { off, expected, stretch } of kept) {
        const variance = phi * expected + (beyond * stretch) ** 2;
        loss += Math.log(variance) + off ** 2 / variance;
      }
      if (loss < best.loss) best = { loss, phi, beyond };
    }
  }
  console.log(`${kept.length} of ${all.length} residuals of ${cases} cases on ${FITTED_ON.join(', ')}`);
  console.log(`PHI ${best.phi.toFixed(2)}, BEYOND ${best.beyond.toFixed(3)}`);
}

if (flags.fit) await fit(Number(flags.cases ?? 140));
else await test(Number(flags.cases ?? (flags.few ? 60 : 255)), Number(flags.seed));
