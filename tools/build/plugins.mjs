// What esbuild does not know by itself; build.mjs and the bench use the same.
import asc from 'assemblyscript/asc';
import binaryen from 'binaryen';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { load } from 'js-yaml';

/** Data files become plain JavaScript at build time, so nothing parses YAML at start-up. */
const yamlData = {
  name: 'yaml-data',
  setup(build) {
    build.onLoad({ filter: /\.yaml$/ }, async ({ path }) => ({
      contents: JSON.stringify(load(await readFile(path, 'utf8'), { filename: path })),
      loader: 'json',
    }));
  },
};

/** Its module is called chunk by chunk. */
const SCANNER = join('traces', 'simd');

/** Several bundles hold the same module; `--watch` compiles it again when it changes. */
const compiled = new Map();

/**
 * The scanner's functions call each other for every value of an event. The compiler puts small ones into their callers; with
 * larger ones there as well the scanner takes three quarters of the time. Beyond these sizes it takes longer again.
 * The analyses' loops run once: what is compiled for speed meanwhile serves only if it is small and called row by row.
 */
const inlined = (code) => {
  const module = binaryen.readBinary(code);
  const { Atomics, BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt, SIMD128 } =
    binaryen.Features;
  module.setFeatures(
    Atomics | BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt | SIMD128,
  );
  binaryen.setOptimizeLevel(3);
  binaryen.setAlwaysInlineMaxSize(1000);
  binaryen.setFlexibleInlineMaxSize(2000);
  binaryen.setOneCallerInlineMaxSize(4000);
  module.optimize();
  return module.emitBinary();
};

/** Of two exports with one name the compiler takes one, without a word. */
const refuseTwins = async (path) => {
  const lists = (await readFile(path, 'utf8')).matchAll(/export \{([^}]*)\}/g);
  const names = [...lists].flatMap(([, list]) => list.split(',').map((name) => name.trim())).filter(Boolean);
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin !== undefined) throw new Error(`${path}: "${twin}" is exported twice`);
};

const compile = async (path) => {
  await refuseTwins(path);
  const folder = await mkdtemp(join(tmpdir(), 'wattlens-wasm-'));
  try {
    const outFile = join(folder, 'module.wasm');
    const { error, stderr } = await asc.main([
      relative(process.cwd(), path),
      ...['--outFile', relative(process.cwd(), outFile), '--disableWarning', '112'],
      ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads'],
      // As src/core/traces/simd/scanner.ts makes the memory.
      ...['--importMemory', '--sharedMemory', '--initialMemory', '64', '--maximumMemory', '65536'],
    ]);
    if (error) throw new Error(stderr.toString());
    const code = await readFile(outFile);
    return path.includes(SCANNER) ? inlined(code) : code;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** `x.wasm` is compiled from `x.as.ts`, and in the bundle as bytes. */
const assemblyScript = {
  name: 'assemblyscript',
  setup(build) {
    build.onStart(() => compiled.clear());
    build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/wasm$/, 'as.ts')),
      namespace: 'assemblyscript',
    }));
    build.onLoad({ filter: /./, namespace: 'assemblyscript' }, async ({ path }) => {
      if (!compiled.has(path)) compiled.set(path, compile(path));
      return { contents: await compiled.get(path), loader: 'binary', watchFiles: [path] };
    });
  },
};

export const plugins = [yamlData, assemblyScript];
