/**
 * C2PA manifests (https://spec.c2pa.org), as c2pa-rs reports them: from an image (see c2pa-reader.ts), or from a file that
 * c2patool wrote.
 *
 * The state is `valid` when signature and hashes hold, `trusted` when the signer's certificate does too, `invalid` when
 * anything is broken, in an ingredient too. A broken manifest is no evidence for a human hand. What one declares to be
 * synthetic counts whatever its state: nobody forges that to get content into a mixture.
 */
import { parseJson } from '../../util/strict-json.js';
import type { Evidence, SourceCard } from '../card.js';
import { idOf, isObject, listOf, makeCard, objectOf, originOf, type Reading, readingOf } from './reading.js';
import { sourceType, sourceTypeOf } from './source-type.js';

export type C2paState = 'none' | 'valid' | 'trusted' | 'invalid';

export interface C2paFinding {
  state: C2paState;
  /** Codes of what failed, each once, in the order of the report. */
  failures: string[];
  /** Organisation of the signing certificate. */
  issuer: string | null;
  /** Time of signing, ISO. */
  signedAt: string | null;
  /** What the manifests declare: of the content itself, or of an ingredient of it. */
  types: { code: string; of: 'content' | 'ingredient'; by: string | null }[];
}

/** Ends of status codes that say that something holds, or nothing (C2PA 2.2, tables of status codes). */
const FINE =
  /\.(match|validated|trusted|insideValidity|accessible|notRevoked|skipped|inaccessible|unknownProvenance|additionalExclusionsPresent|deprecated|outsideValidityIgnored)$/;
/** Says that the signer is in no list of trusted ones: no fault of the content. */
const UNTRUSTED = 'signingCredential.untrusted';

/** Whether a parsed JSON document is a report on a manifest store. */
export function isC2paReport(data: unknown): boolean {
  return isObject(data) && typeof data.active_manifest === 'string' && isObject(data.manifests);
}

/** Reads c2patool's report, brief or detailed. Nobody signs it: its word counts as a declaration. */
export function readC2paReport(text: string, shown: string): Reading {
  const report = objectOf(parseJson(text, shown), shown);
  const name = shown.replace(/\/(manifest_store|detailed)\.json$/, '').replace(/\.json$/, '');
  return readingOf([c2paCard(report, name, shown)]);
}

/** What a report says. */
export function c2paFinding(report: Record<string, unknown>): C2paFinding {
  const manifests = objectOf(report.manifests, 'manifests');
  const active = typeof report.active_manifest === 'string' ? report.active_manifest : '';
  const manifest = isObject(manifests[active]) ? manifests[active] : {};
  const codes = statusCodes(report);
  const failures = [...new Set(codes.filter((code) => !FINE.test(code) && code !== UNTRUSTED))];
  const trusted = report.validation_state === 'Trusted';
  const signature = [manifest.signature_info, manifest.signature].find(isObject) ?? {};
  const types = Object.entries(manifests).flatMap(([label, each]) =>
    typesOf(each).map((type) => ({
      ...type,
      of: label === active ? ('content' as const) : ('ingredient' as const),
    })),
  );
  return {
    state:
      failures.length > 0 || report.validation_state === 'Invalid'
        ? 'invalid'
        : trusted
          ? 'trusted'
          : 'valid',
    failures,
    issuer: typeof signature.issuer === 'string' ? signature.issuer : null,
    signedAt: typeof signature.time === 'string' ? signature.time : null,
    types,
  };
}

