import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageHeader, SchemaTree } from 'hyparquet/src/types.js';
import { checkPageRuns } from './parquet-runs.js';

const path = (repetition: 'REQUIRED' | 'OPTIONAL'): SchemaTree[] => [
  { children: [], count: 1, path: [], element: { name: 'root' } },
  {
    children: [],
    count: 1,
    path: ['text'],
    element: { name: 'text', type: 'BYTE_ARRAY', repetition_type: repetition },
  },
];

const header = (num_values: number, encoding: 'PLAIN' | 'RLE_DICTIONARY'): PageHeader => ({
  type: 'DATA_PAGE',
  uncompressed_page_size: 0,
  compressed_page_size: 0,
  data_page_header: {
    num_values,
    encoding,
    definition_level_encoding: 'RLE',
    repetition_level_encoding: 'RLE',
  },
});

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
};
/** Definition levels of a page of version 1: their length, then the runs. */
const levels = (...runs: number[]) => Uint8Array.from([runs.length, 0, 0, 0, ...runs]);

test('runs that hold just the values of the page are sound', () => {
  checkPageRuns(header(1000, 'PLAIN'), levels(...varint(1000 * 2), 1), path('OPTIONAL'));
  // Bit-packed: 125 groups of 8 values of 1 bit.
  checkPageRuns(
    header(997, 'PLAIN'),
    levels(...varint(125 * 2 + 1), ...Array(125).fill(255)),
    path('OPTIONAL'),
  );
  checkPageRuns(header(1000, 'RLE_DICTIONARY'), Uint8Array.from([3, ...varint(2000), 5]), path('REQUIRED'));
  checkPageRuns(header(1000, 'PLAIN'), Uint8Array.from([1, 2, 3]), path('REQUIRED'));
});

test('a run longer than the page is refused, whatever it is a run of', () => {
  const long = varint((2 ** 31 - 1) * 2);
  const packed = varint(2 ** 28 * 2 + 1);
  assert.throws(
    () => checkPageRuns(header(1000, 'PLAIN'), levels(...long, 1), path('OPTIONAL')),
    /a run of 2147483647/,
  );
  assert.throws(
    () => checkPageRuns(header(1000, 'PLAIN'), levels(...packed, 1), path('OPTIONAL')),
    /a run of/,
  );
  const indices = Uint8Array.from([3, ...varint(20), 5, ...long, 5]);
  assert.throws(
    () => checkPageRuns(header(1000, 'RLE_DICTIONARY'), indices, path('REQUIRED')),
    /a run of 2147483647/,
  );
  assert.throws(
    () => checkPageRuns(header(9, 'RLE_DICTIONARY'), Uint8Array.from([33]), path('REQUIRED')),
    /33 bits/,
  );
  assert.throws(
    () => checkPageRuns(header(9, 'PLAIN'), Uint8Array.from([9, 0, 0, 0, 1]), path('OPTIONAL')),
    /cut short/,
  );
});
