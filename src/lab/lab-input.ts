import type { Column } from '../corpus/tables/column.js';
import type { Labels } from '../images/index.js';

/** What a user brings to a world, already read. Plain data: it is sent to the threads as it is. */
export type LabInput =
  | { kind: 'corpus'; name: string; texts: string[] }
  | {
      kind: 'table';
      name: string;
      columns: Column[] /** Its values are always words. */;
      label: string | undefined;
      rows: number;
    }
  | { kind: 'ratings'; name: string; users: string[]; items: string[]; ratings: Ratings }
  | {
      kind: 'images';
      name: string;
      width: number;
      height: number;
      pixels: Uint8Array /** Image after image, row by row. */;
      labels?: Labels /** Where they are known. */;
    };

export type { Column, Labels };

/** Parallel arrays, one entry a rating. */
export interface Ratings {
  user: Uint32Array;
  item: Uint32Array;
  value: Float64Array;
}
