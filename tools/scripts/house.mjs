// How big the house is: lines of code and files of each project, circles of files, and the way of a row.
// usage: npm run house   (after npm run build; ends with status 1 when files import each other in a circle)
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const IS_CODE = /^(packages|apps|tools)\/.*\.(ts|tsx|mjs|js)$/;
/** Tests, what only they use, and templates of files that are not written yet. */
const IS_NO_CODE = /\.test\.|\/(testing|templates|files)\/|vitest\.config/;

/** The files of code, from the top: no tests, and nothing that only tests use. */
export function codeFiles() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: top,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => IS_CODE.test(path) && existsSync(join(top, path)))
    .filter((path) => !IS_NO_CODE.test(path.replace('packages/files/', 'packages/')));
}

const parsed = (path) =>
  ts.createSourceFile(path, readFileSync(join(top, path), 'utf8'), ts.ScriptTarget.Latest);

/** The number of lines with something on them that is neither white space nor comment. */
export function linesOfCode(path) {
  const source = parsed(path);
  const lines = new Set();
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line;
  const mark = (node) => {
    const inner = node.getChildren(source).filter(({ kind }) => kind !== ts.SyntaxKind.JSDoc);
    inner.forEach(mark);
    if (inner.length > 0 || node.getWidth(source) === 0) return;
    for (let line = lineAt(node.getStart(source)); line <= lineAt(node.end); line++) lines.add(line);
  };
  mark(source);
  return lines.size;
}

/** The files that a file imports when it is loaded: no types, and nothing of other packages. */
export function importsOf(path) {
  const imported = parsed(path).statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    if (!isImport || !statement.moduleSpecifier || isOfTypes(statement)) return [];
    const { text } = statement.moduleSpecifier;
    return text.startsWith('.') ? [join(dirname(path), text)] : [];
  });
  return imported.map((target) => [target, ...sourcesOf(target)].find((file) => existsSync(join(top, file))));
}

const sourcesOf = (target) => ['.ts', '.tsx'].map((ending) => target.replace(/\.js$/, ending));

function isOfTypes(statement) {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** Files that lead back to themselves by their imports: a list for each circle. */
export function circles(files, importsOfFile = importsOf) {
  const found = [];
  const done = new Set();
  const visit = (file, way) => {
    const before = way.indexOf(file);
    if (before >= 0) found.push([...way.slice(before), file]);
    if (before >= 0 || done.has(file)) return;
    for (const next of importsOfFile(file)) if (next) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

/**
 * The way of a row: the files of which a function runs while `cmsc sessions` makes sorted Parquet with labels of a small data set, in
 * all its threads. What runs as well where there is nothing to read does not count: a file may call its functions while it is loaded.
 */
export function wayOfARow() {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-way-'));
  try {
    const data = join(folder, 'data');
    run(folder, ['generate', data, '--events', '20k', '--quiet']);
    const [auth, redteam] = ['auth', 'redteam'].map((name) => join(data, `${name}.txt.gz`));
    const command = ['sessions', '--redteam', redteam, '--threads', '3', '--quiet'];
    const [withRows, without] = ['rows', 'none'].map((name) => join(folder, name));
    run(folder, [...command, auth, '-o', join(folder, 'sessions.parquet')], { coverage: withRows });
    run(folder, [...command, join(folder, 'missing'), '-o', '-'], { coverage: without, status: 3 });
    const before = callsIn(without);
    const isOnWay = ([file, calls]) =>
      [...calls].some(([name, count]) => count > (before.get(file)?.get(name) ?? 0));
    return [...callsIn(withRows)]
      .filter(isOnWay)
      .map(([file]) => sourceOf(file))
      .sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command from its modules: the bundle would be one file. */
function run(folder, args, { coverage, status: expected = 0 } = {}) {
  const main = pathToFileURL(join(top, 'apps/cli/dist/main.js')).href;
  const script = join(folder, 'run.mjs');
  writeFileSync(script, `import { main } from '${main}';\nawait main(process.argv.slice(2));\n`);
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: { ...process.env, ...(coverage && { NODE_V8_COVERAGE: coverage }) },
    encoding: 'utf8',
  });
  if (status !== expected) throw new Error(`cmsc ${args.join(' ')}: ${stderr}`);
}

/** How often each function of each file ran, in the thread that ran it most. */
function callsIn(coverage) {
  const scripts = readdirSync(coverage).flatMap(
    (name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')).result,
  );
  const calls = new Map();
  for (const { url, functions } of scripts) {
    const file = url.startsWith('file:') ? relative(top, fileURLToPath(url)) : '';
    if (!/^(packages|apps)\/\w+\/dist\//.test(file)) continue;
    const ofFile = calls.get(file) ?? new Map();
    calls.set(file, ofFile);
    // The first one is the module as a whole.
    for (const { ranges } of functions.slice(1)) {
      const { startOffset, count } = ranges[0];
      ofFile.set(startOffset, Math.max(count, ofFile.get(startOffset) ?? 0));
    }
  }
  return calls;
}

const sourceOf = (file) => file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');

function print() {
  const files = codeFiles();
  const sizes = new Map();
  for (const file of files) {
    const project = file.split('/').slice(0, 2).join('/');
    const size = sizes.get(project) ?? { files: 0, lines: 0 };
    sizes.set(project, { files: size.files + 1, lines: size.lines + linesOfCode(file) });
  }
  const row = (name, { files: count, lines }) =>
    console.log(
      `${name.padEnd(28)} ${String(count).padStart(5)} files ${String(lines).padStart(7)} lines of code`,
    );
  for (const [project, size] of [...sizes].sort()) row(project, size);
  const sum = (key) => [...sizes.values()].reduce((total, size) => total + size[key], 0);
  row('in all', { files: sum('files'), lines: sum('lines') });
  const way = wayOfARow();
  console.log(`\nthe way of a row, sessions to sorted Parquet with labels: ${way.length} files`);
  for (const file of way) console.log(`  ${file}`);
  const round = circles(files);
  console.log(round.length === 0 ? '\nno circle of files' : '\ncircles of files:');
  for (const circle of round) console.log(`  ${circle.join(' → ')}`);
  if (round.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) print();
