/**
 * The house plan, as data, held against every import.
 *
 * Each room says what it may import. A forbidden import, an import cycle, a barrel, tfjs outside the engine, or a README whose
 * map differs from this table fails the build with file, expected and found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Room {
  readonly holds: string;
  /** Rooms, or single modules of a room (`engine/client`). */
  readonly mayImport: readonly string[];
}

export const rooms: Readonly<Record<string, Room>> = {
  tensor: { holds: 'plain numbers: shapes, dtypes, the counter-based random source', mayImport: [] },
  graph: { holds: 'the computation graph: ops with shape, gradient and cost; the builder', mayImport: ['tensor'] },
  reference: { holds: 'one readable loop nest per op: the oracle of every test', mayImport: ['tensor', 'graph'] },
  network: { holds: 'layer kinds, network descriptions, their summary, the zoo', mayImport: ['tensor', 'graph'] },
  data: { holds: 'data sets: generators, decoders, splits, sampling, storage', mayImport: ['tensor'] },
  engine: {
    holds: 'protocol, client, worker, the training run, the executors',
    mayImport: ['tensor', 'graph', 'reference', 'network', 'data'],
  },
  lab: {
    holds: 'what surrounds a run, without React: its state, its curves, its words',
    mayImport: ['tensor', 'graph', 'network', 'data', 'engine/client', 'engine/protocol', 'engine/executors/executor'],
  },
  draw: { holds: 'numbers to geometry and colour, without React', mayImport: ['tensor', 'graph', 'network'] },
  ui: { holds: 'React primitives: controls, charts, canvases, tables', mayImport: ['tensor', 'draw'] },
  widgets: {
    holds: 'one folder per live figure; none imports another',
    mayImport: [
      'tensor',
      'graph',
      'reference',
      'network',
      'data',
      'engine/client',
      'engine/protocol',
      'engine/executors/executor',
      'lab',
      'draw',
      'ui',
    ],
  },
  lessons: {
    holds: 'Markdown to checked tree to page; the widget registry; the table of contents',
    mayImport: ['network', 'ui', 'widgets'],
  },
  app: {
    holds: 'routes, page shell, composition root',
    mayImport: ['tensor', 'graph', 'reference', 'network', 'data', 'engine', 'lab', 'draw', 'ui', 'widgets', 'lessons'],
  },
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split('\\').join('/')}`)
  .filter((file) => /\.tsx?$/.test(file) && !/\.d\.ts$/.test(file))
  .sort();
const known = new Set(sources);

function specifiersOf(file: string): { name: string; typeOnly: boolean }[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: { name: string; typeOnly: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      const name = (node.moduleSpecifier as ts.StringLiteral).text;
      const typeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      found.push({ name, typeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) found.push({ name: argument.text, typeOnly: false });
    } else if (
      // new Worker(new URL('./worker.ts', import.meta.url)) starts another program: an edge, but not a dependency of types.
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      found.push({ name: node.argument.literal.text, typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function resolve(from: string, specifier: string): string | null {
  const base = normalize(join(dirname(from), specifier))
    .split('\\')
    .join('/');
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((path) => known.has(path)) ?? null;
}

const imports: readonly Import[] = sources.flatMap((from) =>
  specifiersOf(from)
    .filter(({ name }) => name.startsWith('.'))
    .flatMap(({ name, typeOnly }) => {
      const to = resolve(from, name);
      return to === null ? [] : [{ from, to, typeOnly }];
    }),
);

const roomOf = (file: string): string => file.split('/')[1] ?? '';
const moduleOf = (file: string): string =>
  relative('src', file)
    .replace(/\.tsx?$/, '')
    .split('\\')
    .join('/');

function allowed({ from, to }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there) return true;
  const room = rooms[here];
  return room !== undefined && room.mayImport.some((name) => name === there || name === moduleOf(to));
}

describe('the rooms of src/', () => {
  test('every folder of src/ is a room of the plan', () => {
    expect([...new Set(sources.map(roomOf))].filter((room) => rooms[room] === undefined)).toEqual([]);
  });

  test('no room imports what it may not', () => {
    const forbidden = imports
      .filter((edge) => !isTest(edge.from) && !allowed(edge))
      .map(
        ({ from, to }) =>
          `${from} imports ${to}; ${roomOf(from)} may import ${rooms[roomOf(from)]?.mayImport.join(', ') ?? ''}`,
      );
    expect(forbidden).toEqual([]);
  });

  test('a forbidden import would be seen', () => {
    expect(allowed({ from: 'src/tensor/shape.ts', to: 'src/graph/graph.ts', typeOnly: true })).toBe(false);
    expect(allowed({ from: 'src/widgets/trainer/View.tsx', to: 'src/engine/run.ts', typeOnly: false })).toBe(false);
    expect(allowed({ from: 'src/widgets/trainer/View.tsx', to: 'src/engine/protocol.ts', typeOnly: false })).toBe(true);
  });

  test('a widget never imports another widget', () => {
    const folderOf = (file: string): string | null => /^src\/widgets\/([^/]+)\//.exec(file)?.[1] ?? null;
    // A folder without a schema is no widget but what several share, such as the data dialog.
    const isWidget = (folder: string): boolean => known.has(`src/widgets/${folder}/schema.ts`);
    const crossed = imports.filter(({ from, to }) => {
      const [here, there] = [folderOf(from), folderOf(to)];
      return here !== null && there !== null && here !== there && isWidget(there);
    });
    expect([isWidget('trainer'), isWidget('dataShelf')]).toEqual([true, false]);
    expect(crossed).toEqual([]);
  });

  test('the page side of the worker border imports types only', () => {
    const border = ['src/engine/client.ts', 'src/engine/protocol.ts'];
    const valueImports = imports.filter(
      ({ from, to, typeOnly }) => border.includes(from) && !border.includes(to) && !typeOnly,
    );
    expect(valueImports).toEqual([]);
  });

  test('tfjs is imported in src/engine only', () => {
    const users = sources.filter(
      (file) => !isTest(file) && specifiersOf(file).some(({ name }) => name.startsWith('@tensorflow/')),
    );
    expect(users.filter((file) => !file.startsWith('src/engine/executors/tfjs/'))).toEqual([]);
  });

  test('draw and lab know no React', () => {
    const users = sources.filter(
      (file) =>
        /^src\/(draw|lab|tensor|graph|reference|network|data|engine)\//.test(file) &&
        specifiersOf(file).some(({ name }) => name === 'react' || name.startsWith('react-')),
    );
    expect(users).toEqual([]);
  });

  test('there are no cycles', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly && !isTest(from)) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('there are no barrels and no catch-all folders', () => {
    expect(sources.filter((file) => /\/index\.tsx?$/.test(file) || /\/(utils|common|helpers)\//.test(file))).toEqual(
      [],
    );
  });

  test('a file over 300 lines gives its reason in its head', () => {
    const long = sources.filter((file) => {
      if (isTest(file)) return false;
      const text = readFileSync(join(root, file), 'utf8');
      const head = /^\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
      // "As long as the page" is no reason: it has to say that it is long, and why.
      const words = head.replace(/\s*\n \* ?/g, ' ');
      return text.split('\n').length > 300 && !/\b(is long|long,) because\b/i.test(words);
    });
    expect(long).toEqual([]);
  });
});

test("the README's map is this table", () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const rows = Object.entries(rooms).map(([name, { holds, mayImport }]) => {
    const named = Object.keys(rooms).every((room) => room === name || mayImport.includes(room))
      ? 'all'
      : mayImport.map((room) => `\`${room}\``).join(', ');
    return `| \`src/${name}/\` | ${holds} | ${named === '' ? '–' : named} |`;
  });
  for (const row of rows) expect(readme).toContain(row);
});
