/**
 * spaCy's special cases for English, made from their rules: pronouns, question words and verbs with their shortened
 * neighbours, with the apostrophe and without (except where that is a word, as in `well` and `shed`), abbreviations,
 * times, and smileys. Each maps to the pieces that it is cut into.
 */

const WORDS_OF_THEIR_OWN = 'ill its hell shell shed were well whore'.split(' ');

export const SMILEYS: readonly string[] = `
:) :-) :)) :-)) :))) :-))) (: (-: =) (= :] :-] [: [-: [= =] :o) (o: :} :-} 8) 8-) (-8 ;) ;-) (; (-; :( :-( :(( :-((
:((( :-((( ): )-: =( >:( :') :'-) :'( :'-( :/ :-/ =/ =| :| :-| :1 :P :-P :p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3
:-3 =3 :> :-> :X :-X :x :-x :D :-D ;D ;-D =D xD XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V
v_v V_V o_o o_O O_o O_O 0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ <3 <33 <333 </3 (^_^) (-_-) (._.) (>_<) (*_*)
")`
  .trim()
  .split(/\s+/);

const WHOLE = String.raw`' '' \") <space> C++ — 's 'S ‘s ‘S and/or w/o 're 'd 'em 'll 'nuff em ll nuff
'Cause 'cause 'cos 'Cos 'coz 'Coz 'cuz 'Cuz 'bout ma'am Ma'am o'clock O'clock
Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. Ia. Id. Ill. Ind. Jan. Jul. Jun. Kan.
Kans. Ky. La. Mar. Mass. Mich. Minn. Miss. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. S.C.
Sep. Sept. Tenn. Va. Wash. Wis.
a.m. Adm. Bros. co. Co. Corp. D.C. Dr. e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E. Inc. Jr. Ltd. Md. Messrs. Mo. Mont. Mr.
Mrs. Ms. p.m. Ph.D. Prof. Rep. Rev. Sen. St. vs. v.s.`.split(/\s+/);

const CUT = `y'|all y|all how|'d|'y not|'ve not|ve can|not gon|na got|ta let|'s c'm|on`.split(' ');

/** Spelling to pieces. */
export const SPECIALS: ReadonlyMap<string, string[]> = specials();

function specials(): Map<string, string[]> {
  const map = new Map<string, string[]>();
  const both = (word: string) => [word, word[0].toUpperCase() + word.slice(1)];
  /** With the apostrophe and without. */
  const add = (word: string, ...endings: string[][]) => {
    for (const head of both(word)) {
      for (const parts of endings) {
        for (const pieces of [parts, parts.map((part) => part.replace("'", ''))]) {
          map.set(head + pieces.join(''), [head, ...pieces]);
        }
      }
    }
  };
  const LL = [["'ll"], ["'ll", "'ve"]];
  const D = [["'d"], ["'d", "'ve"]];
  add('i', ["'m"], ["'m", 'a']);
  for (const word of ['i', 'you', 'he', 'she', 'it', 'we', 'they']) add(word, ...LL, ...D);
  for (const word of ['i', 'you', 'we', 'they']) add(word, ["'ve"]);
  for (const word of ['you', 'we', 'they']) add(word, ["'re"]);
  for (const word of ['he', 'she', 'it']) add(word, ["'s"]);
  const asking = ['who', 'what', 'when', 'where', 'why', 'how', 'there'];
  for (const word of asking) add(word, ["'s"], ...LL, ["'re"], ["'ve"], ...D);
  for (const word of ['that', 'this']) add(word, ["'s"], ...LL, ...D);
  for (const word of ['these', 'those']) add(word, ...LL, ["'re"], ["'ve"], ...D);
  const modal = 'ca could do does did had may might must need ought sha should wo would'.split(' ');
  for (const word of modal) add(word, ["n't"], ["n't", "'ve"]);
  for (const word of ['could', 'might', 'must', 'should', 'would']) add(word, ["'ve"]);
  for (const word of ['ai', 'are', 'is', 'was', 'were', 'have', 'has', 'dare']) add(word, ["n't"]);
  for (const word of 'doin goin nothin nuthin ol somethin lovin havin'.split(' ')) {
    for (const head of both(word)) for (const whole of [head, `${head}'`]) map.set(whole, [whole]);
  }
  for (let hour = 1; hour <= 12; hour++) {
    for (const half of ['a.m.', 'am', 'p.m.', 'pm']) map.set(hour + half, [String(hour), half]);
  }
  for (const cut of CUT) {
    for (const spelled of both(cut)) {
      if (spelled.startsWith('Y')) continue;
      map.set(spelled.replaceAll('|', ''), spelled.split('|'));
    }
  }
  for (const whole of [...WHOLE, ...SMILEYS]) map.set(whole, [whole]);
  for (const letter of 'abcdefghijklmnopqrstuvwxyzäöü') map.set(`${letter}.`, [`${letter}.`]);
  for (const word of WORDS_OF_THEIR_OWN) for (const spelled of both(word)) map.delete(spelled);
  return map;
}
