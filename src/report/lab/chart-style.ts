/**
 * Colours of the charts, written out for light and dark rather than as custom properties, which some programs that draw
 * SVG do not know. Arms take six hues that people with any colour vision tell apart by hue or lightness; the seventh
 * to twelfth arm take them again, dashed. Names stand at the lines, so no reader depends on colour.
 */
import { type Colours, DARK, LIGHT } from '../html/colours.js';

export const LIGHT_ARMS = ['#0067a8', '#b34700', '#00735a', '#963b7c', '#7a5c00', '#4b535d'];
export const DARK_ARMS = ['#6bb8f5', '#ff8a4c', '#3ecfa6', '#ec9bcb', '#e3b341', '#bcc5cf'];

/** Classes of arm number i. */
export function armClass(i: number): string {
  return `arm${i % LIGHT_ARMS.length}${i % (2 * LIGHT_ARMS.length) >= LIGHT_ARMS.length ? ' dashed' : ''}`;
}

function coloured(
  { ground, ink, soft, line, noise, accent, ok, fail, none }: Colours,
  arms: readonly string[],
): string {
  return [
    `.chart text{fill:${ink}}.chart .soft{fill:${soft}}.chart .ground{fill:${ground}}`,
    `.chart .grid{stroke:${line}}.chart .zero{stroke:${soft}}.chart .ghost{stroke:${noise}}`,
    `.chart .first{stroke:${ink}}.chart .later{stroke:${accent}}.chart .ridge,.chart .mark{fill:${ground}}`,
    `.chart .met{fill:${noise}}.chart .holds{fill:${ok};stroke:${ok}}.chart .failed{fill:${fail};stroke:${fail}}.chart .unsure{fill:${none};stroke:${none}}`,
    ...arms.map(
      (colour, i) =>
        `.chart .arm${i} .line,.chart .arm${i} .mark,.chart .arm${i} .whisker,.chart .arm${i} .dots{stroke:${colour}}.chart .arm${i} .band,.chart .arm${i} .dot,.chart .arm${i} .name{fill:${colour}}`,
    ),
  ].join('\n');
}

/** In the page too, behind its own style. */
export const CHART_STYLE = `
.chart{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.chart .small{font-size:11.5px}.chart .head{font-weight:600}
.chart .grid{stroke-width:1}.chart .zero{stroke-width:1;stroke-dasharray:3 3}
.chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.chart .dashed .line{stroke-dasharray:6 4}.chart .line.dotted{stroke-dasharray:1 4}
.chart .thin{stroke-width:1}.chart .ghost{fill:none;stroke-width:1.5}
.chart .band{stroke:none;fill-opacity:.15}.chart .mark{stroke-width:2}.chart .whisker{fill:none;stroke-width:1.5}
.chart .dots{fill:none;stroke-width:3;stroke-linecap:round;stroke-opacity:.5}
.chart .outline{fill:none}
${coloured(LIGHT, LIGHT_ARMS)}
@media screen and (prefers-color-scheme:dark){
${coloured(DARK, DARK_ARMS)}
}
`;
