// Charts over a ladder of strengths: their steps stand at equal distances, whatever they are in numbers.
const axisFont = "12px system-ui, sans-serif";

// lines: { colour, dash, values (one for each step, null: not measured) }; names: whether the steps are named below, or stand over another plot;
// mark: a value with a line of its own.
function drawLadder(parent, { steps, names, lines, unit, height, least, most, mark }) {
  const plot = make("div", { className: "plot" });
  parent.append(plot);
  const hairline = { stroke: () => variable("--grid"), width: 1 };
  const axis = { stroke: () => variable("--soft"), grid: hairline, ticks: { show: false }, font: axisFont };
  const tip = make("div", { className: "tip", hidden: true });
  const chart = new uPlot({
    width: plot.clientWidth, height, legend: { show: false }, padding: [10, 26, names ? 0 : 6, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: false, range: () => [-.25, steps.length - .75] }, y: { range: (_, low, high) => span(low, high, least, most) } },
    axes: [
      {
        ...axis, size: names ? 24 : 4, splits: () => steps.map((_, i) => i), filter: (_, ticks) => ticks,
        values: () => names ? thinned(steps, plot.clientWidth) : steps.map(() => ""),
      },
      { ...axis, size: 46, space: 34, values: (_, ticks) => ticks.map(tick => String(+tick.toFixed(2))) },
    ],
    series: [{}, ...lines.map(line => ({
      stroke: () => variable(line.colour), width: 2, dash: line.dash, spanGaps: true, points: { show: true, size: 7, fill: () => variable(line.colour) },
    }))],
    hooks: { setCursor: [u => showStep(u, tip, steps, lines, unit)], drawAxes: mark === undefined ? [] : [u => drawMark(u, mark)] },
  }, [steps.map((_, i) => i), ...lines.map(line => line.values)], plot);
  chart.over.append(tip);
  chart.over.addEventListener("pointerleave", () => { tip.hidden = true; });
  onResize(plot, () => chart.setSize({ width: plot.clientWidth, height }));
  return chart;
}

function drawMark(u, value) {
  const { ctx, bbox } = u, y = u.valToPos(value, "y", true);
  ctx.save();
  ctx.strokeStyle = variable("--faint");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3, 4].map(length => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

// Names that have room: every one, every second, ...
function thinned(steps, width) {
  const room = Math.max(1, Math.floor((width - 70) / 7.2 / (Math.max(...steps.map(step => step.length)) + 2)));
  const every = Math.ceil(steps.length / room);
  return steps.map((step, i) => (steps.length - 1 - i) % every === 0 ? step : "");
}

function span(low, high, least, most) {
  if (low === null) return [least ?? 0, most ?? 1];
  const room = (Math.max(high, most ?? high) - Math.min(low, least ?? low) || 1) * .06;
  return [Math.min(low - room, least ?? Infinity), Math.max(high + room, most ?? -Infinity)];
}

function showStep(u, tip, steps, lines, unit) {
  const { idx, left } = u.cursor;
  if (idx === null || idx === undefined || left < 0) { tip.hidden = true; return; }
  tip.replaceChildren(make("b", null, steps[idx]), ...lines.filter(line => line.values[idx] !== null).map(line => make("div", null,
    key(line), make("span", null, line.name), make("span", null, unit ? `${fixed(line.values[idx], 1)}\u00a0${unit}` : fixed(line.values[idx], 3)))));
  tip.hidden = false;
  const width = u.over.clientWidth, beyond = left > width / 2;
  tip.style.left = beyond ? "auto" : `${left + 14}px`;
  tip.style.right = beyond ? `${width - left + 14}px` : "auto";
}

const key = line => make("span", { className: "swatch", style: { borderTopColor: `var(${line.colour})`, borderTopStyle: line.dash ? "dashed" : "solid" } });
