/**
 * The frame of every HTML report: one offline file, no script, no request. The content security policy allows the one
 * style sheet by its hash and, where a page has any, images that are part of it; nothing else, so that even a fault in escaping could neither run nor fetch anything.
 */
import { createHash } from 'node:crypto';
import { escapeXml } from '../escape.js';

/** Largest report in bytes. */
export const HTML_LIMIT = 1_000_000;

/** All but `title` and `version` are markup already. */
export interface Page {
  title: string;
  heading: string;
  /** Anchors and their names, for the line of links on top. */
  sections: readonly (readonly [id: string, name: string])[];
  main: string;
  style: string;
  version: string;
  /** It holds images, as data within it. */
  images?: boolean;
}

export function page({ title, heading, sections, main, style, version, images = false }: Page): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; ${images ? 'img-src data:; ' : ''}base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${heading}</h1>
<nav aria-label="Sections">${sections.map(([id, name]) => `<a href="#${id}">${name}</a>`).join(' ')}</nav></header>
<main>
${main}
</main>
<footer>Made by gen0 ${escapeXml(version)} on this machine; nothing was sent anywhere.</footer>
</body>
</html>
`;
}
