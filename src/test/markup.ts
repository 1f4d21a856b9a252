/**
 * A strict reader of the markup we write: every tag closed in order, attributes quoted, entities known, no raw
 * `<`, no character that XML forbids. Throws with the place of the first fault; returns the elements in order.
 */
const VOID = new Set(['meta', 'br', 'link', 'img', 'input', 'hr']);
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39|#\d{1,7});)/;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

export interface Element {
  name: string;
  attributes: Record<string, string>;
  /** Text directly inside, entities decoded. */
  text: string;
}

export function readMarkup(source: string, kind: 'html' | 'xml'): Element[] {
  const bad = FORBIDDEN.exec(source);
  if (bad) throw new Error(`forbidden character at ${bad.index}`);
  const elements: Element[] = [];
  const open: Element[] = [];
  let at = 0;
  const fault = (what: string) => new Error(`${what} at ${at}: ${JSON.stringify(source.slice(at, at + 60))}`);
  while (at < source.length) {
    if (source[at] !== '<') {
      const end = source.indexOf('<', at);
      const text = source.slice(at, end < 0 ? source.length : end);
      const inStyle = open.at(-1)?.name === 'style';
      if (!inStyle && (ENTITY.test(text) || text.includes('>'))) throw fault('raw & or >');
      if (open.length === 0 && text.trim() !== '') throw fault('text outside the root');
      const parent = open.at(-1);
      if (parent) parent.text += decode(text);
      at += text.length;
      continue;
    }
    const match = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/.exec(source.slice(at));
    const prologue = /^(<!doctype html>|<\?xml [^?]*\?>)/.exec(source.slice(at));
    if (prologue && open.length === 0) {
      at += prologue[0].length;
      continue;
    }
    if (!match) throw fault('no well-formed tag');
    const [whole, closing, name, rawAttributes, selfClosing] = match;
    if (closing) {
      if (open.pop()?.name !== name) throw fault('closing tag out of order');
    } else {
      const attributes: Record<string, string> = {};
      for (const [, key, value = ''] of rawAttributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
        if (ENTITY.test(value)) throw fault('raw & in an attribute');
        if (key in attributes) throw fault(`attribute ${key} twice`);
        attributes[key] = decode(value);
      }
      const element = { name, attributes, text: '' };
      elements.push(element);
      if (!selfClosing && !(kind === 'html' && VOID.has(name))) open.push(element);
    }
    at += whole.length;
  }
  if (open.length > 0) throw new Error(`never closed: ${open.map(({ name }) => name).join(' ')}`);
  return elements;
}

function decode(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
