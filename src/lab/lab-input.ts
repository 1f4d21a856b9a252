/** What a user brings to a world, already read. Plain data: it is sent to the threads as it is. */
export type LabInput =
  | { kind: 'corpus'; name: string; texts: string[] }
  | { kind: 'table'; name: string; columns: Column[]; label: string | undefined; rows: number }
  | { kind: 'ratings'; name: string; users: string[]; items: string[]; ratings: Ratings };

export interface Column {
  name: string;
  /** A number column holds NaN where the value is missing. */
  values: Float64Array | string[];
}

/** Parallel arrays, one entry a rating. */
export interface Ratings {
  user: Uint32Array;
  item: Uint32Array;
  value: Float64Array;
}
