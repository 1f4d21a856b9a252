/**
 * The assistant's side of a conversation, its turns joined by a blank line. Reads the two common layouts,
 * `{role, content}` and `{from, value}`; a content may also be a list of parts `{type: 'text', text}`.
 */

const ASSISTANTS = new Set(['assistant', 'gpt', 'model', 'bot', 'chatgpt']);

/** Undefined when the turns are not turns; '' when the assistant said nothing. */
export function chatText(turns: readonly unknown[]): string | undefined {
  const said: string[] = [];
  for (const turn of turns) {
    if (typeof turn !== 'object' || turn === null) return undefined;
    const { role, from, content, value } = turn as Record<string, unknown>;
    const speaker = role ?? from;
    if (typeof speaker !== 'string') return undefined;
    if (!ASSISTANTS.has(speaker)) continue;
    const words = content ?? value;
    if (typeof words === 'string') said.push(words);
    else if (Array.isArray(words)) said.push(words.map(partText).join(''));
  }
  return said.join('\n\n');
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  const { text } = part as Record<string, unknown>;
  return typeof text === 'string' ? text : '';
}
