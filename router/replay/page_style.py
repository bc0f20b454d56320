"""How the replay's page looks. It has its own file because it is no Python."""

STYLE = """
:root { --ink: #1c2733; --quiet: #5d6b7a; --line: #dfe4ea; --paper: #fff; --red: #b3261e; --amber: #a86400;
  --grey: #64748b; --same: #b8c4d0; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: #f5f7f9;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { margin: 0; font-size: .85rem; letter-spacing: .08em; text-transform: uppercase; color: var(--quiet); }
.lead { margin: .35rem 0 1.25rem; font-size: 1.5rem; line-height: 1.3; font-weight: 600; }
.quiet { margin: .75rem 0 0; font-size: .85rem; color: var(--quiet); }
.bar { display: flex; gap: 2px; height: 14px; overflow: hidden; border-radius: 7px; }
.bar i { min-width: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .6rem 0 0; padding: 0; list-style: none;
  font-size: .9rem; }
.legend i { display: inline-block; width: .7rem; height: .7rem; margin-right: .4rem; border-radius: 50%; }
i.same { background: var(--same); } i.grey { background: var(--grey); }
i.amber { background: #e0a030; } i.red { background: var(--red); }
.broken { margin: 1.5rem 0 0; padding: .7rem 1rem; border-radius: 8px; color: #fff; background: var(--red); }
section { margin: 1.75rem 0 0; padding: 1.1rem 1.25rem .4rem; border: 1px solid var(--line); border-left: 5px solid;
  border-radius: 8px; background: var(--paper); }
section.red { border-left-color: var(--red); } section.red h2 { color: var(--red); }
section.amber { border-left-color: #e0a030; } section.amber h2 { color: var(--amber); }
section.grey { border-left-color: var(--grey); }
h2 { margin: 0; font-size: 1.15rem; }
section > p { margin: .15rem 0 .5rem; color: var(--quiet); }
article { display: flex; gap: 1rem; padding: .8rem 0; border-top: 1px solid var(--line); }
article > em { min-width: 2.6rem; text-align: right; font-style: normal; font-size: 1.25rem; font-weight: 700;
  line-height: 1.4; }
article > div { flex: 1; min-width: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .7rem; margin: 0 0 .6rem; }
dt { color: var(--quiet); font-size: .9rem; } dd { margin: 0; }
dd span { display: inline-block; padding: .05rem .5rem; border-radius: 5px; background: #eef2f6; }
dd span:first-child { font-weight: 600; }
ul.reasons { margin: 0; padding: 0; list-style: none; }
ul.reasons > li { margin: 0 0 .6rem; overflow-wrap: anywhere; }
.tickets { margin: .15rem 0 0; padding: 0; list-style: none; font-size: .9rem; }
q { color: var(--quiet); quotes: none; }
details { font-size: .9rem; } summary { cursor: pointer; color: var(--quiet); }
a { color: #0b5cad; }
footer { margin-top: 2rem; color: var(--quiet); font-size: .9rem; } footer h2 { font-size: .95rem; }
footer ul { margin: .3rem 0 0; padding-left: 1.1rem; }
@media print { body { background: #fff; } section { break-inside: avoid; } }
"""
