// One chart per quantity and abscissa. A line is three series: mean, highest and lowest (the last two only as a band).
const abscissae = {
  rounds: { name: "Rounds", unit: () => [1, ""], tip: x => `Round ${whole(x)}` },
  bytes: { name: "Traffic up and down", unit: most => unitOf(byteUnits, most), tip: bytes },
  seconds: { name: "Time", unit: most => unitOf(timeUnits, most / 2), tip: duration },
};

// What a loss costs is drawn where no accuracy says more, as for a task without classes, and where single bytes are what runs compete in.
const lossMatters = sharedSeeds.length > 0
  || data.groups.every(group => group.best === null)
  || (data.partitions.length > 0 && data.partitions.every(({ classNames }) => classNames.length === 1));

// Most charts have one line for each group; some lay a second, dashed one beside it.
const one = quantity => [{ curve: group => group[quantity] }];
const chartList = [
  { share: true, over: "rounds", title: "Test accuracy", by: "over rounds", lines: one("accuracy") },
  { share: true, over: "bytes", title: "Test accuracy", by: "over traffic", lines: one("accuracy") },
  { share: true, over: "seconds", title: "Test accuracy", by: "over time", lines: one("accuracy") },
  ...gossipCharts,
  { over: "rounds", title: "Test loss", by: "over rounds", lines: one("testLoss") },
  ...(lossMatters ? [
    { over: "bytes", title: "Test loss", by: "over traffic", lines: one("testLoss") },
    { over: "seconds", title: "Test loss", by: "over time", lines: one("testLoss") },
  ] : []),
  { over: "rounds", title: "Training loss", by: "over rounds, mean of the mini-batches", lines: one("trainLoss") },
  ...sharedSeedCharts,
];

// A byte for a gradient beside a whole model for an update: on a linear axis the first would be a dot at the left edge.
function isLogarithmic(over, lines) {
  const totals = lines.map(({ curve }) => curve[over].findLast(x => x !== null)).filter(total => total > 0);
  return over === "bytes" && Math.max(...totals) > 100 * Math.min(...totals);
}

// Points of a group's curve that have a place on the abscissa, as a table [x, mean, most, least] in the chart's units.
function tableOf(curve, over, least, xUnit, yFactor) {
  const kept = curve.rounds.map((_, i) => i).filter(i => curve[over][i] !== null && curve[over][i] >= least);
  const column = values => kept.map(i => values[i] * yFactor);
  return [kept.map(i => curve[over][i] / xUnit), column(curve.mean), column(curve.most ?? curve.mean), column(curve.least ?? curve.mean)];
}

function drawChart(spec, parent) {
  const wide = parent.childElementCount === 0;
  const lines = data.groups.flatMap((group, i) => spec.lines
    .map(({ curve, pattern, what }) => ({ i, pattern, what, curve: curve(group) }))
    .filter(({ curve }) => curve !== null));
  const most = Math.max(...lines.flatMap(({ curve }) => curve[spec.over].filter(x => x !== null)));
  if (!Number.isFinite(most) || (most <= 0 && spec.over !== "rounds")) return null;
  const share = spec.share === true;
  const logX = isLogarithmic(spec.over, lines);
  const [size, unit] = logX ? [1, "logarithmic"] : abscissae[spec.over].unit(most);
  const tables = lines.map(({ curve }) => tableOf(curve, spec.over, logX ? 1 : 0, size, share ? 100 : 1));
  const values = tables.flatMap(table => table.slice(1).flat());
  // A run that diverges would flatten all others on a linear axis.
  const log = !share && Math.min(...values) > 0 && (spec.log || Math.max(...values) > 100 * Math.min(...values));

  const plot = make("div", { className: "plot" });
  const heading = make("h3", null, spec.title + (share ? ", %" : ""), make("span", null, spec.by + (log ? ", logarithmic" : "")));
  parent.append(make("figure", { className: "chart" + (wide ? " wide" : ""), style: { margin: "0" } }, heading, plot));
  const tip = make("div", { className: "tip", hidden: true });
  const label = abscissae[spec.over].name + (unit ? `, ${unit}` : "");
  const options = chartOptions(spec, lines, { label, log: logX }, log, share, u => showTip(u, tip, tables, lines, spec, size, share));
  const chart = new uPlot({ ...options, width: plot.clientWidth, height: heightOf(wide) }, joined(tables), plot);
  chart.over.append(tip);
  chart.over.addEventListener("pointerleave", () => { tip.hidden = true; });
  onResize(plot, () => chart.setSize({ width: plot.clientWidth, height: heightOf(wide) }));
  return {
    show: (i, visible) => chart.batch(() => lines.forEach((line, l) => {
      if (line.i === i) [1, 2, 3].forEach(k => chart.setSeries(3 * l + k, { show: visible }));
    })),
    focus: i => {
      const l = lines.findIndex(line => line.i === i);
      chart.setSeries(l < 0 ? null : 3 * l + 1, { focus: true });
    },
    redraw: () => chart.redraw(false, true),
  };
}

