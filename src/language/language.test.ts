import assert from 'node:assert/strict';
import test from 'node:test';
import { detectLanguage } from './detect-language.js';
import { winkTagger } from './wink-tagger.js';

const ENGLISH =
  'The council met on Tuesday to decide whether the old bridge could still carry the morning traffic.';
const GERMAN =
  'Der Rat traf sich am Dienstag, um zu entscheiden, ob die alte Brücke den Verkehr noch tragen kann.';

test('the language is the one that most texts are in', () => {
  assert.equal(detectLanguage([ENGLISH, ENGLISH, GERMAN]).language, 'eng');
  assert.equal(detectLanguage([GERMAN, GERMAN, ENGLISH]).language, 'deu');
  assert.deepEqual(detectLanguage(['ok']), { language: 'und', share: 0, texts: 0 });
});

test('English gets a tag for every token, sentence by sentence; other languages a reason', async () => {
  const tagged = await winkTagger('eng').tag(['The dog sleeps. She saw it!']);
  assert.deepEqual(tagged, [
    [
      ['DET', 'NOUN', 'VERB', 'PUNCT'],
      ['PRON', 'VERB', 'PRON', 'PUNCT'],
    ],
  ]);
  const none = await winkTagger().tag([GERMAN, GERMAN]);
  assert.ok('unavailable' in none && none.unavailable.includes('deu'));
});

test('a process may tag as often as it likes: a monitor or a calibration runs hundreds of audits', async () => {
  for (let i = 0; i < 40; i++) {
    const tagged = await winkTagger('eng').tag(['The dog sleeps.']);
    assert.deepEqual(tagged, [[['DET', 'NOUN', 'VERB', 'PUNCT']]]);
  }
});
