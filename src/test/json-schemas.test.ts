import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { auditResultSchema } from '../report/schema.js';
import { jsonSchemas } from './json-schemas.js';
import { resultWith, STAGES } from './results.js';

test('the committed schemas are those of the code; scripts/write-schemas.js writes them', () => {
  for (const [name, text] of Object.entries(jsonSchemas())) {
    assert.equal(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8'), text, name);
  }
});

type Node = Record<string, unknown> & {
  type?: string | string[];
  properties?: Record<string, Node>;
  required?: string[];
};

/** Checks what the result's schema uses of JSON Schema: independent of zod, so a wrong conversion would show. */
function check(schema: Node, data: unknown, path: string): void {
  const fail = (what: string) => assert.fail(`${path}: ${what}`);
  if (Array.isArray(schema.anyOf)) {
    const fits = (each: Node) => {
      try {
        check(each, data, path);
        return true;
      } catch {
        return false;
      }
    };
    if (!schema.anyOf.some(fits)) fail('fits no branch');
    return;
  }
  if ('const' in schema && schema.const !== data) fail(`is not ${schema.const}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(data)) fail('is not in the enum');
  const type = data === null ? 'null' : Array.isArray(data) ? 'array' : typeof data;
  if (schema.type !== undefined && ![schema.type].flat().includes(type))
    fail(`is ${type}, not ${schema.type}`);
  if (type === 'array') {
    const prefix = (schema.prefixItems ?? []) as Node[];
    (data as unknown[]).forEach((item, i) => {
      const each = prefix[i] ?? schema.items;
      if (each) check(each as Node, item, `${path}[${i}]`);
    });
  }
  if (type === 'object') {
    const object = data as Record<string, unknown>;
    for (const key of schema.required ?? []) if (!(key in object)) fail(`lacks ${key}`);
    for (const [key, value] of Object.entries(object)) {
      const each = schema.properties?.[key] ?? schema.additionalProperties;
      if (each === false) fail(`has ${key}`);
      if (typeof each === 'object') check(each as Node, value, `${path}.${key}`);
    }
  }
}

test('results fit the committed JSON schema; broken ones do not', () => {
  const schema = JSON.parse(jsonSchemas()['audit-result.schema.json']);
  for (const stage of STAGES) {
    check(schema, resultWith(stage), stage);
    assert.ok(auditResultSchema.safeParse(resultWith(stage)).success);
  }
  const broken: unknown[] = [
    { ...resultWith('early'), schema: 2 },
    { ...resultWith('early'), more: 1 },
    { ...resultWith('early'), verdict: { stage: 'ill', because: [], notClaimed: '' } },
    { ...resultWith('early'), seed: '0' },
    { ...resultWith('early'), metrics: { x: { ...resultWith('early').metrics['tails/hapax'], ci: 'no' } } },
  ];
  for (const data of broken) {
    assert.throws(() => check(schema, data, 'broken'));
    assert.ok(!auditResultSchema.safeParse(data).success);
  }
});
