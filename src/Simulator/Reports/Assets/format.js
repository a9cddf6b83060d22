// Elements and texts. Nothing here or elsewhere writes markup: a name from a run can only ever be text.
const byId = id => document.getElementById(id);

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key.includes("-") || key === "role" || key === "scope") element.setAttribute(key, value);
    else if (key === "style") Object.assign(element.style, value);
    else element[key] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// In the next frame: a size that is changed while sizes are being reported makes the browser complain.
const onResize = (element, draw) => new ResizeObserver(() => requestAnimationFrame(draw)).observe(element);

const dash = "\u2013";
const fixed = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
// About three digits; a deviation is rounded like the mean it belongs to.
const significant = (value, like = value) => {
  const size = Math.abs(like);
  if (size >= 1e7 || (size > 0 && size < .01)) return value.toExponential(2);
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= .1 ? 3 : 4);
};
const whole = value => fixed(value, 0);
const percent = share => fixed(share * 100, 1) + "\u00a0%";

// The largest unit of a ladder of [size, name] in which a value is at least 1.
const unitOf = (ladder, value) => ladder.findLast(unit => value >= unit[0]) ?? ladder[0];
const byteUnits = [[1, "B"], [1024, "KiB"], [1024 ** 2, "MiB"], [1024 ** 3, "GiB"], [1024 ** 4, "TiB"]];
const timeUnits = [[1, "s"], [60, "min"], [3600, "h"]];

const bytes = (value, like = value) => {
  const [size, name] = unitOf(byteUnits, like);
  return (size === 1 ? whole(value) : significant(value / size, like / size)) + "\u00a0" + name;
};
const duration = (value, like = value) => {
  if (like < 60) return significant(value, like) + "\u00a0s";
  const seconds = Math.round(value), minutes = Math.round(value / 60);
  if (seconds < 60) return `${seconds}\u00a0s`;
  return value < 3600 ? `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s` : `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
};
const share = value => fixed(value * 100, 1);
const count = (value, like = value) => Number.isInteger(value) && Number.isInteger(like) ? whole(value) : fixed(value, 1);

// Mean ± deviation over seeds; the deviation is missing for one seed.
function statistic(value, format, unit = "") {
  if (!value) return dash;
  const spread = value.deviation === null ? "" : ` \u00b1\u00a0${format(value.deviation, value.mean)}`;
  return format(value.mean) + spread + unit;
}
const percentStatistic = value => statistic(value, share, value ? "\u00a0%" : "");
const roundStatistic = value => statistic(value, count);
