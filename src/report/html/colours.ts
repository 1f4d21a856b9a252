/**
 * The colours of pages and charts. Grades and arms are Okabe and Ito's hues, darkened or lightened until they stand
 * out from the ground; nothing is told by colour alone.
 */
export interface Colours {
  ground: string;
  card: string;
  ink: string;
  soft: string;
  line: string;
  noise: string;
  ok: string;
  warn: string;
  fail: string;
  none: string;
  accent: string;
  early: string;
  late: string;
  healthy: string;
}

const STAGES = { early: '#e69f00', late: '#d55e00', healthy: '#009e73' };

export const LIGHT: Colours = {
  ground: '#fff',
  card: '#f6f7f9',
  ink: '#1b1f24',
  soft: '#57606a',
  line: '#d5dae0',
  noise: '#cfd6de',
  ok: '#00735a',
  warn: '#8a5a00',
  fail: '#b34700',
  none: '#656d76',
  accent: '#0a5fa8',
  ...STAGES,
};

export const DARK: Colours = {
  ground: '#14171b',
  card: '#1c2127',
  ink: '#e8ebee',
  soft: '#a3adb8',
  line: '#343c45',
  noise: '#3d4752',
  ok: '#3ecfa6',
  warn: '#f0b73a',
  fail: '#ff8a4c',
  none: '#98a2ad',
  accent: '#7cbdf2',
  ...STAGES,
};

/** Ink on white. */
export const PAPER: Colours = {
  ...LIGHT,
  card: '#fff',
  ink: '#000',
  soft: '#444',
  line: '#bbb',
  noise: '#d5dae0',
  none: '#555',
  accent: '#000',
};

/** As custom properties of the root, `--ink:#000;…`. */
export function properties(colours: Colours): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
