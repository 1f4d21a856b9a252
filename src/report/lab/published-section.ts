/** Ours beside what a paper or a formula gives. */
import type { LabResult, PublishedResult } from '../../lab/experiments/result.js';
import { shorten } from '../escape.js';
import { figure, percent, withError } from './numbers.js';
import { more, table } from './tables.js';

const MOST = 60;

/** Empty where the experiment names no published figure. */
export function publishedSection({ published }: LabResult): string {
  if (published.length === 0) return '';
  const agree = published.filter(({ agrees }) => agrees).length;
  const lead = `<p>${agree} of ${published.length} published figures ${published.length === 1 ? 'is' : 'are'} met within the stated tolerance.</p>`;
  const head = ['row', 'what', 'arm', '#generation', '#published', '#ours', '#off by', 'outcome', 'source'];
  return [lead, table(head, published.slice(0, MOST).map(row)), more(published.length, MOST, 'rows')].join(
    '\n',
  );
}

function row(each: PublishedResult): string[] {
  const { value, tolerance } = each;
  const wanted =
    typeof value === 'number'
      ? `${figure(value)}${tolerance > 0 ? ` ± ${percent(tolerance)}` : ''}`
      : `${figure(value[0])} to ${figure(value[1])}`;
  return [
    shorten(each.id, 24),
    shorten(`${each.what} (${each.statistic})`, 200),
    shorten(each.arm, 60),
    String(each.generation),
    wanted,
    withError(each.measured, each.se),
    percent(each.off),
    each.agrees ? '✓ agrees' : '✗ differs',
    shorten(each.source, 120),
  ];
}
