namespace Results.Figures;

/// <summary>How a report looks: one column that fits a phone, light or dark as the reader's system is.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark;
          --ink: #1f2933; --faint: #5b6773; --line: #dde2e7; --page: #ffffff; --card: #f5f7f9;
          --good: #0b6b4f; --goodcard: #e5f4ee; --bad: #a32a1e; --badcard: #fbe9e6; }
        @media (prefers-color-scheme: dark) { :root {
          --ink: #e4e8ec; --faint: #9aa5b1; --line: #39424c; --page: #14181d; --card: #1e242b;
          --good: #6fd3ae; --goodcard: #12302a; --bad: #ff9d8f; --badcard: #3a1d1a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
        main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.1rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
        h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
        p { margin: .4rem 0; }
        .faint { color: var(--faint); }
        .verdict { margin: 1.3rem 0; padding: .9rem 1.1rem; border-left: 5px solid var(--good); border-radius: 6px;
          background: var(--goodcard); }
        .verdict.bad { border-color: var(--bad); background: var(--badcard); }
        .verdict strong { font-size: 1.1rem; color: var(--good); }
        .verdict.bad strong { color: var(--bad); }
        .verdict ul { margin: .5rem 0 0; }
        ul { padding-left: 1.2rem; margin: .4rem 0; }
        ul.checks { list-style: none; padding-left: 0; }
        .scroll { overflow-x: auto; margin: .5rem 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; min-width: 60%; }
        th, td { padding: .32rem .8rem .32rem 0; border-bottom: 1px solid var(--line); text-align: right;
          white-space: nowrap; }
        th:first-child { text-align: left; font-weight: 500; }
        thead th { color: var(--faint); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 500; }
        figure { margin: 1rem 0; padding: .6rem; background: #ffffff; border: 1px solid var(--line); border-radius: 8px;
          overflow-x: auto; }
        figure svg { display: block; width: 100%; min-width: 32rem; height: auto; }
        pre { margin: .5rem 0; padding: .7rem .9rem; background: var(--card); border-radius: 6px; overflow-x: auto;
          font: .85rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        details { margin: .5rem 0; } summary { cursor: pointer; color: var(--faint); }
        @media print { main { max-width: none; } figure, table { break-inside: avoid; } }
        """;
}
