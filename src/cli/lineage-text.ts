/** A lineage as people read it: two trees, or a table. */
import type { Lineage, LineageEdge, LineageNode } from '../provenance/index.js';
import { printable } from '../report/terminal.js';
import { formatCount, formatPercent, plural } from '../util/format.js';
import { groupBy } from '../util/group-by.js';
import { shareText, tableText } from './sources.js';

/** Back and forward as trees. A node that stands there already is not drawn again. */
export function lineageTree(lineage: Lineage): string {
  const { id, nodes, edges, ancestors, descendants, loops, partial } = lineage;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = [`${printable(id)}  ${about(byId.get(id)!)}`, '', 'Made from'];
  if (ancestors.length === 0) lines.push('  nothing that is recorded');
  else lines.push(...branches(id, 'parent', edges, byId));
  lines.push('', 'What was made of it');
  if (descendants.length === 0) lines.push('  nothing that is recorded');
  else lines.push(...branches(id, 'child', edges, byId));
  if (partial) lines.push('', 'There is more than is shown; --most raises the limit.');
  if (loops.length > 0) lines.push('');
  for (const loop of loops) lines.push(`Loop  ${[...loop, loop[0]].map(printable).join(' → ')}`);
  return `${lines.join('\n')}\n`;
}

function branches(
  root: string,
  end: 'parent' | 'child',
  edges: readonly LineageEdge[],
  byId: ReadonlyMap<string, LineageNode>,
): string[] {
  const near = end === 'parent' ? 'child' : 'parent';
  const lines: string[] = [];
  const drawn = new Set([root]);
  const beside = groupBy(edges, (edge) => edge[near]);
  const next = (id: string) => (beside.get(id) ?? []).filter((edge) => edge[end] !== id);
  // Depth first, with a stack of its own: lineages can be deeper than the call stack.
  const open = next(root)
    .map((edge, i, all) => ({ edge, indent: '  ', last: i === all.length - 1 }))
    .reverse();
  for (let item = open.pop(); item; item = open.pop()) {
    const { edge, indent, last } = item;
    const other = edge[end];
    const share = edge.share === null ? '' : `, ${formatPercent(edge.share)} of it`;
    const known = drawn.has(other);
    lines.push(
      `${indent}${last ? '└─' : '├─'} ${printable(other)}  ${known ? '(above)' : about(byId.get(other)!)}${known ? '' : share}`,
    );
    if (known) continue;
    drawn.add(other);
    const inner = next(other).map((each, i, all) => ({
      edge: each,
      indent: `${indent}${last ? '   ' : '│  '}`,
      last: i === all.length - 1,
    }));
    open.push(...inner.reverse());
  }
  return lines;
}

function about(node: LineageNode): string {
  const { kind, origin, humanFraction, generator, documents } = node;
  if (kind === 'missing') return 'not recorded';
  const parts: string[] = [kind, origin];
  if (origin === 'mixed') parts.push(`${shareText(humanFraction)} human`);
  if (generator !== null) parts.push(printable(generator));
  if (documents !== null) parts.push(plural(documents, 'document'));
  parts.push(generationsText(node));
  return parts.join(', ');
}

/** `generation 2`, `generations 1 to 3`. */
export function generationsText({ generations: { fewest, most } }: LineageNode): string {
  if (fewest === null) return 'generation not known';
  if (most === null) return `generation ${fewest} or more`;
  return fewest === most ? `generation ${fewest}` : `generations ${fewest} to ${most}`;
}

export function lineageTable({ id, nodes, edges, ancestors, descendants }: Lineage): string {
  const back = new Set(ancestors);
  const forward = new Set(descendants);
  const from = groupBy(edges, ({ child }) => child);
  const rows = nodes.map((node) => [
    node.id === id
      ? ''
      : [back.has(node.id) && 'back', forward.has(node.id) && 'forward'].filter(Boolean).join(' '),
    node.id,
    node.kind,
    node.origin,
    shareText(node.humanFraction),
    node.generator ?? '',
    node.documents === null ? '' : formatCount(node.documents),
    generationsText(node).replace(/^generations? /, ''),
    (from.get(node.id) ?? []).map(({ parent }) => parent).join(' '),
  ]);
  const headings = ['', 'id', 'kind', 'origin', 'human', 'generator', 'documents', 'generation', 'made from'];
  return tableText(headings, rows, 40);
}
