/** The figures as files of their own: for papers, slides and pages. Same result, same bytes. */
import type { LabResult } from '../../lab/experiments/result.js';
import { attributionFigure } from './attribution-section.js';
import { standalone } from './figure.js';
import { distributionFigures, FULL, metricFigures } from './figures.js';

/** `name` is the file's name, without a folder, unlike any other: `curve-variance.svg`. */
export function labSvgs(result: LabResult): { name: string; svg: string }[] {
  const figures = [
    ...metricFigures(result, FULL).flatMap((each) => each.figures),
    ...distributionFigures(result, FULL),
    attributionFigure(result, FULL.line),
  ].filter((figure) => figure !== undefined);
  const taken = new Set<string>();
  return figures.map((figure) => {
    let name = figure.name;
    for (let i = 2; taken.has(name); i++) name = `${figure.name}-${i}`;
    taken.add(name);
    return { name: `${name}.svg`, svg: standalone(figure) };
  });
}
