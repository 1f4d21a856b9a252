/** A lineage as a graph for other programs: Graphviz DOT and Mermaid. Ids are made of letters, digits and `._-/` only. */
import type { Lineage, LineageNode } from './lineage.js';

const COLOURS = { human: '#cfe8d5', synthetic: '#f3d3d0', mixed: '#f6e7c1', unknown: '#e3e3e3' };

/** Two lines about a node. */
function label({ id, kind, origin, generations: { fewest } }: LineageNode, newline: string): string {
  const far = fewest === null ? '' : `, generation ${fewest}`;
  return `${id}${newline}${kind === 'missing' ? 'not recorded' : `${kind}, ${origin}`}${far}`;
}

export function lineageDot({ id, nodes, edges }: Lineage): string {
  const lines = ['digraph lineage {', '  rankdir=LR;', '  node [shape=box, style=filled, fontname=sans];'];
  for (const node of nodes) {
    const own = node.id === id ? ', penwidth=2' : '';
    lines.push(`  "${node.id}" [label="${label(node, '\\n')}", fillcolor="${COLOURS[node.origin]}"${own}];`);
  }
  for (const { parent, child, share, generations } of edges) {
    const words = share === null ? '' : `, label="${percent(share)}"`;
    lines.push(`  "${parent}" -> "${child}" [style=${generations === 1 ? 'bold' : 'solid'}${words}];`);
  }
  return `${lines.join('\n')}\n}\n`;
}

export function lineageMermaid({ nodes, edges }: Lineage): string {
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = ['flowchart LR'];
  for (const node of nodes) lines.push(`  ${names.get(node.id)}["${label(node, '<br>')}"]`);
  for (const { parent, child, share, generations } of edges) {
    const arrow = generations === 1 ? '==>' : '-->';
    lines.push(
      `  ${names.get(parent)} ${arrow}${share === null ? '' : `|${percent(share)}|`} ${names.get(child)}`,
    );
  }
  for (const origin of Object.keys(COLOURS) as (keyof typeof COLOURS)[]) {
    const own = nodes.filter((node) => node.origin === origin).map(({ id }) => names.get(id));
    if (own.length === 0) continue;
    lines.push(`  classDef ${origin} fill:${COLOURS[origin]}`, `  class ${own.join(',')} ${origin}`);
  }
  return `${lines.join('\n')}\n`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
