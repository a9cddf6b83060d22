// Puts the audit's page together.
const decibels = value => `${fixed(value, 1)}\u00a0dB`;
const points = value => `${Math.abs(value) < .0005 ? "" : value < 0 ? "+" : "\u2212"}${fixed(Math.abs(value) * 100, 1)}\u00a0pp`;
const png = base64 => `data:image/png;base64,${base64}`;
const scored = data.rows.filter(row => row.score !== null);
const threshold = data.method.successPsnr;
// Above the threshold a person knows what is on the image; some decibels below it outlines are left.
const severity = psnr => psnr >= threshold ? "bad" : psnr >= threshold - 5 ? "mid" : "good";
const outlooks = { open: "bad", doubtful: "mid", hopeless: "good" };
const verdicts = { bad: "recognisable", mid: "outlines", good: "not recognisable" };
// Dummy images that stand for more samples than they are may be no nearer to any of them than the samples' mean is: then nothing was given away.
const severityOf = row => row.isGuess ? "good" : severity(row.score.worstPsnr);
const verdictOf = row => row.isGuess ? "no more than a mean image tells" : verdicts[severityOf(row)];
const protectedBy = row => row.defence === null ? "no defence" : row.strength ?? row.defence;
const senderOf = row => row.client === null ? "sum of the cohort" : `client ${row.client}`;
const highest = rows => rows.reduce((best, row) => best === null || row.score.worstPsnr > best.score.worstPsnr ? row : best, null);

function card(kind, what, value, unit, verdict, ...rest) {
  byId("cards").append(make("div", { className: `card ${kind}` },
    make("div", { className: "what" }, what),
    make("div", { className: "value" }, value, unit ? make("small", null, `\u00a0${unit}`) : null),
    make("div", { className: "who" }, make("span", { className: `verdict ${kind}` }, verdict), ...rest.map(text => make("span", null, text)))));
}

function drawCards() {
  const worst = highest(scored.filter(row => row.defence === null));
  if (worst !== null) {
    card(severityOf(worst), "Worst image, no defence", fixed(worst.score.worstPsnr, 1), "dB", verdictOf(worst), `${worst.attack}, round ${worst.round}, ${senderOf(worst)}`);
    const given = row => row.isGuess ? 0 : row.score.successRate;
    const most = scored.filter(row => row.defence === null).reduce((a, b) => given(b) > given(a) ? b : a);
    card(given(most) > 0 ? "bad" : "good", `Images from ${decibels(threshold)} on`, fixed(given(most) * 100, 0), "%",
      given(most) > 0 ? "given away" : "none given away", `${most.attack}, round ${most.round}, ${whole(most.samples)} ${most.samples === 1 ? "sample" : "samples"}`);
  }
  const defended = bestDefence();
  if (defended !== null) {
    const kind = severity(defended.score.worstPsnr);
    card(kind, "Best defence, attacker knows it", fixed(defended.score.worstPsnr, 1), "dB", `${verdicts[kind]}: ${protectedBy(defended)}`,
      defended.accuracyLost === null || !data.price?.tells ? `${defended.attack}, round ${defended.round}` : defended.accuracyLost > .0005 ? `costs ${fixed(defended.accuracyLost * 100, 1)}\u00a0pp of accuracy` : "costs no accuracy");
  }
  const enough = data.log.filter(view => view.level !== null && view.score !== null && view.score.worstPsnr >= threshold).sort((a, b) => a.level - b.level)[0];
  if (enough) card("mid", "Enough for one image", whole(enough.level), "bytes", `recognisable: ${decibels(enough.score.worstPsnr)}`, "all about that image");
  else if (data.log.length > 0) card("good", "Enough for one image", dash, "", "not recognisable", "with any number of bytes that was tried");
  const named = data.identification.filter(row => row.defence === null);
  if (named.length > 0) {
    const best = named.reduce((a, b) => b.top1 > a.top1 ? b : a);
    const times = best.top1 / best.chance;
    card(times > 3 ? "bad" : times > 1.5 ? "mid" : "good", "Senders named", fixed(best.top1 * 100, 0), "%", `${fixed(times, 1)} times chance`, `${best.attacker}, from ${best.from}, ${best.users} senders`);
  }
}

