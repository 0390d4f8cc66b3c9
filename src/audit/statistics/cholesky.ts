/** The lower root of a covariance, of which the lower half is read; lines without variance of their own are 0. */
export function cholesky(covariance: readonly Float64Array[]): Float64Array[] {
  const root = covariance.map((line) => new Float64Array(line.length));
  for (const [at, line] of covariance.entries()) {
    const own = root[at] ?? new Float64Array();
    for (let other = 0; other <= at; other += 1) {
      const theirs = root[other] ?? own;
      let sum = line[other] ?? 0;
      for (let before = 0; before < other; before += 1)
        sum -= (own[before] ?? 0) * (theirs[before] ?? 0);
      const scale = theirs[other] ?? 0;
      if (other === at) own[at] = sum > 1e-9 * (line[at] ?? 0) ? Math.sqrt(sum) : 0;
      else own[other] = scale > 0 ? sum / scale : 0;
    }
  }
  return root;
}
