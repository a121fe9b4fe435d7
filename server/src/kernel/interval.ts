// Mean and 95 % confidence interval of what was simulated in independent parts, made narrower by what is known exactly (control variates).

export type Estimate = { mean: number; /** Half of the width of the 95 % interval. */ plusMinus: number };

/** Student's t at 97.5 % for so many degrees of freedom, to 0.3 % from 5 on (Cornish and Fisher's expansion of the normal quantile). */
function student(freedom: number): number {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Each control is one number a part whose true mean is zero: what the values follow of it is chance, and taken out by least squares
 * (Lavenberg & Welch, Management Science 27(3), 1981).
 */
export function estimate(values: readonly number[], controls: readonly (readonly number[])[] = []): Estimate {
  const mean = meanOf(values);
  const freedom = values.length - 1 - controls.length;
  if (freedom < 1) return { mean, plusMinus: Infinity };
  const means = controls.map(meanOf);
  const off = controls.map((control, n) => control.map((value) => value - means[n]!));
  const slopes = solve(
    off.map((one) => off.map((other) => dot(one, other))),
    off.map((one) => dot(one, values)),
  );
  const rest = values.map((value, part) => value - mean - slopes.reduce((sum, slope, n) => sum + slope * off[n]![part]!, 0));
  const adjusted = slopes.reduce((sum, slope, n) => sum - slope * means[n]!, mean);
  return { mean: adjusted, plusMinus: student(freedom) * Math.sqrt(dot(rest, rest) / freedom / values.length) };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);

/** Gauss' elimination; a control that says nothing new gets the slope 0. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, n) => [...row, right[n]!]);
  const size = rows.length;
  const scale = rows.map((row, n) => row[n]!);
  for (let n = 0; n < size; n++) {
    if (!(rows[n]![n]! > 1e-9 * scale[n]!)) rows[n]!.fill(0);
    for (let below = n + 1; below < size; below++) {
      const factor = rows[n]![n] === 0 ? 0 : rows[below]![n]! / rows[n]![n]!;
      for (let k = n; k <= size; k++) rows[below]![k]! -= factor * rows[n]![k]!;
    }
  }
  const slopes = Array.from({ length: size }, () => 0);
  for (let n = size - 1; n >= 0; n--) {
    let value = rows[n]![size]!;
    for (let k = n + 1; k < size; k++) value -= rows[n]![k]! * slopes[k]!;
    slopes[n] = rows[n]![n] === 0 ? 0 : value / rows[n]![n]!;
  }
  return slopes;
}
