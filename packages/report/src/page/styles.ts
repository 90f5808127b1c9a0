import { DARK } from '../charts/palette.js';
import type { Theme } from './layout.js';

const LIGHT_PAGE =
  '--ink:#1b1b1f;--quiet:#5c6066;--paper:#fff;--raised:#f5f6f8;--line:#d9dbdf;--link:#0b57a4;--mark:#b84700';
const DARK_PAGE =
  '--ink:#e8e8ea;--quiet:#a9adb5;--paper:#16181c;--raised:#1f2228;--line:#3a3d44;--link:#7ab8f0;--mark:#ff9d5c';

const PAGE = `
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.75rem 0 .25rem;overflow-wrap:anywhere}
p,li{max-width:48rem;overflow-wrap:anywhere}
p{margin:.5rem 0}
a{color:var(--link)}
.about,.note,figcaption,caption{color:var(--quiet)}
.about{margin:0 0 1rem}
main section:first-child h2+p{font-size:1.15rem;line-height:1.45;max-width:52rem}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;border:2px solid var(--link)}
nav ol{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:.6rem 0;border-block:1px solid var(--line);font-size:.9rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
figure{margin:1rem 0}
figcaption{font-size:.9rem;margin-bottom:.25rem}
.chart,.rows{overflow-x:auto}
.chart svg{display:block;max-width:100%;height:auto}
.rows{border:1px solid var(--line);border-radius:.4rem;margin:.75rem 0;max-height:36rem;overflow-y:auto}
table{border-collapse:collapse;font-size:.85rem;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.5rem .75rem;font-size:.9rem}
th,td{text-align:left;padding:.3rem .75rem;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:break-word;max-width:22rem}
td.hash{font-family:ui-monospace,monospace;font-size:.75rem;min-width:14rem}
thead th{position:sticky;top:0;background:var(--raised);font-weight:600;vertical-align:bottom}
th.n,td.n{text-align:right;white-space:nowrap}
td.t{white-space:nowrap}
tbody tr:hover{background:var(--raised)}
small{color:var(--quiet)}
thead button{all:unset;cursor:pointer;white-space:nowrap}
thead button:focus-visible{outline:2px solid var(--link)}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.75rem 0 0;font-size:.9rem}
.tools input,.tools button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:.3rem;padding:.25rem .6rem}
.tools button{cursor:pointer;background:var(--raised)}
code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
summary{cursor:pointer;color:var(--link);font-size:.9rem}
@media (max-width:40rem){body{padding:1rem .75rem 3rem}h1{font-size:1.4rem}.chart svg{max-width:none;width:48rem}th,td{padding:.3rem .5rem}}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav,.skip,.tools,summary{display:none}
.rows{max-height:none;overflow:visible;border:0}
.chart{overflow:visible}
.chart svg{max-width:100%;width:auto}
table{font-size:6.5pt}
table[data-interactive],td.hash{font-size:5.5pt}
th,td,td.hash{padding:.15rem .2rem;max-width:none;min-width:4em;overflow-wrap:anywhere}
td.t small{display:block}
th.n,td.n,td.t,thead button{white-space:normal}
thead th{position:static}
h2{break-after:avoid}
figure,tr{break-inside:avoid}
a{color:inherit;text-decoration:none}
}`;

/** The styles of the page, for paper, screens, dark ones and narrow ones. Charts have their colours in them, which dark screens replace. */
export function pageStyles(theme: Theme): string {
  const dark = `:root{color-scheme:dark;${DARK_PAGE}}${darkCharts()}`;
  const onScreen = {
    light: '',
    dark: `@media screen{${dark}}`,
    auto: `@media screen and (prefers-color-scheme:dark){${dark}}`,
  };
  return `:root{color-scheme:light;${LIGHT_PAGE}}${PAGE}${onScreen[theme]}`.replaceAll('\n', '');
}

function darkCharts(): string {
  return Object.entries(DARK)
    .map(
      ([light, dark]) => `.chart [fill="${light}"]{fill:${dark}}.chart [stroke="${light}"]{stroke:${dark}}`,
    )
    .join('');
}
