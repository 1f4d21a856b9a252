/** The audit of images against others: two sides of images in, the same result object out as for text. */

import type { Compared } from '../audit/compare.js';
import { definitionsOf } from '../audit/definitions.js';
import { diagnose } from '../audit/diagnosis.js';
import { grade } from '../audit/grade.js';
import type { AuditResult, CorpusSummary, Lineage, MetricResult, Warning } from '../audit/result.js';
import type { ImageSet } from '../images/index.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { shareRatioInterval, shareRatioP } from '../stats/share-ratio.js';
import { tQuantile } from '../stats/student-t.js';
import type { Card } from '../table/card.js';
import { compareSeries, logRatioOf } from '../table/compare-series.js';
import { EXCHANGES } from '../table/deals.js';
import { lostRows } from '../table/lost-rows.js';
import { IMAGE_CARDS } from './cards.js';
import { measureImages, type Panel } from './measures.js';
import { type Distinct, distinctImages, type Parts, partsOf } from './parts.js';
import { DRIFT, TAILS, verdictOfImages, WHOLE } from './verdict-of-images.js';

/** Different images; below this on either side nothing is graded but copies. */
export const LEAST_IMAGES = 400;

export interface ImageAuditOptions {
  seed: number;
  /** Of gen0, for the result. */
  version: string;
  lineage: Lineage;
  corpusName: string;
  referenceName: string;
  /** Groups of metrics, families or ids to compute; all others are `skipped`. */
  only?: string[];
}

/**
 * The same images and seed give the same result but for `startedAt` and `timing`, whatever their order. Images of both
 * sides are of one size.
 */
export function auditImages(corpus: ImageSet, reference: ImageSet, options: ImageAuditOptions): AuditResult {
  const { seed, lineage, only, version } = options;
  const sides = [distinctImages(corpus), distinctImages(reference)];
  const lack = tooFew(sides[0], sides[1]);
  const parts = lack === null ? partsOf(sides[0], sides[1], seed) : null;
  const panel = parts ? measureImages(corpus, reference, parts, seed) : null;
  const metrics = graded(comparedOf(corpus, reference, sides, panel, parts), only);
  const verdict = verdictOfImages(metrics, panel && balanceOf(panel), lineage, lack);
  return {
    schema: 1,
    tool: { name: 'gen0', version },
    seed,
    startedAt: '',
    timing: {},
    corpus: summary(corpus, sides[0], options.corpusName),
    reference: summary(reference, sides[1], options.referenceName),
    comparedTokens: parts ? parts.corpus.length * corpus.width * corpus.height : 0,
    tokeniser: 'image-1',
    lineage,
    partial: false,
    metrics,
    verdict,
    definitions: definitionsOf(metrics, { variance: WHOLE, tail: TAILS }),
    diagnosis: diagnose({ stage: verdict.stage, metrics, lineage }, ROLES),
    lost: panel && parts ? lostClasses(reference, panel, parts) : [],
    lostTopics: [],
    gates: [],
    warnings: warningsOf(corpus, reference, sides, panel, parts),
  };
}

const ROLES = { tails: TAILS, whole: WHOLE, news: ['drift/precision'], moved: DRIFT.slice(1) };

function tooFew(corpus: Distinct, reference: Distinct): string | null {
  const [n, m] = [corpus.places.length, reference.places.length];
  if (n < LEAST_IMAGES) return `The corpus has ${n} different images, needs ${LEAST_IMAGES}.`;
  if (m < LEAST_IMAGES) return `The reference has ${m} different images, needs ${LEAST_IMAGES}.`;
  return null;
}

type Named = { id: string; family: string; compared: Compared };

