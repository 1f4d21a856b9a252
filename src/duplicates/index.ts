/** Exact and near copies over a whole corpus. */
export {
  type Duplicates,
  type DuplicatesOptions,
  type FoundDuplicates,
  findDuplicates,
  type Member,
  THRESHOLD,
} from './find-duplicates.js';
