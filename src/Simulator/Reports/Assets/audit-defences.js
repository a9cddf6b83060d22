// What defences do to attackers who know them and who do not, and what they cost.
const attackers = [{ kind: "adaptive", name: "attacker knows the defence", colour: "--s1" }, { kind: "naive", name: "attacker does not", colour: "--s0", dash: [6, 4] }];

function drawDefences() {
  const defended = scored.filter(row => row.defence !== null && row.level !== null);
  if (defended.length === 0) return;
  byId("defences").hidden = false;
  byId("defence-legend").append(...[...attackers, ...(data.price === null ? [] : [{ name: "test accuracy lost", colour: "--s2" }])].map(line => make("span", null, key(line), line.name)));
  const groups = Map.groupBy(defended, row => `${row.defence}|${row.attack}|${row.round}|${row.client}`);
  for (const rows of groups.values()) drawDefence(rows);
  byId("defence-charts").classList.toggle("uneven", groups.size % 2 === 1);
  byId("defence-hint").textContent = `Above: PSNR of the worst image, dB; the dotted line: from ${decibels(threshold)} on an image counts as reconstructed. `
    + (data.price === null ? "" : `Below: test accuracy lost, percentage points, when the recorded updates of round ${data.price.round}, each defended, are averaged into ${data.setting.family === "gossip" ? "the mean of the nodes’ models" : "its model"}; without a defence they take it from ${percent(data.price.before)} to ${percent(data.price.after)}${data.price.tells ? "" : ", too little for a price to be told"}. `)
    + "Left: no defence.";
}

function drawDefence(rows) {
  const [first] = rows;
  const base = highest(scored.filter(row => row.defence === null && row.attack === first.attack && row.round === first.round && row.client === first.client));
  const levels = [...new Set(rows.map(row => row.level))].sort((a, b) => a - b);
  const named = level => rows.find(row => row.level === level);
  const steps = ["none", ...levels.map(level => shortStrength(named(level)))];
  const at = (kind, level) => rows.find(row => row.attacker === kind && row.level === level)?.score.worstPsnr ?? null;
  const lines = attackers.map(line => ({ ...line, values: [base?.score.worstPsnr ?? null, ...levels.map(level => at(line.kind, level))] }))
    .filter(line => rows.some(row => row.attacker === line.kind));
  const lost = levels.map(level => rows.find(row => row.level === level && row.accuracyLost !== null)?.accuracyLost ?? null);
  const figure = make("figure", { className: "chart stack", style: { margin: "0" } }, make("h3", null, first.defence, make("span", null, `${first.attack}, round ${first.round}`)));
  byId("defence-charts").append(figure);
  const hasCost = lost.some(value => value !== null);
  charts.push(drawLadder(figure, { steps, names: !hasCost, lines, unit: "dB", height: 190, least: 0, most: threshold + 2, mark: threshold }));
  if (!hasCost) return;
  charts.push(drawLadder(figure, {
    steps, names: true, unit: "pp", height: 112, least: 0, most: 1,
    lines: [{ colour: "--s2", name: "accuracy lost", values: [0, ...lost.map(value => value === null ? null : value * 100)] }],
  }));
}

const shortStrength = row => (row.strength ?? String(row.level)).replace(`${row.defence} `, "");

// Of the defences that bring the adaptive attacker below the threshold the cheapest, else the one that brings it lowest.
function bestDefence() {
  // Whoever knows of a defence may also ignore it: what counts is the better of the two.
  const defended = scored.filter(row => row.defence !== null);
  const adaptive = [...Map.groupBy(defended, row => `${row.attack}|${row.strength}|${row.round}|${row.client}`).values()].map(highest);
  if (adaptive.length === 0) return null;
  const bare = highest(scored.filter(row => row.defence === null));
  const goal = bare === null ? threshold : Math.min(threshold, bare.score.worstPsnr - 3);
  const safe = adaptive.filter(row => row.score.worstPsnr < goal && row.accuracyLost !== null);
  if (safe.length > 0 && data.price?.tells) return safe.reduce((a, b) => b.accuracyLost < a.accuracyLost ? b : a);
  return adaptive.reduce((a, b) => b.score.worstPsnr < a.score.worstPsnr ? b : a);
}