function drawAdversary() {
  const { setting } = data;
  byId("findings").append(...data.summary.slice(1).map(sentence => make("li", null, sentence)));
  byId("adversary-lead").textContent = `${setting.adversary}, looking at ${setting.recorded === 0 ? "the log" : `${whole(setting.recorded)} recorded ${setting.recorded === 1 ? "message" : "messages"}`} of ${setting.algorithm} on ${setting.subject} `
    + `(${whole(setting.parameters)} parameters, ${setting.family}). Attacked: ${setting.audited.map(modelState).join("; ")}.`;
  drawTable(byId("knowledge-table"), [
    { title: "Model", cell: row => make("span", { className: "letter" }, row.letter) },
    { title: "has, besides", cell: row => row.words },
    { title: "and needs no more for", cell: row => row.attacks.length ? row.attacks.join(", ") : dash },
  ], setting.knows);
  wordy(byId("knowledge-table"), 1, 2);
  if (data.forecasts.length === 0) return;
  byId("forecasts").hidden = false;
  const hopeless = data.forecasts.filter(each => each.outlook === "hopeless").length;
  byId("forecasts-count").textContent = `${data.forecasts.length} settings, ${hopeless} of them hopeless`;
  drawTable(byId("forecast-table"), [
    { title: "Attack", cell: row => row.attack },
    { title: "Round", cell: row => String(row.round), value: row => row.round },
    { title: "Client", cell: row => row.client ?? "sum", value: row => row.client },
    { title: "Outlook", cell: row => make("span", { className: `badge ${outlooks[row.outlook]}` }, row.outlook) },
    { title: "Reason", cell: row => row.reason },
  ], data.forecasts);
  wordy(byId("forecast-table"), 4);
}

const modelState = round => round === 1 ? "round 1, the model untrained" : `round ${round}, the model after ${round - 1} ${round === 2 ? "round" : "rounds"}`;

function wordy(table, ...columns) {
  for (const row of table.querySelectorAll("tr")) for (const column of columns) row.children[column]?.classList.add("words");
  for (const row of table.querySelectorAll("thead tr")) for (const column of columns) row.children[column].style.textAlign = "left";
}

function drawPictures() {
  if (data.pictures.length === 0) return;
  byId("pictures").hidden = false;
  const nameOf = picture => data.log.length > 0 ? "the log" : `${picture.attack}, round ${picture.round}, ${picture.defence === null ? "no defence" : `${picture.defence}, ${picture.attacker} attacker`}`;
  const rowOf = picture => data.rows.find(row => row.attack === picture.attack && row.round === picture.round && row.client === picture.client && row.strength === picture.defence);
  const names = [...new Set(data.pictures.map(nameOf))];
  const choice = byId("picture-choice");
  choice.append(...names.map(name => make("option", { value: name }, name)));
  choice.hidden = names.length < 2;
  const draw = () => {
    const chosen = data.pictures.filter(picture => nameOf(picture) === choice.value).sort((a, b) => b.psnr - a.psnr);
    byId("picture-grid").replaceChildren(...chosen.map(picture => make("figure", { className: "pair" },
      make("div", { className: "two" },
        make("div", null, make("img", { src: png(picture.original), alt: `original: ${picture.label}` }), make("small", null, "original")),
        make("div", null, make("img", { src: png(picture.reconstruction), alt: "reconstruction" }), make("small", null, "reconstruction"))),
      make("figcaption", null, make("b", { className: rowOf(picture)?.isGuess ? "good" : severity(picture.psnr) }, decibels(picture.psnr)), picture.ssim === null ? "" : ` \u00b7 SSIM ${fixed(picture.ssim, 2)}`,
        make("span", null, data.log.length > 0 ? `${picture.label}, ${picture.attack}` : `${picture.label}, ${senderOf(picture)}`)))));
    byId("picture-hint").textContent = `${nameOf(chosen[0])}: ${chosen.length} images, each matched with the original it is most like, the most alike first.`;
  };
  choice.addEventListener("change", draw);
  draw();
}

