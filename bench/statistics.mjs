// What every bench says its figures with.

export function quantile(values, at) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values) => quantile(values, 0.5);

/** The median, with the tenth and the ninetieth percentile. */
export const spread = (values) => `${median(values).toFixed(0)} (${quantile(values, 0.1).toFixed(0)} to ${quantile(values, 0.9).toFixed(0)})`;

const said = (value) => (typeof value !== 'number' ? String(value) : Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1));

export function table(title, heads, rows) {
  const cells = [heads, ...rows.map((row) => row.map(said))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isText = heads.map((_, column) => rows.some((row) => typeof row[column] !== 'number'));
  const line = (row) => row.map((cell, column) => (isText[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  console.log(`${title}\n${line(heads)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of cells.slice(1)) console.log(line(row));
  console.log('');
}
