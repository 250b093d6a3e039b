import { type Estimate, type Spread } from './stats.js';

/** Lines up rows under their headings: the first column to the left, the numbers to the right. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** A number as people read it, with thousands separated. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The median with the least and the most beside it. */
export function formatSpread({ min, median, max }: Spread, digits: number): string {
  return `${formatNumber(median, digits)} (${formatNumber(min, digits)} to ${formatNumber(max, digits)})`;
}

/** The median with its 95 % interval. */
export function formatEstimate({ median, low, high }: Estimate, digits: number): string {
  return `${formatNumber(median, digits)} [${formatNumber(low, digits)}, ${formatNumber(high, digits)}]`;
}