// Rounds are whole: 1, 2, 5, 10, ...
const wholeSteps = Array.from({ length: 24 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));

const heightOf = wide => wide && innerWidth > 760 ? 360 : 260;

// uPlot wants one common abscissa: positions at which a group has no point stay undefined, which is no gap to it.
function joined(tables) {
  const positions = [...new Set(tables.flatMap(table => table[0]))].sort((a, b) => a - b);
  const index = new Map(positions.map((x, i) => [x, i]));
  const columns = tables.flatMap(table => table.slice(1).map(values => {
    const column = new Array(positions.length).fill(undefined);
    table[0].forEach((x, i) => { column[index.get(x)] = values[i]; });
    return column;
  }));
  return [positions, ...columns];
}

function chartOptions(spec, lines, x, log, share, onCursor) {
  const hairline = { stroke: () => variable("--grid"), width: 1 };
  const axis = { stroke: () => variable("--soft"), grid: hairline, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  const faint = (i, alpha) => `color-mix(in srgb, ${colourOf(i)} ${alpha}%, transparent)`;
  const alpha = data.groups.length > 4 ? 10 : 18;
  return {
    legend: { show: false },
    focus: { alpha: .2 },
    padding: [10, 24, 0, 0],
    scales: { x: { time: false, ...(x.log ? { distr: 3, range: (_, low, high) => low === null ? [1, 10] : [low, Math.max(high, low * 1.001)] } : {}) }, y: log ? { distr: 3, ...(spec.log ? { range: (_, low, high) => low === null ? [.1, 1] : [low / 1.3, high * 1.3] } : {}) } : { range: (_, low, high) => paddedRange(low, Math.max(high, spec.reach ?? -Infinity), share) } },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: (_, k) => k % 3 === 1 ? 7 : 0 }, dataIdx: nearest },
    axes: [
      { ...axis, label: x.label, labelSize: 22, labelFont: "12px system-ui, sans-serif", size: 30, space: 50, ...(spec.over === "rounds" ? { incrs: wholeSteps } : {}), ...(x.log ? { splits: byteTicks, filter: (_, ticks) => ticks, values: (_, ticks) => ticks.map(byteTick) } : {}) },
      { ...axis, size: 46, ...(spec.log ? { splits: decades, filter: (_, ticks) => ticks } : {}), values: (_, ticks) => ticks.map(tick => tick === null ? "" : share ? String(+tick.toFixed(2)) : plain(tick)) },
    ],
    bands: lines.flatMap(({ i, curve }, l) => curve.most ? [{ series: [3 * l + 2, 3 * l + 3], fill: () => faint(i, alpha) }] : []),
    series: [{}, ...lines.flatMap(({ i, curve, pattern }) => [
      {
        stroke: () => colourOf(i), width: pattern ? 1.5 : 2, dash: pattern ?? dashes[styleOf(i)],
        points: { show: curve.rounds.length < 2, size: 7, fill: () => colourOf(i) },
      },
      { stroke: "transparent", width: 0, points: { show: false } },
      { stroke: "transparent", width: 0, points: { show: false } },
    ])],
    hooks: { setCursor: [onCursor] },
  };
}

