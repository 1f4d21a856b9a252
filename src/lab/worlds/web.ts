/**
 * The web over years: people and models write pages, old pages vanish, and every year the builders of models crawl what
 * is there. Those who were there first hold an archive from before the models; those who come later have what is
 * online. Whether being first then pays for ever (the first-mover advantage of Shumailov et al. 2024, discussion)
 * depends on two things that are parameters here: labels on what models write, and an archive of what people wrote
 * that is open to all.
 *
 * Generation g is year g. The web is everything since year 0 (regime `accumulate`). A growing share of it is synthetic
 * (`schedule`), and written as deployed models write, without the least likely tenth of what they know (`keep`; nucleus
 * sampling, Holtzman et al. 2020): where they write all they know, accumulation keeps the tail and being first hardly
 * pays. A page is about one of `types` subjects, by Zipf's law, or about one of the year's news. All builders learn from
 * equally many pages: the early one half from its archive of year 0 and half from a crawl; late ones all from a crawl,
 * or half from the open archive where there is one. A web of people alone leaves being first next to no advantage.
 */
import { z } from 'zod';
import { aliasTable, drawAlias } from '../../stats/alias.js';
import type { Random } from '../../stats/random.js';
import type { Setup, Training, Values, World } from '../world.js';
import { zipf } from './alphabet.js';
import { bentShares } from './bent-shares.js';
import { rankPicture } from './rank-picture.js';
import { measureBuilder, NEWS } from './web-measures.js';
import { countTypes, emptyPages, goneIn, type Pages, takeSome, webPages } from './web-pages.js';

const share = () => z.number().min(0).max(1);

const parameters = z.strictObject({
  types: z.int().min(2).max(1_000_000).default(1000).describe('subjects of pages, by Zipf'),
  news: share().default(0.05).describe("share of people's pages that are about the year's news"),
  labels: share().default(0).describe('share of synthetic pages that are labelled; builders leave these out'),
  preserved: z
    .boolean()
    .default(false)
    .describe("people's pages stay in an archive that is open to all builders"),
  rot: z.number().min(0).max(0.99).default(0.05).describe('share of the pages that vanishes every year'),
  withheld: share()
    .default(0)
    .describe("share of people's pages, from year 1 on, that crawlers and archives may not have"),
  supply: z
    .int()
    .min(0)
    .max(1e9)
    .default(1e9)
    .describe('pages that people write a year at the most, from year 1 on'),
  ends: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1_000_000)
    .describe('year from which people write no pages any more'),
  crawl: z.int().min(2).max(10_000_000).default(5000).describe('pages that a model is trained on'),
  entrants: z.int().min(1).max(100).default(3).describe('builders who come late; one comes early'),
  rare: share()
    .default(0.2)
    .describe('the rarest subjects that together hold at most this share are the tail'),
});

type Parameters = z.infer<typeof parameters>;

/** Models are counts of the types that they have seen. */
interface Builders {
  early: Uint32Array;
  late: Uint32Array[];
  /** Of what the late ones are trained on, of what is online, and of the pages of year 0 that a newcomer can have. */
  syntheticUsed: number;
  syntheticOnline: number;
  archiveLeft: number;
}

