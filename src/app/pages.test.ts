import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeChapterModule } from './chapter/routeModule';
import { pagePaths, writtenSlugs } from './pages';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(root, 'content/lessons'), { recursive: true });
  for (const name of ['vgg.md', 'lenet.md', 'notes.txt']) writeFileSync(join(root, 'content/lessons', name), '');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a chapter is written when its file exists; every page has an address that ends in a slash', () => {
  expect(writtenSlugs(root)).toEqual(['lenet', 'vgg']);
  const paths = pagePaths(root);
  expect(paths).toContain('/chapters/lenet/');
  expect(paths).toContain('/chapters/vgg/');
  expect(paths.filter((path) => !path.startsWith('/') || !path.endsWith('/'))).toEqual([]);
});

test('the route of a chapter is a file of a few lines that imports its lesson; it is written once', () => {
  const file = writeChapterModule('lenet', root);
  expect(file).toBe('../../.react-router/chapters/lenet.tsx');
  const path = join(root, '.react-router/chapters/lenet.tsx');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('import * as lesson from "../../content/lessons/lenet.md";');
  expect(text).toContain('from "../../src/app/chapter/chapterRoute";');
  const { mtimeNs } = statSync(path, { bigint: true });
  writeChapterModule('lenet', root);
  expect(statSync(path, { bigint: true }).mtimeNs).toBe(mtimeNs);
});
