/**
 * Reads `--ratings`, one rating a line:
 *
 *   RecBole's .inter     tabs, a header with types: user_id:token item_id:token rating:float
 *   MovieLens' .csv      userId,movieId,rating,timestamp with that header, or without
 *   MovieLens' u.data    the same with tabs and no header; ratings.dat with ::
 *
 * Without a column of ratings every line counts as 1.
 */
import { basename } from 'node:path';
import { numberCell } from '../../corpus/tables/number-cell.js';
import { DataError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import { readText } from './read-table.js';

interface Layout {
  split: string;
  /** Places of the columns; -1 without ratings. */
  user: number;
  item: number;
  value: number;
  hasHeader: boolean;
}

/** Throws DataError naming file and line. */
export function readRatings(path: string): LabInput {
  const lines = readText(path)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) throw new DataError(`${path}: no ratings (the file is empty)`);
  const layout = layoutOf(lines[first], `${path} line ${first + 1}`);
  const users = new Map<string, number>();
  const items = new Map<string, number>();
  const user: number[] = [];
  const item: number[] = [];
  const value: number[] = [];
  for (let i = first + (layout.hasHeader ? 1 : 0); i < lines.length; i++) {
    if (lines[i].trim() === '') continue;
    const at = `${path} line ${i + 1}`;
    const cells = lines[i].split(layout.split).map((cell) => cell.trim());
    if (cells.length <= Math.max(layout.user, layout.item, layout.value)) {
      throw new DataError(`${at}: ${cells.length} columns; a user, an item and a rating are needed`);
    }
    const [who, what] = [cells[layout.user], cells[layout.item]];
    if (who === '' || what === '')
      throw new DataError(`${at}: no ${who === '' ? 'user' : 'item'}. Drop the line or mend it`);
    user.push(indexOf(users, who));
    item.push(indexOf(items, what));
    value.push(layout.value < 0 ? 1 : numberCell(cells[layout.value], `${at}, rating`, 'a number'));
  }
  if (user.length === 0) throw new DataError(`${path}: no ratings below the header`);
  return {
    kind: 'ratings',
    name: basename(path),
    users: [...users.keys()],
    items: [...items.keys()],
    ratings: { user: Uint32Array.from(user), item: Uint32Array.from(item), value: Float64Array.from(value) },
  };
}

function layoutOf(head: string, at: string): Layout {
  if (/^[^\t]+::[^\t]+::/.test(head)) return { split: '::', user: 0, item: 1, value: 2, hasHeader: false };
  const split = head.includes('\t') ? '\t' : ',';
  const names = head.split(split).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const count = names.length;
  if (count < 2)
    throw new DataError(`${at}: one column; write user, item and rating, split by tabs, commas or ::`);
  const bare = names.map((name) => name.replace(/:(token|float|token_seq|float_seq)$/, '').toLowerCase());
  const place = (...wanted: string[]) => bare.findIndex((name) => wanted.includes(name));
  const user = place('user_id', 'userid', 'user');
  const item = place('item_id', 'itemid', 'item', 'movieid', 'movie_id', 'movie');
  if (user >= 0 && item >= 0)
    return { split, user, item, value: place('rating', 'value', 'score'), hasHeader: true };
  if (names.slice(2, 3).some((name) => !Number.isFinite(Number(name)))) {
    throw new DataError(
      `${at}: the header names no user and item (${names.join(', ')}); call them user_id and item_id`,
    );
  }
  return { split, user: 0, item: 1, value: count > 2 ? 2 : -1, hasHeader: false };
}

function indexOf(known: Map<string, number>, name: string): number {
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, known.size);
  return known.size - 1;
}