export const web: World<Parameters> = {
  name: 'web',
  title: 'The web over years',
  about:
    'Models write a growing share of the web they learn from: what builders with old archives keep, and newcomers cannot get.',
  source: 'Shumailov et al. 2024, discussion (first-mover advantage, provenance, preserved archives)',
  parameters,
  defaults: { samples: 5000, generations: 20, seeds: 20, regime: 'accumulate+schedule:0/0.9+keep:0.9' },
  metrics: {
    gap: { title: 'first-mover advantage: tail of the early builder less that of late ones' },
    'tail-late': { title: 'share of the rare subjects that late models can write' },
    'tail-early': { title: 'share of the rare subjects that the early model can write' },
    'tv-late': { title: 'total variation of late models from the truth' },
    'tv-early': { title: 'total variation of the early model from the truth' },
    'facts-late': { title: 'share of the news of past years that late models can write' },
    'facts-early': { title: 'share of the news of past years that the early model can write' },
    'synthetic-online': { title: 'synthetic share of what is online' },
    'synthetic-used': { title: 'synthetic share of what late models learn from' },
    'archive-left': { title: 'share of the pages of year 0 that a newcomer can have' },
  },
  roles: { risk: 'tv-late', tail: 'tail-late' },
  setup: (options): Setup<Pages, Builders> => {
    const { shares } = zipf(1, 0, options.types);
    const truth = aliasTable(shares);
    const measure = measureBuilder(shares, options.rare);
    return {
      kind: webPages,
      bends: ['temperature', 'keep'],
      // What people write while model g is in use is read by model g + 1, for which the loop asks.
      real: (n, random, generation) => {
        const year = Math.max(0, generation - 1);
        if (year === 0) return humanPages(n, 0, random);
        return humanPages(year >= options.ends ? 0 : Math.min(n, options.supply), year, random);
      },
      fit: (training, random) => build(training, options, random),
      sample: ({ early, late }, n, random, { temperature, keep }, year) => {
        const pages = emptyPages(n);
        const writers = [early, ...late].map((counts) =>
          aliasTable(bentShares(Float64Array.from(counts), temperature, keep)),
        );
        for (let i = 0; i < n; i++) {
          pages.type[i] = drawAlias(writers[random.below(writers.length)], random);
          pages.year[i] = year;
          pages.until[i] = goneIn(year, options.rot, random);
          pages.labelled[i] = random.uniform() < options.labels ? 1 : 0;
        }
        return pages;
      },
      probe: ({ generation, model }): Values => {
        if (!model) return {};
        const early = measure(model.early, generation);
        const late = model.late.map((counts) => measure(counts, generation));
        const mean = (key: 'tail' | 'tv' | 'facts') =>
          late.reduce((sum, each) => sum + each[key] / late.length, 0);
        return {
          gap: early.tail - mean('tail'),
          'tail-late': mean('tail'),
          'tail-early': early.tail,
          'tv-late': mean('tv'),
          'tv-early': early.tv,
          'facts-late': mean('facts'),
          'facts-early': early.facts,
          'synthetic-online': model.syntheticOnline,
          'synthetic-used': model.syntheticUsed,
          'archive-left': model.archiveLeft,
        };
      },
      picture: ({ sample, model }) =>
        rankPicture(model?.late[0] ?? countTypes(sample.type, new Uint8Array(sample.type.length).fill(1))),
    };

    function humanPages(n: number, year: number, random: Random): Pages {
      const pages = emptyPages(n);
      for (let i = 0; i < n; i++) {
        const isNews = year > 0 && random.uniform() < options.news;
        pages.type[i] = isNews
          ? options.types + NEWS * (year - 1) + random.below(NEWS)
          : drawAlias(truth, random);
        pages.year[i] = year;
        // What is withheld is never online for a crawler.
        const isWithheld = year > 0 && random.uniform() < options.withheld;
        pages.until[i] = isWithheld ? year : goneIn(year, options.rot, random);
      }
      return pages;
    }
  },
};

/** What the builders of this year learn from the web as it is. */
function build(
  { data, human }: Training<Pages>,
  { preserved, crawl, entrants }: Parameters,
  random: Random,
): Builders {
  const { type, year, until, labelled } = data;
  const now = year.reduce((a, b) => Math.max(a, b), 0) + 1;
  const crawlable = new Uint32Array(type.length);
  const archive = new Uint32Array(type.length);
  let [ofCrawl, ofArchive, online, syntheticOnline, left, first] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < type.length; i++) {
    const isOnline = until[i] > now;
    if (isOnline) {
      online++;
      if (human[i] === 0) syntheticOnline++;
      if (labelled[i] === 0) crawlable[ofCrawl++] = i;
    }
    if (human[i] === 0) continue;
    // The early builder's own archive is that of year 0; what was withheld is in none.
    if (until[i] > year[i] && (preserved || year[i] === 0)) archive[ofArchive++] = i;
    if (year[i] > 0) continue;
    first++;
    if (isOnline || preserved) left++;
  }
  // Where nothing is left that may be crawled, builders take what there is.
  const pages =
    ofCrawl > 0 ? crawlable.subarray(0, ofCrawl) : Uint32Array.from({ length: type.length }, (_, i) => i);
  const kept = archive.subarray(0, ofArchive);
  let [used, syntheticUsed] = [0, 0];
  const learn = (hasArchive: boolean): Uint32Array => {
    const taken = new Uint8Array(type.length);
    const fromArchive = hasArchive ? takeSome(kept, Math.floor(crawl / 2), taken, random) : 0;
    takeSome(pages, crawl - fromArchive, taken, random);
    [used, syntheticUsed] = [0, 0];
    for (let i = 0; i < type.length; i++) {
      used += taken[i];
      if (human[i] === 0) syntheticUsed += taken[i];
    }
    return countTypes(type, taken);
  };
  const early = learn(true);
  let share = 0;
  const late = Array.from({ length: entrants }, () => {
    const counts = learn(preserved);
    share += syntheticUsed / used / entrants;
    return counts;
  });
  return {
    early,
    late,
    syntheticUsed: share,
    syntheticOnline: online > 0 ? syntheticOnline / online : 0,
    archiveLeft: first > 0 ? left / first : 0,
  };
}
