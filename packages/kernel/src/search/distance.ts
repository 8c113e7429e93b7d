/** How far two words are apart. */

/**
 * Edits (a sign put in, left out, replaced, or two neighbours swapped) that turn one word into the other: the optimal string
 * alignment distance. Counts code points. Answers `limit + 1` as soon as it is more than `limit`.
 */
export function distance(one: string, other: string, limit: number): number {
  const a = [...one];
  const b = [...other];
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] as number) + 1);
      row.push(value);
      least = Math.min(least, value);
    }
    // A swap reaches two rows back, so both must be beyond.
    if (least > limit && Math.min(...above) > limit) return limit + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] as number, limit + 1);
}

/** How many slips are forgiven in a word of that many signs: none in a short one, where every neighbour is another word. */
export function slipsIn(word: string): number {
  const { length } = [...word];
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}
