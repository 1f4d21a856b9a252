/** The thread behind audit-thread.ts: profiles texts and audits them, one request at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { auditProfiles } from '../../audit/audit.js';
import type { AuditResult } from '../../audit/result.js';
import { spellLost } from '../../audit/spell-lost.js';
import { mergeProfiles } from '../../profile/merge.js';
import { profileDocuments } from '../../profile/profile-documents.js';
import type { AuditData } from './audit-thread.js';

const port = parentPort!;
const { halves, seed, version } = workerData as AuditData;
const profileTexts = (texts: string[]) =>
  profileDocuments(
    texts.map((text) => ({ text })),
    { seed },
  );
const one = await profileTexts(halves[0]);
const other = await profileTexts(halves[1]);
const human = mergeProfiles([one, other]);

async function answer(generation: number, texts: string[]): Promise<AuditResult> {
  const rest = { seed, version, corpusPaths: [], referencePaths: [] };
  if (generation === 0) {
    const names = { corpusName: 'every second speech', referenceName: 'the other speeches' };
    return auditProfiles(one, other, { ...rest, ...names, lineage: 'same-source' });
  }
  const corpus = await profileTexts(texts);
  const names = { corpusName: `generation ${generation}`, referenceName: 'speeches' };
  return auditProfiles(corpus, human, {
    ...rest,
    ...names,
    lineage: 'descendant',
    spell: (types) => spellLost(types, human, speechTexts),
  });
}

async function* speechTexts(): AsyncGenerator<string> {
  for (const texts of halves) yield* texts;
}

port.on('message', async ({ generation, texts }: { generation: number; texts: string[] }) => {
  port.postMessage(await answer(generation, texts));
});
