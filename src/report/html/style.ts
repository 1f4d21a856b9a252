/**
 * The style sheet of all HTML reports. Light and dark by the reader's preference, ink on white on paper; every grade
 * also has a shape of its own, so nothing depends on colour.
 */
import { DARK, LIGHT, PAPER, properties } from './colours.js';

export const STYLE = `
:root{color-scheme:light dark;${properties(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${properties(DARK)}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}
h1{font-size:1.05rem;font-weight:600;margin:0;color:var(--soft)}
h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 .6rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .2rem}
p{margin:.4rem 0}
a{color:var(--accent)}
nav{margin:.8rem 0 0;font-size:.9rem}
nav a{margin-right:.6rem;white-space:nowrap}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.3rem 1.5rem;margin:1.2rem 0}
.stage{font-size:1.9rem;line-height:1.2;font-weight:700;letter-spacing:-.01em;margin:0 0 .3rem}
.card .because{margin:.9rem 0;padding-left:1.2rem}
.because li{margin:.25rem 0}
.corpora{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;margin:1.2rem 0}
.corpora div{border-left:3px solid var(--line);padding-left:.9rem;min-width:0}
.corpora b{display:block;overflow-wrap:anywhere}
.figure{overflow-x:auto;margin:.8rem 0}
svg{display:block;width:100%;min-width:34rem;height:auto;font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
svg text{fill:var(--ink)}
svg .soft{fill:var(--soft)}
svg .axis{stroke:var(--line);stroke-width:1}
svg .one{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}
svg .noise{fill:var(--noise)}
svg .ok{fill:var(--ok);stroke:var(--ok)}svg .warn{fill:var(--warn);stroke:var(--warn)}
svg .fail{fill:var(--fail);stroke:var(--fail)}svg .none{fill:var(--none);stroke:var(--none)}
svg .ci{stroke-width:2.5;fill:none}
svg .expected{fill:none;stroke:var(--soft);stroke-width:1}
svg .found{fill:var(--fail)}
.scale{list-style:none;display:flex;gap:4px;margin:1.1rem 0 1.2rem;padding:0}
.scale li{flex:1;text-align:center;font-size:.85rem;line-height:1.3;color:var(--soft)}
.scale li::before{content:"";display:block;height:11px;border-radius:3px;margin:14px 0 .35rem;background:currentColor;opacity:.35}
.scale .z0::before{background:var(--healthy)}.scale .z1::before{background:var(--early)}.scale .z2::before{background:var(--late)}.scale .z3::before{background:var(--soft)}
.scale .z3{margin-left:1.2rem}
.scale .here{color:var(--ink);font-weight:700}
.scale .here::before{opacity:1;margin-top:0}
.scale .here{position:relative;padding-top:14px}
.scale .here span::before{content:"";position:absolute;left:50%;top:0;margin-left:-8px;border:8px solid transparent;border-top:10px solid var(--ink);border-bottom:0}
.grade{font-weight:650;white-space:nowrap}
.grade.ok{color:var(--ok)}.grade.warn{color:var(--warn)}.grade.fail{color:var(--fail)}.grade.none{color:var(--none)}
.metric{margin:1rem 0 1.2rem}
.metric h3{margin-bottom:.1rem}
.metric p{margin:.15rem 0}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--accent);font-size:.9rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.5rem 0;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft);white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap}
td.text{overflow-wrap:anywhere}
td.id,dd{overflow-wrap:anywhere}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--card);border:1px solid var(--line);border-radius:4px;padding:.05em .3em;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1.2rem;font-size:.9rem}
dt{color:var(--soft)}
dd{margin:0;min-width:0}
.notes{padding-left:1.2rem}
.notes li{margin:.35rem 0}
.quotes{list-style:none;padding:0;margin:.3rem 0 1rem}
.quotes li{border-left:3px solid var(--line);padding:.1rem 0 .1rem .8rem;margin:.4rem 0;overflow-wrap:anywhere}
mark{background:none;color:var(--fail);font-weight:650}
details.metric{margin:.4rem 0}
details.metric summary{color:var(--ink);font-size:1rem}
details.metric p{margin-left:1.1rem}
footer{margin:3rem auto;padding-top:1rem;color:var(--soft);font-size:.85rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}.stage{font-size:1.5rem}}
@media print{:root{color-scheme:light;${properties(PAPER)}}
body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}nav,.screen{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.card,.metric,figure,tr,svg{break-inside:avoid}h2,h3{break-after:avoid}svg{min-width:0}.figure,.wide{overflow:visible}}
`;
