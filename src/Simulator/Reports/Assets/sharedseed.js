// What only runs have whose machines share a seed and exchange bytes: their chart and their table.
const sharedSeeds = data.groups.filter(group => group.sharedSeed !== null);

const sharedSeedCharts = [
  { over: "rounds", title: "Gradient", by: "root mean square of the projected gradients", lines: [{ curve: group => group.sharedSeed?.gradientRms ?? null }] },
];

function drawSharedSeed() {
  if (sharedSeeds.length === 0) return;
  byId("shared-seed").hidden = false;
  const { algorithm, column, figure } = familyColumns("sharedSeed", sharedSeeds);
  drawTable(byId("shared-seed-table"), [
    algorithm,
    column("Machines", "machines", average),
    column("Payload", "payload", amount, leastOf(sharedSeeds)),
    column("Per machine and round", "bytesPerMachineAndRound", value => value ? average(value) + "\u00a0B" : dash),
    column("As 32-bit gradients", "fullGradients", value => value ? significant(value.mean) + "\u00a0\u00d7" : dash),
    figure("Saturated", "saturatedShare", smallPercent),
    figure("Absent", "absentShare", smallPercent),
    column("Comparisons", "comparisons", (value, { agreements }) => comparisonText(value, agreements)),
    column("Recovered", "recovered", average),
  ].filter(each => each.when), sharedSeeds);
}

// What all seeds have in common, as nearly all of this is, needs no deviation.
const average = value => value ? count(value.mean) : dash;

// A few samples among millions are not none.
const smallPercent = share => share > 0 && share < .0005 ? "<\u00a00.1\u00a0%" : percent(share);

function comparisonText(comparisons, agreements) {
  if (!comparisons || comparisons.mean === 0) return dash;
  if (!agreements) return average(comparisons);
  return `${average(comparisons)}, ${agreements.mean === comparisons.mean ? "all" : average(agreements)} equal`;
}
