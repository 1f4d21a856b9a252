/** What to do, by verdict: steps that can be taken today, each with its command where there is one. */
import type { AuditResult } from '../../audit/result.js';
import { escapeXml } from '../escape.js';

const STEPS: Record<AuditResult['verdict']['stage'], string[]> = {
  healthy: [
    'Keep this audit as the baseline, so that later ones fail only on what got worse: <code>gen0 audit --baseline latest</code>.',
    'Add gates to <code>gen0.yaml</code> (<code>gen0 init</code> writes a first one), and run <code>gen0 audit</code> in CI.',
  ],
  early: [
    'Do not train the next generation on this corpus alone. Add texts that people wrote, best from where the lost words come from: accumulate rather than replace.',
    'Look at the words above: when most are of one topic or register, a source was dropped or filtered away, and bringing it back is the cheaper cure.',
    'Find the part that drags the whole: audit the sources one by one, and compare with <code>gen0 diff</code>.',
    'Loosen what cuts the tails on purpose: a low sampling temperature, top-k or top-p, quality filters, perplexity filters.',
  ],
  late: [
    'Do not train on this corpus. Go back to the last generation whose audit was healthy: <code>gen0 diff</code> shows where it broke.',
    'Remove texts that loop or repeat one another, then audit again: what remains shows how deep the loss goes.',
    'Rebuild the mixture from the human reference and later human texts; a small fixed share of them in every generation is known to hold the tails.',
  ],
  shifted: [
    'Ask first whether the reference is of the same domain, language and time. If not, choose one that is.',
    'If the corpus does come from the reference, or from the same source, say so, and the audit can tell collapse from drift: <code>--lineage descendant</code> or <code>--lineage same-source</code>.',
  ],
  'cannot-say': [
    'Give more documents on both sides: the reasons above say what each metric needs.',
    'Profiles add up: <code>gen0 profile</code> each batch and <code>gen0 merge</code> them until there is enough.',
  ],
};

/** The section's body. */
export function advice({ verdict, gates, lineage }: AuditResult): string {
  const steps = [...STEPS[verdict.stage]];
  if (lineage === 'unknown' && (verdict.stage === 'early' || verdict.stage === 'late')) {
    steps.push(
      'Declare where the corpus comes from (<code>--lineage descendant</code> or <code>same-source</code>): it sharpens the verdict.',
    );
  }
  const broken = gates
    .filter(({ status }) => status === 'broken')
    .map(({ id }) => `<code>${escapeXml(id)}</code>`);
  if (broken.length > 0) steps.push(`Gates broken: ${broken.slice(0, 30).join(', ')}.`);
  return `<ol class="notes">${steps.map((step) => `<li>${step}</li>`).join('')}</ol>`;
}