function drawViews() {
  const gossip = data.neighbour.length > 0;
  const views = gossip ? data.neighbour : data.log;
  if (views.length === 0) return;
  byId("views").hidden = false;
  byId("views-title").textContent = gossip ? "A neighbour\u2019s view" : "What the log of bytes gives away";
  byId("views-lead").textContent = gossip
    ? "A neighbour receives models, not updates. What it can take apart of a node\u2019s own training depends on the mixing that came between."
    : "Every byte is the size of the gradient along one random direction. With about as many bytes on one image as it has pixels the image can be solved for; with far fewer there is only a shadow of it.";
  drawTable(byId("views-table"), [
    { title: gossip ? "Looks at" : "Sees", cell: view => view.what },
    { title: "Cosine with the truth", when: views.some(view => view.cosine !== null), value: view => view.cosine, cell: view => view.cosine === null ? dash : fixed(view.cosine, 3) },
    { title: "PSNR", when: views.some(view => view.score !== null), value: view => view.score?.psnr ?? null, cell: view => view.score === null ? dash : decibels(view.score.psnr) },
    { title: "Worst", when: views.some(view => view.score !== null), value: view => view.score?.worstPsnr ?? null, cell: view => view.score === null ? dash : decibels(view.score.worstPsnr) },
    { title: "Means", when: true, words: true, cell: view => view.note ?? "" },
  ].filter(column => column.when !== false), views);
  wordy(byId("views-table"), byId("views-table").querySelectorAll("thead th").length - 1);
  const steps = views.filter(view => view.level !== null);
  if (steps.length < 2) return;
  const chartOf = (title, by, values, unit, colour, bounds) => {
    if (values.every(value => value === null)) return;
    const figure = make("figure", { className: "chart", style: { margin: "0" } }, make("h3", null, title, make("span", null, by)));
    byId("views-charts").append(figure);
    charts.push(drawLadder(figure, { steps: steps.map(step => whole(step.level)), names: true, unit, height: 220, lines: [{ colour, name: title, values }], ...bounds }));
  };
  chartOf("Cosine with the true gradient", gossip ? "" : "over bytes of the log", steps.map(step => step.cosine), "", "--s0", { least: 0, most: 1 });
  chartOf("PSNR, dB", gossip ? "" : "over bytes of the log", steps.map(step => step.score?.psnr ?? null), "dB", "--s1", { least: 0, most: threshold, mark: threshold });
}

function drawResults() {
  if (data.rows.length === 0) return;
  byId("results").hidden = false;
  const score = (title, value, cell, best) => ({ title, best, when: scored.some(row => value(row.score) !== null), value: row => row.score && value(row.score), cell: row => row.score ? cell(row.score) : dash });
  const any = field => data.rows.some(row => row[field] !== null);
  drawTable(byId("results-table"), [
    { title: "Attack", when: true, cell: row => [row.attack, make("small", null, `  ${row.threat}`)] },
    { title: "Defence", when: any("defence"), value: row => row.defence === null ? "" : protectedBy(row), cell: row => row.defence === null ? dash : protectedBy(row) },
    { title: "Attacker", when: any("defence"), cell: row => row.defence === null ? dash : row.attacker },
    { title: "Labels", when: true, value: row => row.labels, cell: row => row.labels },
    { title: "Round", when: true, value: row => row.round, cell: row => String(row.round) },
    { title: "Client", when: true, value: row => row.client, cell: row => row.client ?? "sum" },
    { title: "Samples", when: true, value: row => row.samples, cell: row => whole(row.samples) },
    score("PSNR", each => each.psnr, each => `${fixed(each.psnr, 1)} \u00b1\u00a0${decibels(each.psnrDeviation)}`),
    { ...score("Worst", each => each.worstPsnr, null, "most"), cell: row => row.score === null ? dash : make("span", { className: severityOf(row) }, decibels(row.score.worstPsnr)) },
    { title: "Mean image", when: any("guess"), value: row => row.guess && row.guess.worstPsnr, cell: row => row.guess === null ? dash : decibels(row.guess.worstPsnr) },
    score("SSIM", each => each.ssim, each => each.ssim === null ? dash : fixed(each.ssim, 2)),
    score("Labels right", each => each.labelAccuracy, each => percent(each.labelAccuracy)),
    score("Given away", each => each.successRate, each => percent(each.successRate)),
    { title: "Accuracy lost", when: any("accuracyLost"), value: row => row.accuracyLost, cell: row => row.accuracyLost === null ? dash : points(row.accuracyLost) },
    { title: "\u03b5", when: any("epsilon"), value: row => row.epsilon, cell: row => row.epsilon === null ? dash : significant(row.epsilon) },
    { title: "Time", when: true, value: row => row.seconds, cell: row => duration(row.seconds) },
    { title: "Note", when: any("note"), cell: row => row.note ?? "" },
  ].filter(column => column.when), data.rows);
  if (any("note")) wordy(byId("results-table"), byId("results-table").querySelectorAll("thead th").length - 1);
  byId("results-hint").textContent = `PSNR: mean and deviation over the images of an update. Worst: its highest, the sample that fares worst. Given away: images from ${decibels(threshold)} on. `
    + "Labels: as multisets, order cannot be seen. Letter: the threat model, what the adversary had."
    + (any("guess") ? " Mean image: what the samples\u2019 mean comes to in place of the dummy images that stand for them; whoever is not 3\u00a0dB above has recovered no single sample." : "");
}

