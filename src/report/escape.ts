/**
 * Escaping for each form of output. Corpora are untrusted: their names and words reach reports that browsers,
 * CI systems and Markdown renderers interpret.
 */

/** Characters that XML 1.0 forbids, and lone surrogates, become U+FFFD; direction overrides too. */
export function clean(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g,
      '\ufffd',
    );
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe inside HTML and XML text and inside quoted attributes. */
export function escapeXml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Safe inside a Markdown paragraph or table cell: one line, no markup, no HTML, no mention or link. */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()!|~$^]/g, '\\$&')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;')
    .replaceAll('://', ':&#8203;//')
    .replace(/www\./gi, '$&&#8203;');
}

/** The message of a GitHub workflow command. */
export function escapeCommand(text: string): string {
  return clean(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a GitHub workflow command, such as its title. */
export function escapeCommandProperty(text: string): string {
  return escapeCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Cuts at `most` characters (code points) with an ellipsis. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
