/**
 * Phrases in which assistants speak of themselves. People quote them too, so one document is no sign; a share of a
 * corpus is. Written from how public assistants refuse and excuse themselves, in eight languages.
 */
const PHRASES = [
  /\bas an? (?:ai|artificial intelligence)(?: language)? model\b/,
  /\bas a (?:large )?language model\b/,
  /\bi(?:'m| am) (?:an|just an) ai(?: language)? (?:model|assistant)\b/,
  /\b(?:as of|since) my (?:last (?:knowledge )?update|knowledge cut-?off)\b/,
  /\bi(?:'m| am) sorry,? but i (?:can(?:'|no)t|am (?:not able|unable) to) (?:assist|help|fulfil|comply|provide)/,
  /\ben tant que mod[eè]le (?:de langage|linguistique|d'ia)\b/,
  /\bals (?:ki|ein ki)-?(?:sprach)?modell\b|\bals sprachmodell\b/,
  /\bcomo (?:un )?modelo de (?:lenguaje|linguagem|ia)\b/,
  /\bin quanto modello (?:linguistico|di linguaggio)\b/,
  /\bкак (?:языковая модель|ии-модель)/,
  /作为(?:一个|一款)?(?:ai|人工智能)?(?:语言模型|助手)/,
  /(?:ai|人工知能)?言語モデルとして/,
];

export function selfDescriptions(text: string): boolean {
  const plain = text.toLowerCase().replaceAll('\u2019', "'");
  return PHRASES.some((phrase) => phrase.test(plain));
}
