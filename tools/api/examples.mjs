// The examples in the docstrings of what a package exports, as programs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { top } from './workspace.mjs';

const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  typeRoots: [join(top, 'node_modules/@types')],
};

/** Every `@example` of what an export path exports: `{ symbol, code }`. */
function examplesOf(program, { name, folder }, { path, types }) {
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(types)));
  const specifier = name + path.slice(1);
  return exported.flatMap((symbol) => {
    const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    // What is another package's has its example there.
    const isOwn = declared.declarations?.[0]?.getSourceFile().fileName.includes(`/${folder}/`);
    return (isOwn ? declared.getJsDocTags(checker) : [])
      .filter((tag) => tag.name === 'example')
      .map((tag) => ({
        symbol: `${specifier} ${symbol.name}`,
        code: withImports(ts.displayPartsToString(tag.text), specifier, exported),
      }));
  });
}

/** An example need not import what its own package exports. */
function withImports(code, specifier, exported) {
  const imported = [...code.matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, names]) =>
    names.split(/[\s,]+/),
  );
  const used = exported
    .map(({ name }) => name)
    .filter((name) => !imported.includes(name) && new RegExp(`(?<![\\w'"]|[^.]\\.)${name}\\b`).test(code));
  return used.length > 0 ? `import { ${used.join(', ')} } from '${specifier}';\n${code}` : code;
}

/** `expression; // value` becomes a comparison: of the value, if it is one, that the comment begins with. */
function withAssertions(code) {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const pieces = source.statements.filter(ts.isExpressionStatement).flatMap((statement) => {
    const comment = /^;?[ \t]*\n?\/\/ (.*)/.exec(code.slice(statement.expression.getEnd()));
    const value = comment && valueIn(comment[1]);
    return value ? [{ statement, value }] : [];
  });
  return pieces.reduceRight((text, { statement, value }) => {
    const [start, end] = [statement.getStart(), statement.getEnd()];
    const expression = statement.expression.getText();
    return `${text.slice(0, start)}assert.deepStrictEqual(${expression}, ${value});${text.slice(end)}`;
  }, code);
}

function valueIn(comment) {
  return [comment, comment.split(': ')[0]].find((text) => {
    try {
      new Function(`return (${text});`);
      return !/^[a-z]+$/i.test(text) || ['true', 'false', 'undefined', 'null'].includes(text);
    } catch {
      return false;
    }
  });
}

/**
 * Writes all examples into a folder, as TypeScript and as programs that compare what they show: `{ symbol, source, program }`.
 * Reads dist: build first.
 */
export function writeExamples(published, folder) {
  const entries = published.flatMap((of) => of.entries.map((entry) => ({ of, entry })));
  const declarations = ts.createProgram(
    entries.map(({ entry }) => entry.types),
    OPTIONS,
  );
  const examples = entries.flatMap(({ of, entry }) => examplesOf(declarations, of, entry));
  return examples.map(({ symbol, code }, number) => {
    const [source, program] = [join(folder, `${number}.mts`), join(folder, `${number}.mjs`)];
    writeFileSync(source, `${code}\nexport {};\n`);
    const checked = `import assert from 'node:assert/strict';\n${withAssertions(code)}`;
    writeFileSync(
      program,
      ts.transpileModule(checked, { compilerOptions: { ...OPTIONS, module: ts.ModuleKind.ES2022 } })
        .outputText,
    );
    return { symbol, source, program };
  });
}

/** What the compiler says of TypeScript files: one text a file, empty where nothing is wrong. */
export function compilerErrors(sources) {
  const program = ts.createProgram(sources, OPTIONS);
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => top,
    getNewLine: () => '\n',
  };
  return sources.map((source) =>
    ts.formatDiagnostics(ts.getPreEmitDiagnostics(program, program.getSourceFile(source)), host),
  );
}
