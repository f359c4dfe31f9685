/** The style of a statement: of system fonts, with figures of one width, and rows that no page break cuts. */
export const statementStyle = `
:root { color-scheme: light; --ink: #1a1d21; --soft: #5b636d; --line: #d5dae0; --fill: #f5f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--fill); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 2.5rem 3rem; background: #fff; border: 1px solid var(--line); }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1rem; }
.issuer { margin: 0; color: var(--soft); letter-spacing: .08em; text-transform: uppercase; font-size: .75rem; }
h1 { margin: .2rem 0 1rem; font-size: 1.7rem; font-weight: 650; }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; font-weight: 650; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .8rem; border-bottom: 1px solid var(--ink); }
th, td { padding: .3rem .75rem .3rem 0; vertical-align: baseline; }
td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5.5rem; }
.figure, .time { min-width: 0; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.figure { text-align: right; font-variant-numeric: tabular-nums lining-nums; padding-left: .75rem; }
.total td { font-weight: 650; }
tr.total:last-child td { border-top: 1px solid var(--ink); border-bottom: 3px double var(--ink); }
.none { color: var(--soft); font-style: italic; }
.note, footer { color: var(--soft); font-size: .85rem; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) { main { margin: 0; padding: 1rem; border: 0; } table { font-size: .8rem; } }
@page { margin: 18mm 15mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #5b636d; } }
@media print {
  body { background: none; font-size: 9.5pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  thead { display: table-header-group; }
  tr, header, footer { break-inside: avoid; }
}
`;
