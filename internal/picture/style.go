package picture

// Style is the style sheet of pictures, for light and dark themes. It is the same for all, so that a page can allow it by its hash.
const Style = `
svg { color-scheme: light dark; --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #59636e; --frame: #f6f8fa; --edge: #d1d9e0;
  --plain: #ffffff; --app: #ddf4ff; --app-edge: #0969da; --volume: #fbefff; --volume-edge: #8250df; --service: #dafbe1; --service-edge: #1a7f37;
  --error: #cf222e; --warning: #7d4e00; --info: #0969da; }
@media (prefers-color-scheme: dark) { svg { --page: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --line: #9198a1; --frame: #151b23; --edge: #3d444d;
  --plain: #0d1117; --app: #0c2d4d; --app-edge: #4493f8; --volume: #271b45; --volume-edge: #ab7df8; --service: #0f2e18; --service-edge: #3fb950;
  --error: #ff7b72; --warning: #d29922; --info: #4493f8; } }
svg text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; fill: var(--ink); white-space: pre; }
svg .t { font-size: 15px; font-weight: bold; } svg .n { font-weight: bold; } svg .q { fill: var(--soft); font-style: italic; }
svg .l, svg .h { font-size: 11px; fill: var(--soft); } svg .page { fill: var(--page); } svg .frame { fill: var(--frame); stroke: var(--edge); }
svg .box { fill: var(--plain); stroke: var(--soft); } svg .app { fill: var(--app); stroke: var(--app-edge); }
svg .volume { fill: var(--volume); stroke: var(--volume-edge); } svg .service { fill: var(--service); stroke: var(--service-edge); }
svg .unknown, svg .guess { stroke-dasharray: 5 3; } svg .injected { stroke-dasharray: 1 3; }
svg .tie { fill: none; stroke: var(--line); } svg .tip { fill: var(--line); } svg .then { fill: none; stroke: var(--line); stroke-width: 2; }
svg .pin-error { stroke: var(--error); stroke-width: 2.5; } svg .pin-warning { stroke: var(--warning); stroke-width: 2.5; } svg .pin-info { stroke: var(--info); stroke-width: 2; }
svg .e { fill: var(--error); } svg .w { fill: var(--warning); } svg .i { fill: var(--info); } svg .d { fill: var(--soft); }
svg g:hover > .tie { stroke-width: 2.5; }
`
