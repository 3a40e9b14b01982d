/// The look of a replay, on top of that of a report.
enum ViewStyle {
    static var text: String { ReportStyle.text + "\n" + own }

    private static let own = """
        :root { --trust: #0072b2; --doubt: #dfe3e8; --distrust: #d55e00; --road: #d5dae0; --cross: #000000; }
        @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { --trust: #4da3ff; --doubt: #59626d;
          --distrust: #ff8a4c; --road: #333b45; } }
        :root[data-theme="dark"] { --trust: #4da3ff; --doubt: #59626d; --distrust: #ff8a4c; --road: #333b45; }
        :root[data-theme="light"] { --trust: #0072b2; --doubt: #dfe3e8; --distrust: #d55e00; --road: #d5dae0; }
        header, main, footer { max-width: none; }
        header { padding-top: 12px; display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; }
        header h1 { font-size: 20px; margin: 0; }
        header p { margin: 0; flex: 1 1 300px; max-width: none; }
        main { display: grid; grid-template-columns: minmax(0, 1fr) 380px; gap: 10px 24px; padding-top: 8px; }
        h2 { font-size: 16px; margin: 14px 0 4px; padding-top: 0; border: 0; }
        .side h2:first-child { margin-top: 0; }
        .map { position: relative; height: max(340px, min(73vh, 900px)); border: 1px solid var(--line); border-radius: 6px;
          overflow: hidden; background: var(--back); }
        .map canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
        #traffic { touch-action: none; cursor: crosshair; }
        #traffic:focus-visible { outline-offset: -3px; }
        .map-tools { position: absolute; top: 8px; right: 8px; display: flex; flex-direction: column; gap: 4px; }
        .map-tools button { min-width: 36px; padding: 4px 8px; }
        .transport { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; margin-top: 8px; }
        .transport input { flex: 1 1 180px; min-width: 120px; accent-color: var(--accent); }
        .transport output { font-variant-numeric: tabular-nums; min-width: 110px; }
        .transport label, .side label { font-size: 13px; color: var(--soft); }
        #play { min-width: 74px; font-weight: 600; }
        .value { font-size: 20px; font-weight: 600; margin: 0; font-variant-numeric: tabular-nums; }
        .curve { fill: none; stroke: var(--ink); }
        .curve.own { stroke-width: 2.4; }
        .curve.lately { stroke: var(--soft); stroke-width: 1.2; }
        .curve.other { stroke-width: 1.6; }
        .warmup { fill: var(--panel); }
        .now { stroke: var(--accent); stroke-width: 1.5; fill: none; }
        .dot { fill: var(--accent); stroke: var(--back); stroke-width: 1.5; }
        #f1-chart { cursor: pointer; }
        .lines { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 12.5px; color: var(--soft); }
        .key { display: inline-flex; gap: 6px; align-items: center; }
        .key svg { flex: none; }
        .find { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 8px; }
        .find label { display: flex; gap: 8px; align-items: center; flex: 0 1 320px; min-width: 0; white-space: nowrap; }
        .find input { font: inherit; font-size: 14px; width: 100%; min-height: 32px; color: var(--ink); background: var(--panel);
          border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; }
        .checks { display: flex; flex-direction: column; gap: 2px; margin: 6px 0; }
        .checks label { display: flex; gap: 7px; align-items: center; min-height: 24px; }
        .symbols { list-style: none; margin: 2px 0; padding: 0; font-size: 13px; display: grid; gap: 3px 12px;
          grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); }
        .symbols li { display: flex; gap: 8px; align-items: center; line-height: 1.25; }
        .symbols svg { flex: none; }
        .ramp { display: inline-block; width: 100%; max-width: 240px; height: 12px; border: 1px solid var(--line); border-radius: 3px;
          background: linear-gradient(90deg, var(--trust), var(--doubt), var(--distrust)); }
        .ends { display: flex; justify-content: space-between; max-width: 240px; font-size: 12px; color: var(--soft); }
        .wide { grid-column: 1 / -1; min-width: 0; }
        .wide table { font-size: 13px; }
        .wide th, .wide td { padding: 2px 8px; }
        .wide .number { white-space: nowrap; }
        .wide tbody th { position: sticky; left: 0; background: var(--back); }
        .name { border: 0; background: none; padding: 0 2px; min-height: 24px; font-size: 13px; color: var(--accent);
          text-align: left; overflow-wrap: anywhere; white-space: normal; }
        .verdict { white-space: nowrap; }
        .verdict::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border: 1px solid var(--ink); }
        .v-trust::before { background: var(--trust); border-radius: 50%; }
        .v-distrust::before { background: var(--distrust); }
        .wrong { font-weight: 700; }
        .blind .truth { visibility: hidden; }
        .keyboard td, .keyboard th { padding: 1px 8px; }
        kbd { font: 12px ui-monospace, Menlo, Consolas, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 4px; }
        @media (max-width: 900px) {
          main { grid-template-columns: minmax(0, 1fr); }
          .map { height: max(280px, 52vh); }
        }
        @media (max-width: 560px) {
          .symbols { grid-template-columns: 1fr 1fr; }
          .find label { flex: 1 1 100%; }
          .transport input { flex-basis: 100%; order: -1; }
        }
        @media print {
          :root, :root:not([data-theme="light"]), :root[data-theme="dark"] { --trust: #0072b2; --doubt: #dfe3e8;
            --distrust: #d55e00; --road: #d5dae0; }
          main { display: block; }
          .map { height: auto; aspect-ratio: 3 / 2; break-inside: avoid; }
          .map canvas { object-fit: contain; }
          #ground { display: none; }
          .transport, .map-tools, .find, .checks, #theme, .keyboard, #scheme-label { display: none; }
          .ramp, .verdict::before, .warmup { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .wide table { font-size: 6.5pt; }
          .wide th, .wide td { padding: 1px 3px; }
          .wide tbody th { position: static; }
          .sort, .name { font-size: inherit; color: inherit; }
        }
        """
}
