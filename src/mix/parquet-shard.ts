/**
 * A Parquet shard: a column a field, the same in all shards of a mixture. Fields whose values are all texts, whole
 * numbers, numbers or booleans are columns of that type; any other is a text column with the value as JSON.
 */
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { KIND } from './scan-messages.js';

export interface ShardColumn {
  name: string;
  type: 'STRING' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'JSON';
}

/** Rows of a row group: so many are in memory at once. */
const ROWS = 10_000;
/** Bytes of a row group, about. */
const BYTES = 64 << 20;

/**
 * The columns of a mixture, by the kinds of values that each field has; `origin` and `source` last. Those that records
 * had of that name go to the names that `withoutKeys` gives them.
 */
export function columnsOf(given: Record<string, number>): ShardColumn[] {
  const kinds = new Map(Object.entries(given));
  for (const name of ['origin', 'source']) {
    const own = kinds.get(name);
    kinds.delete(name);
    for (let n = 1; own !== undefined; n++) {
      const renamed = n === 1 ? `original_${name}` : `original_${name}_${n}`;
      const there = kinds.get(renamed);
      kinds.set(renamed, (there ?? 0) | own);
      if (there === undefined) break;
    }
  }
  const columns = [...kinds].map(([name, bits]): ShardColumn => ({ name, type: typeOf(bits & ~KIND.null) }));
  return [...columns, { name: 'origin', type: 'STRING' }, { name: 'source', type: 'STRING' }];
}

function typeOf(kinds: number): ShardColumn['type'] {
  if (kinds === KIND.text || kinds === 0) return 'STRING';
  if (kinds === KIND.integer) return 'INT64';
  if ((kinds & ~(KIND.integer | KIND.number)) === 0) return 'DOUBLE';
  return kinds === KIND.boolean ? 'BOOLEAN' : 'JSON';
}

/** `put` takes the bytes of the file, in order. */
export function newParquetShard(columns: readonly ShardColumn[], put: (bytes: Uint8Array) => void) {
  const out = new ByteWriter(1 << 20);
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)];
  const writer = new ParquetWriter({ writer: out, schema, createdBy: 'gen0', statistics: false });
  let rows: Record<string, unknown>[] = [];
  let size = 0;
  const flush = () => {
    if (out.index > 0) put(out.getBytes());
    out.index = 0;
  };
  const group = () => {
    if (rows.length === 0) return;
    const columnData: ColumnSource[] = columns.map(({ name, type }) => ({
      name,
      data: rows.map((row) => cellOf(Object.hasOwn(row, name) ? row[name] : null, type)),
    }));
    writer.write({ columnData, rowGroupSize: rows.length });
    flush();
    rows = [];
    size = 0;
  };
  return {
    /** `bytes`: about how many the row takes. */
    add(row: Record<string, unknown>, bytes: number) {
      rows.push(row);
      size += bytes;
      if (rows.length >= ROWS || size >= BYTES) group();
    },
    finish() {
      group();
      writer.finish();
      flush();
    },
  };
}

function elementOf({ name, type }: ShardColumn): SchemaElement {
  const repetition_type = 'OPTIONAL';
  if (type === 'STRING') return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
  if (type === 'JSON') return { name, type: 'BYTE_ARRAY', converted_type: 'JSON', repetition_type };
  return { name, type, repetition_type };
}

function cellOf(value: unknown, type: ShardColumn['type']): unknown {
  if (value === null || value === undefined) return null;
  return type === 'INT64' ? BigInt(value as number) : value;
}
