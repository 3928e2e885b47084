/** A network description that does not hold together, in words for whoever wrote it. */

/** The message names the layer, what was expected, what was found and the nearest valid setting. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}

/** Thrown by the rules of a layer kind, which need not know the layer's name; `resolve.ts` puts it in front. */
export class LayerProblem extends Error {
  override readonly name = 'LayerProblem';
}

export function refuseLayer(problem: { expected: string; found: string; next: string }): never {
  throw new LayerProblem(`expected ${problem.expected}, found ${problem.found}. ${problem.next}`);
}

/** The known name with the fewest edits (Levenshtein distance) to `name`; undefined when there are no names at all. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let fewest = Infinity;
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const remove = (previous[column] ?? 0) + 1;
      const insert = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replace, remove, insert));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
