// What the tables of groups have in common, and those that all families have.
const mean = value => value ? value.mean : null;
const groupColumn = {
  title: "Algorithm",
  cell: (group, i) => [swatch(i), group.label, group.seeds > 1 ? make("small", null, `  ${group.seeds} seeds`) : null].filter(part => part !== null),
};

const amount = value => value ? bytes(value.mean) : dash;

// Sums over a run only compare between runs of the same length.
const leastOf = groups => groups.every(group => group.rounds === groups[0].rounds) ? "least" : undefined;

// Makes columns of what only groups of one family have, in group[family]: of statistics and of plain figures.
function familyColumns(family, groups) {
  const filled = key => groups.some(group => group[family][key] !== null);
  return {
    algorithm: { title: groupColumn.title, when: true, cell: group => groupColumn.cell(group, data.groups.indexOf(group)) },
    column: (title, key, cell, best) => ({
      title, best, when: filled(key), cell: group => cell(group[family][key], group[family]), value: group => mean(group[family][key]),
    }),
    figure: (title, key, cell) => ({
      title, when: filled(key), value: group => group[family][key],
      cell: group => group[family][key] === null ? dash : cell(group[family][key], group[family]),
    }),
  };
}

// Without a server a message is neither up nor down: it counts once, as sent.
const sentOnce = group => group.gossip !== null || (group.sharedSeed !== null && mean(group.bytesDown) === 0);

function drawResults() {
  const column = (title, key, cell, best) => ({
    title, best, when: data.groups.some(group => group[key] !== null), cell: group => cell(group[key]), value: group => mean(group[key]),
  });
  const significantStatistic = value => statistic(value, significant);
  const least = leastOf(data.groups);
  const single = data.groups.every(group => group.seeds === 1);
  const served = !data.groups.every(sentOnce);
  const runOf = group => data.runs.find(run => run.group === group.label);
  const columns = [
    { ...groupColumn, when: true },
    column("Best accuracy", "best", percentStatistic, "most"),
    column("in round", "bestRound", roundStatistic),
    column("Final accuracy", "final", percentStatistic, "most"),
    column("Training set", "trainSet", percentStatistic),
    column("Lowest loss", "lowestLoss", significantStatistic, "least"),
    { title: "Rounds", when: true, cell: group => whole(group.rounds), value: group => group.rounds },
    column("Time", "seconds", value => statistic(value, duration), least),
    column("Updates/s", "updatesPerSecond", significantStatistic, "most"),
    column("Steps/s", "stepsPerSecond", significantStatistic, "most"),
    column(served ? "Sent up" : "Sent", "bytesUp", amount, least),
    {
      title: "Sent down", best: least, when: served && data.groups.some(group => group.bytesDown !== null),
      cell: group => sentOnce(group) ? dash : amount(group.bytesDown), value: group => sentOnce(group) ? null : mean(group.bytesDown),
    },
    {
      title: "Parameters", when: data.groups.some(group => group.parameters !== null), value: group => group.parameters,
      cell: group => group.parameters === null ? dash : whole(group.parameters),
    },
    { title: "Seed", when: single, cell: group => runOf(group).seed ?? dash },
    {
      title: "Model", when: single && data.runs.some(run => run.modelSha256 !== null),
      cell: group => make("code", { title: runOf(group).modelSha256 ?? "" }, (runOf(group).modelSha256 ?? dash).slice(0, 10)),
    },
  ];
  drawTable(byId("results-table"), columns.filter(each => each.when), data.groups);
  byId("results-hint").textContent = [
    data.groups.some(group => group.updatesPerSecond || group.stepsPerSecond)
      ? "Updates/s: client updates per second. Steps/s: mini-batch gradient steps per second." : "",
    single ? "" : "Mean \u00b1 sample standard deviation over seeds.",
    served && data.groups.some(sentOnce) ? "Without a server every message counts once, as sent up." : "",
  ].join(" ").trim();
}

function drawCosts() {
  if (data.targets.length === 0) return;
  const units = { rounds: roundStatistic, bytes: value => statistic(value, bytes), seconds: value => statistic(value, duration) };
  const names = { rounds: "Rounds", bytes: "Traffic", seconds: "Time" };
  const fill = unit => drawTable(byId("costs-table"), [groupColumn, ...data.targets.map((_, t) => ({
    title: `\u2265 ${level(t)}`, best: "least",
    // A mean over only the seeds that got there is no cost of the group.
    value: group => group.costs[t].reached === group.seeds ? mean(group.costs[t][unit]) : null,
    cell: group => {
      const { reached, [unit]: cost } = group.costs[t];
      const some = reached > 0 && reached < group.seeds;
      return some ? [make("small", null, `${reached} of ${group.seeds} seeds  `), units[unit](cost)] : units[unit](cost);
    },
  }))], data.groups);
  for (const unit of Object.keys(units)) {
    if (!data.groups.some(group => group.costs.some(cost => cost[unit]))) continue;
    const input = make("input", { type: "radio", name: "unit", checked: unit === "rounds" });
    input.addEventListener("change", () => fill(unit));
    byId("costs-unit").append(make("label", null, input, make("span", null, names[unit])));
  }
  fill("rounds");
  byId("costs").hidden = false;
}
