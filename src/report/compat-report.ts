/** Other tools' numbers alone, where nothing was compared: the reporters of a `CompatResult`, all pure. */
import { extname } from 'node:path';
import type { CompatResult } from '../audit/result.js';
import { UsageError } from '../util/errors.js';
import { formatBytes, plural } from '../util/format.js';
import { COMPAT_NOTE, compatGroups } from './compat-rows.js';
import { escapeMarkdown, escapeXml, shorten } from './escape.js';
import { compatSection } from './html/compat.js';
import { page } from './html/page.js';
import { STYLE } from './html/style.js';
import { stableJson } from './json.js';
import { compatTable } from './markdown.js';
import { compatPlain } from './plain.js';
import { compatResultSchema } from './schema.js';
import { cut, printable, wrap } from './terminal.js';
import { compatLines } from './text.js';

const WIDTH = 80;

type CompatReporter = (result: CompatResult) => string;

export const COMPAT_REPORTERS = { text, plain, json, markdown, html } satisfies Record<
  string,
  CompatReporter
>;

const EXTENSIONS: Record<string, CompatReporter> = {
  '.json': json,
  '.md': markdown,
  '.html': html,
  '.htm': html,
  '.txt': text,
};

/** The reporter called `name`. Throws UsageError for one that needs a verdict. */
export function compatReporterNamed(name: string): CompatReporter {
  if (Object.hasOwn(COMPAT_REPORTERS, name)) return COMPAT_REPORTERS[name as keyof typeof COMPAT_REPORTERS];
  throw new UsageError(
    `--reporter ${name}: needs a verdict, and there is none without --reference; there are ${Object.keys(COMPAT_REPORTERS).join(', ')}`,
  );
}

/** The reporter for an output file. Throws UsageError for an extension that has none. */
export function compatReporterForPath(path: string): CompatReporter {
  const reporter = EXTENSIONS[extname(path).toLowerCase()];
  if (reporter) return reporter;
  throw new UsageError(
    `--output ${path}: without --reference the extension is one of ${Object.keys(EXTENSIONS).join(', ')}`,
  );
}

function json(result: CompatResult): string {
  return stableJson(compatResultSchema.parse(result));
}

function plain(result: CompatResult): string {
  const { name, documents, bytes } = result.corpus;
  const lines = [
    `corpus ${documents} documents ${bytes} bytes ${name}`,
    ...compatPlain(result.compat),
    ...result.warnings.map(({ id, message }) => `warning ${id} ${message}`),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function text(result: CompatResult): string {
  const lines = [
    '',
    `  corpus     ${cut(printable(result.corpus.name), WIDTH - 13)}`,
    ...wrapped(said(result)),
    '',
    ...compatLines(result),
    ...result.warnings.flatMap(({ id, message }) => wrapped(`${id}: ${message}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function markdown(result: CompatResult): string {
  const blocks = [
    `## Other tools' numbers on ${escapeMarkdown(shorten(result.corpus.name, 120))}`,
    said(result),
    compatTable(result.compat),
    result.warnings.map(({ message }) => `- ${escapeMarkdown(message)}`).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function html(result: CompatResult): string {
  const name = shorten(result.corpus.name, 120);
  const warnings = result.warnings.map(({ message }) => `<li>${escapeXml(message)}</li>`).join('');
  return page({
    title: `${name}: other tools' numbers (gen0)`,
    heading: `Other tools’ numbers on <bdi>${escapeXml(name)}</bdi>`,
    sections: compatGroups(result.compat).map(({ tool }) => [`compat-${tool}`, tool]),
    main: `<p class="soft">${said(result)}</p>\n<section id="compat">\n${compatSection(result.compat)}\n</section>\n${warnings === '' ? '' : `<ul>${warnings}</ul>`}`,
    style: STYLE,
    version: result.tool.version,
  });
}

function said({ corpus }: CompatResult): string {
  return `${plural(corpus.documents, 'document')}, ${formatBytes(corpus.bytes)}. ${COMPAT_NOTE}`;
}

function wrapped(body: string): string[] {
  return wrap(printable(body), WIDTH - 3).map((line) => `  ${line}`);
}
