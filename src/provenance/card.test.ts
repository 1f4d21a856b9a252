import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCard } from './card.js';

test('a short card gets the share that its origin means', () => {
  assert.deepEqual(parseCard('id: gutenberg\norigin: human\n', 'c.yaml').humanFraction, [1, 1]);
  assert.deepEqual(parseCard('id: a/b\norigin: unknown\n', 'c.yaml').humanFraction, [0, 1]);
});

test('errors name line, field and the nearest right word', () => {
  const fault = (text: string) => {
    try {
      parseCard(text, 'c.yaml');
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  assert.match(fault('id: a\norigin: humn\n'), /^c\.yaml line 2: origin: must be one of human, /);
  assert.match(
    fault('id: a\norigin: human\nlicense: MIT\n'),
    /^c\.yaml line 3: license: unknown key.*licence/,
  );
  assert.match(fault('id: ../a\norigin: human\n'), /^c\.yaml line 1: id: must be letters/);
  assert.match(
    fault('id: a\norigin: human\nhumanFraction: [0.5, 1]\n'),
    /line 3: humanFraction: origin human means/,
  );
  assert.match(fault('id: a\norigin: mixed\nhumanFraction: [0.5, 0.1]\n'), /0\.5 is above 0\.1/);
});

test('a card cannot reach prototypes', () => {
  assert.throws(() => parseCard('id: a\norigin: human\n__proto__: {polluted: 1}\n', 'c.yaml'));
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});
