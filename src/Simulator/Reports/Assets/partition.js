// Clients from left to right, classes from top to bottom, stronger in colour for more samples; bars above are the clients' sizes.
const barHeight = 46, topGap = 10, bottom = 24;

function drawPartition() {
  if (data.partitions.length === 0) return;
  byId("partition").hidden = false;
  const choice = byId("partition-choice"), canvas = byId("partition-canvas");
  data.partitions.forEach(({ runs }, p) => choice.append(
    make("option", { value: String(p) }, runs.length > 1 ? `${runs[0]} and ${runs.length - 1} more` : runs[0])));
  choice.hidden = data.partitions.length < 2;
  const current = () => data.partitions[Number(choice.value || 0)];
  let hovered = null;
  const paint = () => paintPartition(canvas, current(), hovered);
  const describe = () => {
    byId("partition-facts").textContent = factsOf(current());
    byId("partition-readout").textContent = readoutOf(current(), hovered);
  };
  choice.addEventListener("change", () => { hovered = null; describe(); paint(); });
  canvas.addEventListener("pointermove", event => { hovered = cellAt(canvas, current(), event); describe(); paint(); });
  canvas.addEventListener("pointerleave", () => { hovered = null; describe(); paint(); });
  onResize(canvas.parentElement, paint);
  describe();
  return paint;
}

function factsOf(partition) {
  const { clients, counts, classNames, sizes } = partition;
  const some = counts.length < clients ? ` The first ${whole(counts.length)} are drawn.` : "";
  const range = sizes[0] === sizes[2] ? `${whole(sizes[0])} samples each`
    : `${whole(sizes[0])} to ${whole(sizes[2])} samples each, ${whole(sizes[1])} in the middle`;
  // Texts have no classes: that all samples are of the only one says nothing.
  if (classNames.length === 1) return `${whole(clients)} clients; ${range}.${some}`;
  return `${whole(clients)} clients, ${whole(classNames.length)} classes; ${range}. `
    + `On the median client ${percent(partition.largestClassShare)} of the samples are of one class.${some}`;
}

function readoutOf(partition, cell) {
  const single = partition.classNames.length === 1;
  if (!cell) return `The stronger the colour, the more samples${single ? "" : " of a class"} a client holds. The bars above are the clients' sizes.`;
  const row = partition.counts[cell.client], total = row.reduce((sum, count) => sum + count, 0);
  const name = cell.k === null || single ? `${whole(total)} samples` : `${partition.classNames[cell.k]}: ${whole(row[cell.k])} of ${whole(total)} samples`;
  return `Client ${cell.client} \u00b7 ${name}`;
}

function geometryOf(canvas, partition) {
  const pen = canvas.getContext("2d");
  pen.font = "12px system-ui, sans-serif";
  const widest = Math.max(...["client", ...partition.classNames].map(name => pen.measureText(name).width));
  const left = Math.min(110, widest + 12);
  const columns = partition.counts.length, rows = partition.classNames.length;
  const room = canvas.parentElement.clientWidth - left;
  const cell = Math.max(innerWidth > 760 ? 5 : 7, Math.min(34, room / columns));
  const high = rows > 30 ? 10 : Math.max(18, Math.min(cell, 26));
  const top = barHeight + topGap;
  return { left, cell, high, columns, rows, top, width: left + cell * columns, height: top + high * rows + bottom };
}

function cellAt(canvas, partition, event) {
  const g = geometryOf(canvas, partition), box = canvas.getBoundingClientRect();
  const client = Math.floor((event.clientX - box.left - g.left) / g.cell);
  const k = Math.floor((event.clientY - box.top - g.top) / g.high);
  return client < 0 || client >= g.columns ? null : { client, k: k >= 0 && k < g.rows ? k : null };
}

function paintPartition(canvas, partition, hovered) {
  const g = geometryOf(canvas, partition), ratio = devicePixelRatio || 1, pen = canvas.getContext("2d");
  canvas.width = Math.round(g.width * ratio);
  canvas.height = Math.round(g.height * ratio);
  Object.assign(canvas.style, { width: `${g.width}px`, height: `${g.height}px` });
  canvas.setAttribute("aria-label", factsOf(partition));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.font = "12px system-ui, sans-serif";
  pen.textBaseline = "middle";
  paintLabels(pen, partition, g);
  paintCells(pen, partition, g);
  if (hovered) paintFrame(pen, hovered, g);
}

function paintLabels(pen, partition, g) {
  const every = Math.ceil(11 / g.high);
  partition.classNames.forEach((name, k) => {
    const y = g.top + (k + .5) * g.high;
    pen.fillStyle = variable("--soft");
    pen.textAlign = "right";
    if (k % every === 0) pen.fillText(name, g.left - 10, y, g.left - 12);
  });
  const step = [1, 2, 5, 10, 20, 50, 100].find(size => size * g.cell >= 34) ?? 200;
  pen.textAlign = "center";
  const line = g.height - bottom / 2 + 2;
  for (let client = 0; client < g.columns; client += step) pen.fillText(String(client), g.left + (client + .5) * g.cell, line);
  pen.textAlign = "right";
  pen.fillText("client", g.left - 10, line);
}

function paintCells(pen, partition, g) {
  const sizes = partition.counts.map(row => row.reduce((sum, count) => sum + count, 0));
  const largest = Math.max(1, ...sizes), most = Math.max(1, ...partition.counts.map(row => Math.max(...row)));
  const gap = g.cell < 9 ? .5 : 1;
  partition.counts.forEach((row, client) => {
    const x = g.left + (client + .5) * g.cell, bar = sizes[client] / largest * barHeight;
    pen.fillStyle = variable("--line");
    pen.fillRect(x - g.cell * .4, barHeight - bar, g.cell * .8, bar);
    pen.fillStyle = variable("--accent");
    row.forEach((count, k) => {
      if (count === 0) return;
      // The root keeps small counts visible beside the largest.
      pen.globalAlpha = .06 + .94 * Math.sqrt(count / most);
      pen.beginPath();
      pen.roundRect(x - g.cell / 2 + gap / 2, g.top + k * g.high + gap / 2, g.cell - gap, g.high - gap, Math.min(3, g.cell / 4));
      pen.fill();
    });
    pen.globalAlpha = 1;
  });
}

function paintFrame(pen, { client, k }, g) {
  pen.strokeStyle = variable("--ink");
  pen.lineWidth = 1.5;
  if (k === null) pen.strokeRect(g.left + client * g.cell, 0, g.cell, g.height - bottom);
  else pen.strokeRect(g.left + client * g.cell, g.top + k * g.high, g.cell, g.high);
}
