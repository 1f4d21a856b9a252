/** The closed forms against the lab, a row each, at most 80 columns wide. */
import { formatValue } from '../util/format.js';
import { fit, wrap } from './terminal.js';

interface VerifiedRow {
  id: string;
  title: string;
  theory: number;
  measured: number;
  se: number;
  z: number;
  agrees: boolean;
}

const ID_ROOM = 14;
const FIGURE_ROOM = 11;

export function verifyText(rows: readonly VerifiedRow[], colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const right = (text: string) => text.padStart(FIGURE_ROOM);
  const head = ['theory', 'measured', 'se'].map(right).join('');
  const lines = [paint(2, `${fit('', ID_ROOM)}${head}${'z'.padStart(8)}`)];
  for (const { id, title, theory, measured, se, z, agrees } of rows) {
    const figures = [theory, measured, se].map((x) => right(formatValue(x))).join('');
    const mark = agrees ? paint(32, 'ok') : paint(31, 'DISAGREES');
    lines.push(`${fit(id, ID_ROOM)}${figures}${z.toFixed(1).padStart(8)}  ${mark}`);
    lines.push(...wrap(title, 76).map((line) => paint(2, `    ${line}`)));
  }
  const wrong = rows.filter(({ agrees }) => !agrees).length;
  lines.push('', wrong === 0 ? `all ${rows.length} rows agree` : `${wrong} of ${rows.length} rows disagree`);
  return `${lines.join('\n')}\n`;
}
