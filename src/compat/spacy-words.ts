/**
 * The words of spaCy's blank English pipeline (3.8), which datatrove counts: white space cuts the text into chunks;
 * from each chunk marks are taken off at the front and the back, one at a time, until a special case is left or nothing
 * more comes off; what is left is cut at marks inside. Contractions are special cases with pieces of their own
 * (`do|n't`, `it|'s`), abbreviations keep their full stop, and smileys that fell apart are put together again.
 *
 * We differ where novels and web text seldom go: letters are Unicode's categories and not spaCy's list of ranges, units
 * after digits are the Latin ones, and a web address is recognised by a shorter pattern.
 */
import { length } from './python.js';
import { SMILEYS, SPECIALS } from './spacy-specials.js';

const QUOTES =
  '\'"\u201d\u201c`\u2018\u00b4\u2019\u201a,\u201e\u00bb\u00ab\u300c\u300d\u300e\u300f\uff08\uff09\u3014\u3015\u3010\u3011\u300a\u300b\u3008\u3009';
const MARKS =
  '\u2026,:;!?\u00bf\u061f\u00a1()[\\]{}<>_#*&\u3002\uff1f\uff01\uff0c\u3001\uff1b\uff1a\uff5e\u00b7\u0964\u060c\u06d4\u061b\u066a';
const CURRENCY = '\\$\u00a3\u20ac\u00a5\u0e3f\u20bd\ufdfc\u20b4\u20a0-\u20a9\u20aa-\u20bf\u00a2\u00a4';
const UNITS =
  'km\u00b2?\u00b3?|m[\u00b2\u00b3]?|dm[\u00b2\u00b3]?|cm[\u00b2\u00b3]?|mm[\u00b2\u00b3]?|ha|\u00b5m|nm|yd|in|ft|kg|g|mg|\u00b5g|t|lb|oz|m/s|km/h|kmh|mph|hPa|Pa|mbar|mb|MB|kb|KB|gb|GB|tb|TB|T|G|M|K|%';
const ICON = '\\p{So}';
const LETTER = '\\p{L}';
const LOWER = '\\p{Ll}\\p{Lo}';
const UPPER = '\\p{Lu}\\p{Lo}';
const HYPHEN = '(?:-|\u2013|\u2014|--|---|\u2014\u2014|~)';

/** Python takes the first alternative that fits, so dots stand after single marks. */
const PREFIX = new RegExp(
  `^(?:[\u00a7%=\u2014\u2013]|\\+(?![0-9])|\u2026\u2026|[${MARKS}]|\\.\\.+|[${QUOTES}]|[${CURRENCY}]|(?:US|C|A)\\$|${ICON})`,
  'u',
);
/** The leftmost place from which one of these reaches the end. */
const SUFFIX = new RegExp(
  `(?:\u2026\u2026|[${MARKS}]|\\.\\.+|[${QUOTES}]|${ICON}|['\u2019][sS]|[\u2014\u2013]|(?<=[0-9])\\+|(?<=\u00b0[FfCcKk])\\.|(?<=[0-9])(?:[${CURRENCY}]|(?:US|C|A)\\$)|(?<=[0-9])(?:${UNITS})|(?<=[0-9${LOWER}%\u00b2\\-+${MARKS}${QUOTES}|()?:])\\.|(?<=[${UPPER}][${UPPER}])\\.)$`,
  'u',
);
const INFIX = new RegExp(
  `\\.\\.+|\u2026|${ICON}|(?<=[0-9])[+\\-*^](?=[0-9-])|(?<=[${LOWER}${QUOTES}])\\.(?=[${UPPER}${QUOTES}])|(?<=${LETTER}),(?=${LETTER})|(?<=[${LETTER}0-9])${HYPHEN}(?=${LETTER})|(?<=[${LETTER}0-9])[:<>=/](?=${LETTER})`,
  'gu',
);
const ADDRESS = new RegExp(
  `^(?=[\\p{L}\\p{N}_])(?:[\\p{L}\\p{N}_+.-]{2,}://)?(?:\\S+(?::\\S*)?@)?(?:[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff_-]{0,62}[A-Za-z0-9\u00a1-\uffff])?\\.)+[${LOWER}]{2,63}(?::\\d{2,5})?(?:[/?#]\\S*)?(?<=[\\p{L}\\p{N}_/])$`,
  'u',
);
/** Longest special cases first, as sequences of the pieces that they fall into on their own. */
const RUNS = runsOfPieces();

