/**
 * A lineage as a graph for other programs: Graphviz DOT and Mermaid. Parents in cards are
 * whatever their writers put there, so what could end a string is written otherwise.
 */
import type { Lineage, LineageNode } from './lineage.js';

const COLOURS = { human: '#cfe8d5', synthetic: '#f3d3d0', mixed: '#f6e7c1', unknown: '#e3e3e3' };

/** Inside double quotes of DOT: a backslash, a quote, a control character. */
const inDot = (text: string): string =>
  text.replace(/[\\"]/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd');

/** Inside double quotes of Mermaid, which knows entities, and HTML. */
const inMermaid = (text: string): string =>
  text.replace(/["<>&#]/g, (sign) => `#${sign.charCodeAt(0)};`).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd');

/** Two lines about a node. */
function label(id: string, { kind, origin, generations: { fewest } }: LineageNode, newline: string): string {
  const far = fewest === null ? '' : `, generation ${fewest}`;
  return `${id}${newline}${kind === 'missing' ? 'not recorded' : `${kind}, ${origin}`}${far}`;
}

export function lineageDot({ id, nodes, edges }: Lineage): string {
  const lines = ['digraph lineage {', '  rankdir=LR;', '  node [shape=box, style=filled, fontname=sans];'];
  for (const node of nodes) {
    const own = node.id === id ? ', penwidth=2' : '';
    lines.push(
      `  "${inDot(node.id)}" [label="${label(inDot(node.id), node, '\\n')}", fillcolor="${COLOURS[node.origin]}"${own}];`,
    );
  }
  for (const { parent, child, share, generations } of edges) {
    const words = share === null ? '' : `, label="${percent(share)}"`;
    lines.push(
      `  "${inDot(parent)}" -> "${inDot(child)}" [style=${generations === 1 ? 'bold' : 'solid'}${words}];`,
    );
  }
  return `${lines.join('\n')}\n}\n`;
}

export function lineageMermaid({ nodes, edges }: Lineage): string {
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = ['flowchart LR'];
  for (const node of nodes)
    lines.push(`  ${names.get(node.id)}["${label(inMermaid(node.id), node, '<br>')}"]`);
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
