// Tables from columns: { title, cell: row -> text or element, value: row -> number to sort by, best: "most" or "least" }.
function drawTable(table, columns, rows) {
  const order = rows.map((_, i) => i);
  let sorted = null, descending = true;

  function draw() {
    const heads = columns.map((column, c) => {
      const head = make("th", { scope: "col" });
      if (column.value && rows.length > 1) {
        const button = make("button", { type: "button" }, column.title);
        button.addEventListener("click", () => sortBy(c));
        head.append(button);
        if (sorted === c) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      } else head.append(column.title);
      return head;
    });
    const best = columns.map(column => bestOf(column, rows));
    const lines = order.map(i => make("tr", null, ...columns.map((column, c) => make(
      c === 0 ? "th" : "td",
      c === 0 ? { scope: "row" } : { className: best[c] !== null && column.value(rows[i]) === best[c] ? "top" : "" },
      ...[column.cell(rows[i], i)].flat()))));
    table.replaceChildren(make("thead", null, make("tr", null, ...heads)), make("tbody", null, ...lines));
  }

  function sortBy(c) {
    descending = sorted === c ? !descending : columns[c].best !== "least";
    sorted = c;
    const key = i => columns[c].value(rows[i]);
    order.sort((a, b) => {
      if (key(a) === null || key(b) === null) return (key(a) === null) - (key(b) === null);
      return descending ? key(b) - key(a) : key(a) - key(b);
    });
    draw();
  }

  draw();
}

function bestOf(column, rows) {
  if (!column.best || rows.length < 2) return null;
  const values = rows.map(column.value).filter(value => value !== null);
  if (values.every(value => value === values[0])) return null;
  return column.best === "most" ? Math.max(...values) : Math.min(...values);
}
