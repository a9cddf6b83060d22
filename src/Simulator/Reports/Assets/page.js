// Puts the page together.
function drawCards() {
  // entries are { i, key } with the best first; the second is named beside it.
  function card(what, entries, value, rest) {
    if (entries.length === 0) return;
    const [number, unit] = value(entries[0].key).split(/(?=\u00a0)/);
    const next = entries.length > 1 ? `${data.groups[entries[1].i].label} ${value(entries[1].key)}` : "";
    byId("cards").append(make("div", { className: "card" },
      make("div", { className: "what" }, what),
      make("div", { className: "value" }, number, unit ? make("small", null, unit) : null),
      make("div", { className: "who" },
        swatch(entries[0].i), make("span", null, data.groups[entries[0].i].label), make("span", null, rest ?? next))));
  }
  const ranked = (key, direction) => data.groups.map((group, i) => ({ i, key: key(group) })).filter(each => each.key !== null)
    .sort((a, b) => direction * (a.key - b.key));

  const best = ranked(group => mean(group.best), -1);
  const alone = best.length === 1 ? `in round ${roundStatistic(data.groups[best[0].i].bestRound)}` : undefined;
  if (best.length > 0) card("Best test accuracy", best, percent, alone);
  else {
    card("Lowest loss", ranked(group => mean(group.lowestLoss), 1), significant);
    // Every group got that low with every seed.
    if (data.lossTarget !== null) card(`Traffic to ${significant(data.lossTarget)}`, ranked(group => mean(group.lossCost.bytes), 1), bytes);
  }

  // The highest level that two groups reached with every seed is the fairest to compare at; else any level that one did.
  const reached = (group, t) => group.costs[t].reached === group.seeds;
  const levels = data.targets.map((_, t) => t);
  const by = (t, least) => data.groups.filter(group => reached(group, t)).length >= least;
  const t = levels.findLast(level => by(level, 2)) ?? levels.findLast(level => by(level, 1));
  if (t !== undefined) {
    const cost = unit => ranked(group => reached(group, t) ? mean(group.costs[t][unit]) : null, 1);
    card(`Rounds to ${level(t)}`, cost("rounds"), count);
    card(`Traffic to ${level(t)}`, cost("bytes"), bytes);
  }
  card("Client updates per second", ranked(group => mean(group.updatesPerSecond), -1), significant);
}

const level = t => `${+(data.targets[t] * 100).toFixed(1)}\u00a0%`;

function drawNotes() {
  const notes = data.runs.flatMap(run => run.notes.map(note => make("li", null, make("b", null, run.folder), `: ${note}`)));
  byId("notes").append(...notes);
  byId("notes").hidden = notes.length === 0;
}

function drawRuns() {
  let list = byId("runs-list");
  if (data.runs.length > 8) {
    const all = make("div", { className: "list" });
    list.append(make("details", { className: "all" }, make("summary", null, make("b", null, `All ${data.runs.length} runs`)), all));
    list = all;
  }
  for (const run of data.runs) {
    const i = data.groups.findIndex(group => group.label === run.group);
    const facts = [
      ["Folder", run.folder], ["Experiment", run.name], ["Family", run.family], ["Transport", run.transport], ["Seed", run.seed],
      ["Peak memory", run.peakRssBytes === null ? null : bytes(run.peakRssBytes)],
      ["Model SHA-256", run.modelSha256 === null ? null : make("code", null, run.modelSha256)],
      ["Weights", run.weights === null ? null : weightsText(run.weights)],
      ...run.notes.map(note => ["Note", note]),
    ].filter(([, value]) => value !== null);
    const line = [
      run.seed === null ? null : `seed ${run.seed}`,
      `${whole(run.rounds)} rounds`,
      run.best === null ? null : `best ${percent(run.best)} in round ${run.bestRound}`,
      run.seconds === null ? null : duration(run.seconds),
    ].filter(part => part !== null);
    list.append(make("details", null,
      make("summary", null, make("b", null, swatch(i), run.group), make("span", null, line.join(" \u00b7 ")),
        run.notes.length ? make("span", { className: "badge" }, run.notes.length === 1 ? "1 note" : `${run.notes.length} notes`) : null),
      make("div", { className: "body" },
        make("dl", null, ...facts.flatMap(([name, value]) => [make("dt", null, name), make("dd", null, value)])),
        run.experiment === null ? null : make("pre", { tabIndex: 0 }, make("code", null, run.experiment)))));
  }
}

function weightsText({ hash, round, machines }) {
  const where = machines === null ? "" : machines === 1 ? ", on 1 machine" : `, on ${whole(machines)} machines`;
  return make("span", null, make("code", null, hash), ` after round ${whole(round)}${where}`);
}

function drawEnvironment() {
  const memory = Math.max(0, ...data.runs.map(run => run.peakRssBytes ?? 0));
  const facts = Object.entries(data.versions).map(([name, values]) => [name, values.join(", ")]);
  if (memory > 0) facts.push(["peak memory", bytes(memory)]);
  byId("environment").append(...facts.flatMap(([name, value]) => [make("span", null, make("b", null, name), ` ${value}`), " "]));
  byId("environment").hidden = facts.length === 0;
}

drawCards();
drawNotes();
byId("curves").hidden = false;
const charts = chartList.map(spec => drawChart(spec, byId("charts"))).filter(chart => chart !== null);
byId("curves").hidden = charts.length === 0;
byId("charts").classList.toggle("uneven", gossips.length > 0 || lossMatters);
byId("curves-hint").append(
  data.groups.some(group => group.seeds > 1) ? "Lines are means over seeds, bands reach from the lowest to the highest seed. " : "",
  make("span", { className: "pointer" }, "Drag to zoom, double-click to zoom out."));
drawLegend(charts);
drawResults();
drawCosts();
drawGossip();
drawSharedSeed();
const repaint = drawPartition();
drawRuns();
drawEnvironment();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forEach(chart => chart.redraw());
  repaint?.();
});