/** The words of a text, in order; those of white space alone are left out, as datatrove does. */
export function spacyWords(text: string): string[] {
  const words: string[] = [];
  for (const chunk of text.split(/\s+|[\x1c-\x1f\x85]+/)) {
    if (chunk === '') continue;
    let cut = CACHE.get(chunk);
    if (cut === undefined) {
      cut = mended(pieces(chunk, true));
      if (CACHE.size >= 1 << 16) CACHE.clear();
      CACHE.set(chunk, cut);
    }
    for (const word of cut) words.push(word);
  }
  return words;
}

const CACHE = new Map<string, string[]>();

function pieces(chunk: string, special: boolean): string[] {
  const front: string[] = [];
  const back: string[] = [];
  const isSpecial = (part: string) => special && part !== '' && SPECIALS.has(part);
  let rest = chunk;
  for (let before = -1; rest !== '' && length(rest) !== before; ) {
    if (isSpecial(rest)) break;
    before = length(rest);
    const prefix = PREFIX.exec(rest)?.[0] ?? '';
    const afterPrefix = rest.slice(prefix.length);
    if (prefix !== '' && isSpecial(afterPrefix)) {
      front.push(prefix);
      rest = afterPrefix;
      break;
    }
    const suffix = SUFFIX.exec(afterPrefix)?.[0] ?? '';
    if (suffix !== '') {
      const beforeSuffix = rest.slice(0, rest.length - suffix.length);
      if (isSpecial(beforeSuffix)) {
        back.push(suffix);
        rest = beforeSuffix;
        break;
      }
    }
    if (prefix !== '') front.push(prefix);
    if (suffix !== '') back.push(suffix);
    rest = afterPrefix.slice(0, afterPrefix.length - suffix.length);
  }
  const middle = rest === '' ? [] : special && SPECIALS.has(rest) ? SPECIALS.get(rest)! : inner(rest);
  return [...front, ...middle, ...back.reverse()];
}

function inner(rest: string): string[] {
  if (ADDRESS.test(rest)) return [rest];
  const found: string[] = [];
  let start = 0;
  for (const match of rest.matchAll(INFIX)) {
    if (match.index === start) continue;
    found.push(rest.slice(start, match.index), match[0]);
    start = match.index + match[0].length;
  }
  if (start < rest.length) found.push(rest.slice(start));
  return found;
}

function runsOfPieces(): { first: Map<string, { run: string[]; whole: string }[]> } {
  const first = new Map<string, { run: string[]; whole: string }[]>();
  for (const whole of [...SPECIALS.keys(), ...SMILEYS]) {
    const run = pieces(whole, false);
    if (run.length === 1 && SPECIALS.get(whole)?.length === 1) continue;
    const list = first.get(run[0]) ?? [];
    list.push({ run, whole });
    first.set(run[0], list);
  }
  for (const list of first.values()) list.sort((a, b) => b.run.length - a.run.length);
  return { first };
}

/** Puts special cases that fell apart together: `:` and `)` are `:)`. */
function mended(words: string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const found = RUNS.first
      .get(words[i])
      ?.find(({ run }) => run.length > 1 && run.every((piece, k) => words[i + k] === piece));
    if (found) {
      out.push(...(SPECIALS.get(found.whole) ?? [found.whole]));
      i += found.run.length;
    } else out.push(words[i++]);
  }
  return out;
}
