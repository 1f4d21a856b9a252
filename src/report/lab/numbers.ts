/** Figures as they stand in sentences and tables of the lab's page. */
import { formatValue } from '../../util/format.js';
import { finite } from './axis.js';

export function figure(value: number | null | undefined): string {
  return finite(value) ? formatValue(value).replace('-', '−') : '–';
}

/** With its sign, for a difference. */
export function signed(value: number | null): string {
  return finite(value) && value > 0 ? `+${figure(value)}` : figure(value);
}

/** `0.36 ± 0.04`: two standard errors. */
export function withError(mean: number | null | undefined, se: number | null | undefined): string {
  return finite(mean) && finite(se) ? `${figure(mean)} ± ${figure(2 * se)}` : figure(mean);
}

/** `12 %`. */
export function percent(share: number | null): string {
  return finite(share) ? `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))} %` : '–';
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