function comparedOf(
  corpus: ImageSet,
  reference: ImageSet,
  sides: Distinct[],
  panel: Panel | null,
  parts: Parts | null,
): Named[] {
  const copies = fromCounts(
    IMAGE_CARDS.copies,
    [corpus.count - sides[0].places.length, corpus.count],
    [reference.count - sides[1].places.length, reference.count],
  );
  if (!panel || !parts) return [copies];
  const { deals, near } = panel;
  const [n, m] = [parts.corpus.length, parts.reference.length];
  const measured = panel.measures.map((measure) => ({
    id: measure.id,
    family: measure.card.id,
    compared: compareSeries(measure, deals, n, m),
  }));
  return [...measured, copies, fromCounts(IMAGE_CARDS.nearCopies, near.corpus, near.reference)];
}

/** A share of bad images, counted on both sides. */
function fromCounts(card: Card, [a, n]: [number, number], [b, m]: [number, number]): Named {
  const { id, group, title, ratioOf, unit, direction, bounds } = card;
  const compared: Compared = {
    ...{ group, title, ratioOf, n, unit, direction, bounds },
    value: a / n,
    reference: b / m,
    ratio: b === m ? null : (1 - a / n) / (1 - b / m),
    ci: b === m ? null : shareRatioInterval(a, n, b, m),
    noise: shareRatioInterval((b * n) / m, n, b, m),
    p: shareRatioP(a, n, b, m),
  };
  return { id, family: id, compared };
}

function graded(named: readonly Named[], only?: string[]): Record<string, MetricResult> {
  const kept = named.map(({ id, family, compared }): Compared => {
    if (!only || [id, family, compared.group].some((word) => only.includes(word))) return compared;
    const nothing = { value: null, reference: null, ratio: null, ci: null, noise: null, p: null };
    return { ...compared, ...nothing, reason: 'left out by --only', skipped: true };
  });
  const q = benjaminiHochberg(kept.map(({ p }) => p));
  const results: Record<string, MetricResult> = {};
  named.forEach(({ id }, i) => {
    const { skipped, ...compared } = kept[i];
    results[id] = {
      ...compared,
      q: q[i],
      ...(skipped ? { grade: 'skipped' as const } : grade(compared, q[i])),
    };
  });
  return results;
}

function balanceOf({ balance, deals }: Panel): [number, number] | null {
  const found = logRatioOf(balance, deals);
  if (found === null) return null;
  const half = tQuantile(0.95, EXCHANGES - 1) * found.error;
  return [Math.exp(found.centre - half), Math.exp(found.centre + half)];
}

function lostClasses({ labels }: ImageSet, { classes }: Panel, parts: Parts): AuditResult['lost'] {
  if (!labels || !classes) return [];
  const [n, m] = [parts.corpus.length, parts.reference.length];
  const column = { name: 'class', kind: 'category' as const, codes: classes, labels: labels.names };
  return lostRows(
    { n, m, columns: [{ ...column, values: new Float64Array(0) }], distinct: [n, m], digests: ['', ''] },
    'class',
  );
}

function summary(images: ImageSet, { places, digest }: Distinct, name: string): CorpusSummary {
  return {
    name,
    paths: [images.path],
    documents: images.count,
    distinct: places.length,
    tokens: images.pixels.length,
    bytes: images.bytes,
    types: images.labels?.names.length ?? 0,
    skipped: 0,
    digest,
  };
}

function warningsOf(
  corpus: ImageSet,
  reference: ImageSet,
  sides: Distinct[],
  panel: Panel | null,
  parts: Parts | null,
): Warning[] {
  const warnings: Warning[] = [];
  for (const { path, notes } of [corpus, reference]) {
    for (const note of notes) warnings.push({ id: 'images', message: `${path}: ${note}` });
  }
  if (panel && parts) {
    const compared = (part: Uint32Array, side: Distinct) =>
      part.length === side.places.length ? `all ${part.length}` : `${part.length} of ${side.places.length}`;
    warnings.push({
      id: 'compared',
      message: `${compared(parts.corpus, sides[0])} different images of the corpus were compared with ${parts.reference.length} of ${sides[1].places.length} of the reference, in grey at ${corpus.width} x ${corpus.height} pixels, on ${panel.dims} principal components that were fitted to ${parts.fitted.length} others of the reference`,
    });
  }
  return warnings;
}