// Powers of ten, seven at most; of a narrow range also twice and five times each.
function decades(u, axis, low, high) {
  const first = Math.floor(Math.log10(low) + 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first) / 6)), parts = last - first > 2 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = first; power <= last; power += step) ticks.push(...parts.map(part => part * 10 ** power));
  return ticks.filter(tick => tick >= low * .999 && tick <= high * 1.001);
}

const plain = tick => Math.abs(tick) >= 1e5 || (tick !== 0 && Math.abs(tick) < 1e-3) ? tick.toExponential(0) : String(+tick.toPrecision(6));

// Steps within a factor of 1024, as close as the width has room for.
const byteSteps = [[1], [1, 32], [1, 10, 100], [1, 2, 5, 10, 20, 50, 100, 200, 500]];

function byteTicks(u, axis, low, high) {
  const ladders = byteSteps.map(steps => byteUnits.flatMap(([size]) => steps.map(step => step * size)).filter(tick => tick >= low && tick <= high));
  const ticks = ladders.findLast(ticks => ticks.length <= u.width / 64) ?? ladders[0];
  // Zoomed in between two steps, quarters of what is left to see.
  return ticks.length > 1 ? ticks : [0, 1, 2, 3, 4].map(quarter => low + (high - low) * quarter / 4);
}

const byteTick = tick => {
  const [size, name] = unitOf(byteUnits, tick);
  return `${+(tick / size).toPrecision(4)}\u00a0${name}`;
};

function paddedRange(low, high, share) {
  if (low === null) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) * .05;
  return [Math.max(low >= 0 ? 0 : -Infinity, low - room), Math.min(share ? 100 : Infinity, high + room)];
}

// The nearest position at which the hovered series has a value.
function nearest(u, series, at) {
  const column = u.data[series];
  if (series === 0 || column[at] !== undefined) return at;
  let left = at, right = at;
  while (left >= 0 && column[left] === undefined) left--;
  while (right < column.length && column[right] === undefined) right++;
  if (left < 0) return right < column.length ? right : null;
  if (right >= column.length) return left;
  const x = u.posToVal(u.cursor.left, "x");
  return x - u.data[0][left] <= u.data[0][right] - x ? left : right;
}

function showTip(u, tip, tables, lines, spec, size, share) {
  const { idx, left } = u.cursor;
  if (idx === null || idx === undefined || left < 0) { tip.hidden = true; return; }
  const here = u.data[0][idx], place = x => u.valToPos(x, "x"), slack = .03 * u.over.clientWidth;
  const rows = tables.map((_, l) => ({ l, at: u.cursor.idxs[3 * l + 1] }))
    .filter(({ l, at }) => u.series[3 * l + 1].show && at !== null && at !== undefined && u.data[3 * l + 1][at] !== undefined)
    // A line that ended well before the cursor says nothing about this place.
    .filter(({ l }) => place(here) >= place(tables[l][0][0]) - slack && place(here) <= place(tables[l][0].at(-1)) + slack)
    .map(row => ({ ...row, ...lines[row.l], value: u.data[3 * row.l + 1][row.at] }))
    .sort((a, b) => share ? b.value - a.value : a.value - b.value);
  const format = share ? value => fixed(value, 1) + "\u00a0%" : value => significant(value);
  tip.replaceChildren(
    make("b", null, abscissae[spec.over].tip(here * size)),
    ...rows.map(({ i, what, value }) => make("div", null, swatch(i),
      make("span", null, data.groups[i].label + (what ? `, ${what}` : "")), make("span", null, format(value)))));
  tip.hidden = rows.length === 0;
  const width = u.over.clientWidth, beyond = left > width / 2;
  tip.style.left = beyond ? "auto" : `${left + 14}px`;
  tip.style.right = beyond ? `${width - left + 14}px` : "auto";
}