/** Evidence of a finding. */
export function c2paEvidence(finding: C2paFinding, reference?: string): Evidence[] {
  const { state, failures, issuer, signedAt, types } = finding;
  if (state === 'none') return [];
  const signed =
    `manifest signed by ${issuer ?? 'an unnamed issuer'}, ` +
    (state === 'invalid'
      ? `invalid: ${failures.join(', ')}`
      : state === 'valid'
        ? 'valid, signer not trusted'
        : state);
  const rest = {
    ...(signedAt === null ? {} : { at: signedAt }),
    ...(reference === undefined ? {} : { reference }),
    weight: state === 'trusted' ? 0.9 : 0.5,
  };
  if (types.length === 0) return [{ kind: 'c2pa', statement: `${signed}; no digitalSourceType`, ...rest }];
  const evidence: Evidence[] = [];
  for (const { code, of } of types) {
    const origin = sourceType(code)?.origin ?? 'unknown';
    const counts =
      origin === 'synthetic' || origin === 'mixed' || (origin === 'human' && state !== 'invalid');
    const statement = `digitalSourceType${of === 'content' ? '' : ' of an ingredient'}: ${code}; ${signed}`;
    evidence.push({ kind: 'c2pa', statement, ...(counts ? { supports: origin } : {}), ...rest });
  }
  const parts = types.filter(({ of }) => of === 'ingredient').map(({ code }) => sourceType(code)?.origin);
  if (parts.includes('synthetic') && !types.some(({ of, code }) => of === 'content' && isSynthetic(code)))
    evidence.push({
      kind: 'c2pa',
      statement: `made with a synthetic ingredient; ${signed}`,
      supports: 'mixed',
      ...rest,
    });
  return evidence;
}

function c2paCard(report: Record<string, unknown>, name: string, shown: string): SourceCard {
  const finding = c2paFinding(report);
  const evidence = c2paEvidence(finding);
  return makeCard(
    { id: idOf('c2pa', name.split('/').at(-1) ?? name), ...c2paParts(report, finding, evidence) },
    shown,
  );
}

/** What a finding gives to a card. */
export function c2paParts(
  report: Record<string, unknown>,
  finding: C2paFinding,
  evidence: readonly Evidence[],
) {
  const origin = originOf(evidence);
  const manifests = objectOf(report.manifests, 'manifests');
  const manifest = manifests[String(report.active_manifest)];
  const content = finding.types.find(({ of }) => of === 'content');
  const maker = finding.types.find(({ code, by }) => isSynthetic(code) && by !== null)?.by;
  return {
    title: isObject(manifest) && typeof manifest.title === 'string' ? manifest.title : undefined,
    origin,
    // What a broken manifest says of a human hand is not repeated.
    digitalSourceType:
      content && sourceType(content.code)?.origin === origin
        ? sourceType(content.code)?.uri
        : sourceTypeOf(origin),
    generator: maker ? { model: maker } : undefined,
    evidence: [...evidence],
    attestation:
      finding.issuer !== null && (finding.state === 'trusted' || finding.state === 'valid')
        ? { by: finding.issuer }
        : undefined,
    unmapped: {
      'c2pa.manifest': manifest,
      'c2pa.ingredients': Object.keys(manifests).filter((label) => label !== report.active_manifest),
      'c2pa.status': [...new Set(statusCodes(report))],
    },
  };
}

function isSynthetic(code: string): boolean {
  return sourceType(code)?.origin === 'synthetic';
}

/** All status codes: the flat list of old reports, the structured one of new, ingredients' too. */
function statusCodes(report: Record<string, unknown>): string[] {
  const found: string[] = [];
  for (const each of listOf(report.validation_status).filter(isObject)) found.push(String(each.code));
  const results = isObject(report.validation_results) ? report.validation_results : {};
  const parts = [results.activeManifest];
  for (const delta of listOf(results.ingredientDeltas).filter(isObject)) parts.push(delta.validationDeltas);
  for (const part of parts.filter(isObject)) {
    for (const list of [part.failure, part.success])
      for (const each of listOf(list).filter(isObject)) found.push(String(each.code));
  }
  return found;
}

/** Every `digitalSourceType` in a manifest's assertions, with the software that stands beside it. */
function typesOf(manifest: unknown): { code: string; by: string | null }[] {
  const found: { code: string; by: string | null }[] = [];
  const open: unknown[] = [manifest];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    if (!isObject(next)) continue;
    for (const [key, value] of Object.entries(next)) {
      if (typeof value !== 'string' || !/(^|:)digitalSourceType$/i.test(key)) {
        if (typeof value === 'object' && value !== null) open.push(value);
        continue;
      }
      const { softwareAgent } = next;
      const by = isObject(softwareAgent) ? softwareAgent.name : softwareAgent;
      found.push({ code: sourceType(value)?.code ?? value, by: typeof by === 'string' ? by : null });
    }
  }
  return found;
}
