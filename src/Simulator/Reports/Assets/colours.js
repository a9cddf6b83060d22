// Colours and dashes of lines, by position.
const colours = 8;
const dashes = [[], [7, 4], [2, 3]];
const borders = ["solid", "dashed", "dotted"];
const styleOf = i => Math.floor(i / colours) % dashes.length;
const variable = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colourOf = i => variable(`--s${i % colours}`);
const swatch = i => make("span", { className: "swatch", style: { borderTopColor: `var(--s${i % colours})`, borderTopStyle: borders[styleOf(i)] } });
