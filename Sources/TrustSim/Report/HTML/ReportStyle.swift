/// The look of a report: light, dark, on paper and on a telephone.
enum ReportStyle {
    static let text = """
        :root { --ink: #1b1f24; --soft: #57606a; --back: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --grid: #e4e8ec;
          --accent: #0b5cad; --strong: #000000; --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b5588f; --c4: #c27f00;
          --c5: #2f8fc9; --c6: #666666; color-scheme: light; }
        @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { --ink: #e6edf3; --soft: #9da7b3;
          --back: #0f1318; --panel: #171c23; --line: #3a424d; --grid: #262d36; --accent: #6cb6ff; --strong: #ffffff;
          --c0: #4da3ff; --c1: #ff8a4c; --c2: #2ec59a; --c3: #e29bc4; --c4: #f0b429; --c5: #86d0ff; --c6: #b0b8c1;
          color-scheme: dark; } }
        :root[data-theme="dark"] { --ink: #e6edf3; --soft: #9da7b3; --back: #0f1318; --panel: #171c23; --line: #3a424d;
          --grid: #262d36; --accent: #6cb6ff; --strong: #ffffff; --c0: #4da3ff; --c1: #ff8a4c; --c2: #2ec59a; --c3: #e29bc4;
          --c4: #f0b429; --c5: #86d0ff; --c6: #b0b8c1; color-scheme: dark; }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        .drawn svg { display: block; max-width: 100%; height: auto; margin: 8px 0; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto,
          "Helvetica Neue", Arial, sans-serif; }
        header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 24px; }
        h1 { font-size: 26px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 19px; margin: 40px 0 6px; padding-top: 8px; border-top: 1px solid var(--line); }
        h3 { font-size: 15px; margin: 18px 0 4px; }
        p { margin: 6px 0 10px; max-width: 78ch; }
        .caption, footer { color: var(--soft); font-size: 13.5px; }
        footer { margin-top: 40px; padding-bottom: 30px; }
        a { color: var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 8px; top: 8px; background: var(--back); padding: 6px 10px; z-index: 9; }
        table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); padding: 4px 0; }
        th, td { padding: 3px 10px; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; }
        thead th { border-bottom: 1px solid var(--soft); vertical-align: bottom; }
        tbody th { font-weight: 500; white-space: nowrap; }
        .number { text-align: right; white-space: nowrap; }
        .best { font-weight: 700; }
        .facts { width: 100%; }
        .facts th { width: 1%; color: var(--soft); padding-left: 0; }
        .facts td { overflow-wrap: anywhere; }
        code { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; max-width: 100%; }
        .bar { position: sticky; top: 0; z-index: 5; background: var(--back); border-bottom: 1px solid var(--line);
          padding: 8px 20px; margin: 18px -20px 0; display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: end; }
        .bar label { display: flex; flex-direction: column; font-size: 12px; color: var(--soft); min-width: 0; }
        select, button { font: inherit; font-size: 14px; color: var(--ink); background: var(--panel);
          border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; min-height: 32px; max-width: 100%; }
        select { max-width: 230px; }
        button { cursor: pointer; }
        button:hover, select:hover { border-color: var(--accent); }
        .legend { display: flex; flex-wrap: wrap; gap: 5px; margin: 10px 0; }
        .scheme { display: inline-flex; align-items: center; gap: 6px; font-size: 12.5px; padding: 1px 8px; min-height: 28px;
          overflow-wrap: anywhere; text-align: left; }
        summary { cursor: pointer; color: var(--accent); }
        .scheme svg { flex: none; }
        .scheme[aria-pressed="false"] { opacity: .55; text-decoration: line-through; background: none; }
        .sort { border: 0; background: none; padding: 0 2px; min-height: 24px; font-size: 13.5px; font-weight: 600; text-align: inherit; }
        .sort::after { content: ""; }
        th[aria-sort="ascending"] .sort::after { content: " \\25B2"; }
        th[aria-sort="descending"] .sort::after { content: " \\25BC"; }
        .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 12px 0 4px; }
        .said { color: var(--soft); font-size: 13px; }
        .hidden { position: fixed; left: -999px; top: 0; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 12px 28px; }
        .columns > div { min-width: 0; }
        .chart svg { display: block; max-width: 100%; height: auto; overflow: visible; }
        .chart text { font-size: 12px; fill: var(--soft); }
        .chart text.own { fill: var(--ink); font-weight: 700; }
        .chart text.value { fill: var(--ink); font-size: 11.5px; font-variant-numeric: tabular-nums; }
        .chart text.axis-title { fill: var(--ink); }
        .grid { stroke: var(--grid); fill: none; }
        .axis { stroke: var(--soft); fill: none; }
        .chance { stroke: var(--soft); fill: none; stroke-dasharray: 2 4; }
        .whisker { fill: none; stroke-width: 1.2; opacity: .7; }
        .whisker.strong { stroke-width: 2; opacity: 1; }
        .series { transition: opacity .15s; }
        .series.dim { opacity: .12; }
        .empty { color: var(--soft); font-style: italic; }
        .heat { border-collapse: separate; border-spacing: 1px; }
        .heat td { text-align: center; padding: 4px 5px; min-width: 38px; border: 0; font-size: 12.5px; }
        .heat .none { color: var(--soft); }
        .heat thead th { padding: 2px 4px; border: 0; }
        .heat tbody th { position: sticky; left: 0; background: var(--back); border: 0; }
        .slanted span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-weight: 500; }
        .notes li { max-width: 78ch; margin: 5px 0; }
        .long { max-height: 460px; overflow: auto; }
        @media (max-width: 560px) {
          body { font-size: 14.5px; }
          header, main, footer { padding-left: 12px; padding-right: 12px; }
          .bar { margin: 12px -12px 0; padding: 6px 12px; position: static; }
          .bar label { flex: 1 1 44%; }
          .bar select { width: 100%; max-width: none; }
          .facts th, .facts td { display: block; width: auto; padding: 2px 0; }
          .facts th { border: 0; padding-top: 6px; }
          .heat tbody th { max-width: 110px; overflow: hidden; text-overflow: ellipsis; font-size: 12px; }
        }
        @media (prefers-reduced-motion: reduce) { .series { transition: none; } }
        @media print {
          :root, :root:not([data-theme="light"]), :root[data-theme="dark"] { --ink: #000; --soft: #444; --back: #fff;
            --panel: #fff; --line: #999; --grid: #ddd; --strong: #000; --c0: #0072b2; --c1: #d55e00; --c2: #009e73;
            --c3: #b5588f; --c4: #c27f00; --c5: #2f8fc9; --c6: #666; color-scheme: light; }
          body { font-size: 10pt; }
          header, main, footer { max-width: none; padding: 0; }
          .bar, .tools, .skip, .choices, .scheme[aria-pressed="false"] { display: none; }
          .scheme { border: 0; }
          .scroll, .long { overflow: visible; max-height: none; }
          table { font-size: 7.5pt; }
          th, td { padding: 1px 4px; }
          .number { white-space: normal; }
          tbody th { white-space: normal; }
          .heat td { min-width: 0; padding: 2px; font-size: 7pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .heat tbody th { position: static; }
          h2, h3, .caption { break-after: avoid; }
          @page { margin: 12mm; }
          .chart, tr, figure { break-inside: avoid; }
        }
        """
}
