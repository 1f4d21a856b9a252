/** What a corpus of sentences says of a base of facts. */
import { type Documents, documents } from '../text/documents.js';
import { type FactBase, RELATIONS } from './fact-base.js';
import { readStatement } from './sentences.js';

export interface Census {
  /** [fact] = sentences that state it. */
  stated: Int32Array;
  /** [fact] = sentences that give its subject and relation another object. */
  contradicted: Int32Array;
  /** Sentences about a subject and relation of which there is no fact. */
  invented: number;
  /** Documents that are no sentences of the kind. */
  broken: number;
}

export function takeCensus(base: FactBase, data: Documents): Census {
  const facts = base.object.length;
  const census: Census = {
    stated: new Int32Array(facts),
    contradicted: new Int32Array(facts),
    invented: 0,
    broken: 0,
  };
  for (let d = 0; d < documents.size(data); d++) {
    const statement = readStatement(base, data, d);
    if (!statement) {
      census.broken++;
      continue;
    }
    const fact = base.factOf[statement.subject * RELATIONS.length + statement.relation];
    if (fact < 0) census.invented++;
    else if (base.object[fact] === statement.object) census.stated[fact]++;
    else census.contradicted[fact]++;
  }
  return census;
}
