/** What a user brings to a world, already read. Plain data: it is sent to the threads as it is. */
export type LabInput =
  | { kind: 'corpus'; name: string; texts: string[] }
  | { kind: 'table'; name: string; columns: Column[]; label: string | undefined; rows: number }
  | { kind: 'ratings'; name: string; users: string[]; items: string[]; ratings: Ratings };

export interface Column {
  name: string;
  /** Where the value is missing, a column of numbers holds NaN and one of words ''. Classes are always words. */
  values: Float64Array | string[];
}

/** Parallel arrays, one entry a rating. */
export interface Ratings {
  user: Uint32Array;
  item: Uint32Array;
  value: Float64Array;
}
