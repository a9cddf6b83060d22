// The chips that switch the groups' lines on and off in every chart.
const shown = data.groups.map(() => true);

// charts: objects with show(group, visible) and focus(group or null).
function drawLegend(charts) {
  if (data.groups.length < 2) return;
  data.groups.forEach((group, i) => {
    const chip = make("button", { type: "button", "aria-pressed": "true" }, swatch(i), group.label);
    chip.addEventListener("click", () => {
      shown[i] = !shown[i];
      chip.setAttribute("aria-pressed", shown[i]);
      charts.forEach(chart => chart.show(i, shown[i]));
    });
    chip.addEventListener("pointerenter", () => charts.forEach(chart => chart.focus(shown[i] ? i : null)));
    chip.addEventListener("pointerleave", () => charts.forEach(chart => chart.focus(null)));
    byId("legend").append(chip);
  });
}
