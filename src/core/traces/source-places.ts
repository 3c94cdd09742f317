/** A line of a source file as a trace names it; lines count from 1. */
export interface CodePlace {
  /** As the trace writes it: absolute, or without what stood on Python's path. */
  readonly file: string;
  readonly line: number;
}

/** A function, at the line where it begins; at the line it was at where it ran before the trace began. */
export interface FunctionPlace extends CodePlace {
  readonly function: string;
}

const FUNCTION = /^(.+)\((\d+)\): (.+)$/;
/** The same as XLA's Python tracer writes it, without the file's folder (xla/python/profiler/internal/python_hooks.cc). */
const TRACED = /^\$([^$<>\s]+):(\d+) (.+)$/;
const SITE = /^(.+):(\d+)$/;

/** Of a `python_function` event: "model.py(42): forward", in JAX and TensorFlow "$model.py:42 forward". Undefined for built-in functions and modules, which have none. */
export const functionPlace = (name: string): FunctionPlace | undefined => {
  const [, file, line, called] = FUNCTION.exec(name) ?? TRACED.exec(name) ?? [];
  return file === undefined || called === undefined
    ? undefined
    : { file, line: Number(line), function: called };
};

/** Of the argument "CallFrom": "model.py:42". */
export const callPlace = (site: string): CodePlace | undefined => {
  const [, file, line] = SITE.exec(site) ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
};

const LIBRARY = /(^|[/\\])(site-packages|dist-packages|lib[/\\]python\d[^/\\]*)[/\\]|^torch[/\\]|^</;

/** Whether a path is that of an installed package, of PyTorch, or of code without a file ("<string>"). */
export const isLibraryPath = (file: string): boolean => LIBRARY.test(file);
