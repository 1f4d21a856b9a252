/**
 * Sentences that state facts, written and read as pieces: "The capital of Sarnia is Velto." or "In Sarnia the capital is
 * Velto." All have seven pieces, so that a learner that is told the length can write whole ones, and an n-gram of order
 * 5 reaches from the object back to subject and relation, in either form.
 */
import { type Documents, emptyDocuments } from '../text/documents.js';
import { type FactBase, RELATIONS } from './fact-base.js';

/** What stands at each place; below 0: a relation, a subject, an object. */
const [RELATION, SUBJECT, OBJECT] = [-1, -2, -3];
const WORDS = ['The', 'In', ' of', ' the', ' is', '.'];
const FORMS = [
  [0, RELATION, 2, SUBJECT, 4, OBJECT, 5],
  [1, SUBJECT, 3, RELATION, 4, OBJECT, 5],
];
/** Pieces of each. */
export const SENTENCE_LENGTH = 7;

export const SENTENCE_FORMS = FORMS.length;

/** Pieces are the words of the forms, then relations, subjects, objects. */
export function spellingsOf({ subjects, objects }: FactBase): string[] {
  return [...WORDS, ...[...RELATIONS, ...subjects, ...objects].map((name) => ` ${name}`)];
}

export interface Statement {
  subject: number;
  relation: number;
  object: number;
}

/** `facts` and `forms`: parallel, one of each a sentence. */
export function writeFacts(base: FactBase, facts: ArrayLike<number>, forms: ArrayLike<number>): Documents {
  const written = emptyDocuments(new Int32Array(facts.length).fill(SENTENCE_LENGTH));
  const firstSubject = WORDS.length + RELATIONS.length;
  const firstObject = firstSubject + base.subjects.length;
  for (let d = 0; d < facts.length; d++) {
    const fact = facts[d];
    FORMS[forms[d]].forEach((word, i) => {
      let piece = word;
      if (word === RELATION) piece = WORDS.length + base.relation[fact];
      else if (word === SUBJECT) piece = firstSubject + base.subject[fact];
      else if (word === OBJECT) piece = firstObject + base.object[fact];
      written.pieces[d * SENTENCE_LENGTH + i] = piece;
    });
  }
  return written;
}

/** What document `d` states, or undefined where it is no such sentence. An object may be of another relation. */
export function readStatement(
  base: FactBase,
  { pieces, starts }: Documents,
  d: number,
): Statement | undefined {
  if (starts[d + 1] - starts[d] !== SENTENCE_LENGTH) return undefined;
  const form = FORMS[pieces[starts[d]]];
  if (!form) return undefined;
  const firstSubject = WORDS.length + RELATIONS.length;
  const firstObject = firstSubject + base.subjects.length;
  const statement: Statement = { subject: -1, relation: -1, object: -1 };
  for (let i = 0; i < SENTENCE_LENGTH; i++) {
    const piece = pieces[starts[d] + i];
    const word = form[i];
    if (word >= 0) {
      if (piece !== word) return undefined;
    } else if (word === RELATION) {
      if (piece < WORDS.length || piece >= firstSubject) return undefined;
      statement.relation = piece - WORDS.length;
    } else if (word === SUBJECT) {
      if (piece < firstSubject || piece >= firstObject) return undefined;
      statement.subject = piece - firstSubject;
    } else {
      if (piece < firstObject) return undefined;
      statement.object = piece - firstObject;
    }
  }
  return statement;
}