function drawRisks() {
  if (data.risks.length === 0) return;
  byId("risks").hidden = false;
  const errors = data.risks.map(risk => risk.error).sort((a, b) => a - b);
  const median = errors[Math.floor(errors.length / 2)];
  byId("risks-lead").textContent = data.risks.length > 1
    ? `${data.risks.length} samples; the riskiest is ${significant(median / errors[0])} times as exposed as the median one.` : "";
  byId("risk-grid").append(...data.risks.map(risk => make("figure", { className: "risk" },
    make("img", { src: png(risk.original), alt: risk.label }),
    make("div", { className: "bar" }, make("i", { style: { width: `${100 * errors[0] / risk.error}%` } })),
    make("b", null, `error ${significant(risk.error)}`),
    make("span", null, `${risk.label}, client ${risk.client}, round ${risk.round}${risk.psnr === null ? "" : `, attacked: ${decibels(risk.psnr)}`}`))));
}

function drawIdentity() {
  if (data.identification.length === 0) return;
  byId("identity").hidden = false;
  const any = field => data.identification.some(row => row[field] !== null);
  drawTable(byId("identity-table"), [
    { title: "Attacker", when: true, cell: row => row.attacker },
    { title: "From", when: true, cell: row => row.from },
    { title: "Defence", when: any("defence"), cell: row => row.defence ?? dash },
    { title: "Senders", when: true, value: row => row.users, cell: row => whole(row.users) },
    { title: "Updates", when: true, value: row => row.updates, cell: row => whole(row.updates) },
    { title: "Named", when: true, best: "most", value: row => row.top1, cell: row => percent(row.top1) },
    { title: "Among five", when: any("top5"), value: row => row.top5, cell: row => row.top5 === null ? dash : percent(row.top5) },
    { title: "Chance", when: true, value: row => row.chance, cell: row => percent(row.chance) },
    { title: "Times chance", when: true, value: row => row.top1 / row.chance, cell: row => `${fixed(row.top1 / row.chance, 1)}\u00a0\u00d7` },
    { title: "Null control", when: true, value: row => row.null, cell: row => percent(row.null) },
    { title: "mAP", when: true, value: row => row.map, cell: row => fixed(row.map, 2) },
    { title: "AUC", when: true, value: row => row.auc, cell: row => fixed(row.auc, 2) },
  ].filter(column => column.when), data.identification);
}

function drawMethod() {
  const { method } = data;
  byId("left-out").append(...data.leftOut.map(text => make("li", null, text)));
  byId("left-out").hidden = data.leftOut.length === 0;
  const facts = [["Seed of the attacks", method.seed], ["Worker threads", whole(method.workers)], ["Time", `${duration(method.seconds)} of ${duration(method.budget)}`],
    ["Counts as reconstructed", `from ${decibels(threshold)} on`]];
  byId("method-facts").append(...facts.flatMap(([name, value]) => [make("dt", null, name), make("dd", null, value)]));
  byId("commands").textContent = method.commands.join("\n");
  byId("environment").append(...Object.entries(method.versions).flatMap(([name, value]) => [make("span", null, make("b", null, name), ` ${value}`), " "]));
}

const charts = [];
drawCards();
drawAdversary();
drawPictures();
drawViews();
drawDefences();
drawResults();
drawRisks();
drawIdentity();
drawMethod();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.redraw()));
