/** Those of so many positions that are wanted, in order. @param isWanted is asked twice, so that nothing is copied */
export function keptPositions(count: number, isWanted: (position: number) => boolean): Uint32Array {
  let kept = 0;
  for (let position = 0; position < count; position += 1) if (isWanted(position)) kept += 1;
  const positions = new Uint32Array(kept);
  let next = 0;
  for (let position = 0; position < count; position += 1) {
    if (!isWanted(position)) continue;
    positions[next] = position;
    next += 1;
  }
  return positions;
}
