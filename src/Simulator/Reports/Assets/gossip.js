// What only runs without a server have: their charts, their table and the drawing of the graph, coloured by accuracy.
const constant = (curve, value) => curve === null || value === null ? null : { ...curve, mean: curve.mean.map(() => value), least: null, most: null };
const gossips = data.groups.filter(group => group.gossip !== null);

const gossipCharts = [
  {
    share: true, over: "rounds", title: "Accuracy of the nodes", by: "worst to best, dashed: averaged model",
    lines: [
      { what: "mean of the nodes", curve: group => group.gossip?.nodeAccuracy ?? null },
      { what: "averaged model", pattern: [3, 4], curve: group => group.gossip?.nodeAccuracy.rounds.length ? { ...group.accuracy, least: null, most: null } : null },
    ],
  },
  {
    log: true, over: "rounds", title: "Consensus distance", by: "after mixing, dashed: before",
    lines: [
      { what: "after mixing", curve: group => group.gossip?.consensusAfter ?? null },
      { what: "before", pattern: [3, 4], curve: group => group.gossip ? { ...group.gossip.consensusBefore, least: null, most: null } : null },
    ],
  },
  {
    reach: .1, over: "rounds", title: "Contraction per gossip step", by: "measured, dashed: \u03bb",
    lines: [
      { what: "measured", curve: group => group.gossip?.contraction ?? null },
      { what: "\u03bb", pattern: [3, 4], curve: group => group.gossip ? constant(group.gossip.contraction, group.gossip.lambda) : null },
    ],
  },
];

function drawGossip() {
  if (gossips.length === 0) return;
  byId("gossip").hidden = false;
  drawGossipTable();
  if (data.graphs.length === 0) return;
  byId("graph-panel").hidden = false;
  const choice = byId("graph-choice");
  data.graphs.forEach((graph, g) => choice.append(make("option", { value: String(g) }, graph.run)));
  choice.hidden = data.graphs.length < 2;
  const show = () => {
    const chosen = Number(choice.value || 0), graph = data.graphs[chosen];
    data.graphs.forEach((_, g) => { byId(`graph-${g}`).hidden = g !== chosen; });
    byId("graph-facts").textContent = graphFacts(graph);
    byId("graph-scale").hidden = graph.scale === null;
    if (graph.scale) {
      byId("graph-low").textContent = percent(graph.scale[0]);
      byId("graph-high").textContent = percent(graph.scale[1]);
    }
    read(null);
  };
  const read = node => { byId("graph-readout").textContent = nodeText(data.graphs[Number(choice.value || 0)], node); };
  choice.addEventListener("change", show);
  byId("graphs").addEventListener("pointerover", event => read(event.target.dataset?.node ?? null));
  byId("graphs").addEventListener("pointerleave", () => read(null));
  show();
}

function graphFacts(graph) {
  const name = `${graph.kind.charAt(0).toUpperCase()}${graph.kind.slice(1)} of ${whole(graph.nodes)} nodes, ${whole(graph.edges)} ${graph.directed ? "arcs" : "links"}, ${graph.weights} weights`;
  const lambda = graph.lambda === null ? "" : ` \u03bb is ${fixed(graph.lambda, 6)}, the spectral gap ${fixed(1 - graph.lambda, 6)}.`;
  const sampled = graph.sampled ? " Not all links are drawn." : "";
  return graph.static
    ? `${name}.${lambda}${sampled}`
    : `${name}, in round 1: the graph changes every round.${lambda}${sampled}`;
}

function nodeText(graph, node) {
  if (node === null) return graph.accuracies === null ? "Point at a node to see its number and how many neighbours it has." : `The nodes' own test accuracy after mixing in round ${whole(graph.round)}.`;
  const accuracy = graph.accuracies === null ? "" : ` \u00b7 ${percent(graph.accuracies[node])}`;
  return `Node ${node}${accuracy} \u00b7 ${whole(graph.degrees[node])} ${graph.directed ? "received from" : graph.degrees[node] === 1 ? "neighbour" : "neighbours"}`;
}

function drawGossipTable() {
  const least = leastOf(gossips);
  const { algorithm, column, figure } = familyColumns("gossip", gossips);
  const columns = [
    algorithm,
    {
      title: "Topology", when: gossips.some(group => group.gossip.topology !== null),
      cell: ({ gossip }) => gossip.topology === null ? dash : `${gossip.topology}, ${whole(gossip.nodes)} nodes`,
    },
    figure("\u03bb", "lambda", value => fixed(value, 6)),
    column("Consensus", "lastConsensus", value => statistic(value, significant)),
    column("Messages", "messages", value => value ? whole(Math.round(value.mean)) : dash, least),
    column("Bytes", "bytes", amount, least),
    column("Busiest node", "bytesBusiestNode", amount, least),
    column("Links down", "linksDown", (value, gossip) => value === null ? dash
      : whole(Math.round(value.mean)) + (gossip.linksDownShare > 0 ? ` (${percent(gossip.linksDownShare)})` : "")),
    figure("In parts", "parts", (parts, { roundsApart }) => parts === 1 ? dash : `${whole(parts)}, in ${roundStatistic(roundsApart)} ${mean(roundsApart) === 1 ? "round" : "rounds"}`),
  ];
  drawTable(byId("gossip-table"), columns.filter(each => each.when), gossips);
}
