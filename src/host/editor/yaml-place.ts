/** What surrounds a place in a YAML text. */
export interface YamlPlace {
  /** Names of the mappings around it, the outermost first; lists are passed through. */
  readonly path: readonly string[];
  /** The field whose value it stands in; undefined where a name may be typed. */
  readonly field?: string;
  /** The fields that stand before it in the same mapping. */
  readonly written: ReadonlySet<string>;
  /** Whether that mapping is an item of a list. */
  readonly isItem: boolean;
}

interface Mapping {
  /** Where its names begin; one in braces has no column that a line could be left of. */
  readonly column: number;
  readonly written: Set<string>;
  readonly isItem: boolean;
  field?: string;
}

const NAME = /^([\w.-]+)\s*:(?=\s|$)/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/;
const IN_BRACES = Infinity;

/** Reads line by line and, in braces, character by character, so that a text half typed is understood too. */
class Reader {
  private readonly mappings: Mapping[] = [];
  private readonly open: ('{' | '[')[] = [];
  private inValue = false;

  read(line: string, isLast: boolean): void {
    if (this.open.length > 0) this.inside(line);
    else if (isLast || !/^\s*(#|$)/.test(line)) this.block(line);
  }

  place(): YamlPlace {
    const top = this.mappings.at(-1);
    return {
      path: this.mappings.slice(0, -1).flatMap(({ field }) => field ?? []),
      ...(this.inValue && top?.field !== undefined ? { field: top.field } : {}),
      written: top?.written ?? new Set(),
      isItem: top?.isItem ?? false,
    };
  }

  /** A line outside braces: where it begins tells which mapping it belongs to. */
  private block(line: string): void {
    const [, spaces = '', dashes = '', text = ''] = /^(\s*)((?:-\s+|-$)*)(.*)$/.exec(line) ?? [];
    const column = spaces.length + dashes.length;
    // The dash of an item may stand right under the name of its list.
    const least = dashes === '' ? column : spaces.length;
    while ((this.mappings.at(-1)?.column ?? 0) > least) this.mappings.pop();
    if (dashes !== '' || this.mappings.at(-1)?.column !== column) this.begin(column, dashes !== '');
    const [all = '', name] = NAME.exec(text) ?? [];
    this.takeName(name);
    this.inside(text.slice(all.length));
  }

  private begin(column: number, isItem: boolean): void {
    this.mappings.push({ column, written: new Set(), isItem });
    this.inValue = false;
  }

  private takeName(name: string | undefined): void {
    const top = this.mappings.at(-1);
    this.inValue = name !== undefined;
    if (top === undefined) return;
    delete top.field;
    if (name === undefined) return;
    top.field = name;
    top.written.add(name);
  }

  /** What follows a name, and the lines that braces go on for. */
  private inside(text: string): void {
    let rest = text;
    while (rest !== '' && !/^\s*#/.test(rest)) {
      const [quoted] = QUOTED.exec(rest) ?? [];
      const [all = '', name] = this.open.at(-1) === '{' && !this.inValue ? (NAME.exec(rest) ?? []) : [];
      const [word = ''] = /^[^\s{}[\],"'#]+|^\s+/.exec(rest) ?? [];
      if (name !== undefined) this.takeName(name);
      else if (quoted === undefined && word === '') this.mark(rest.charAt(0));
      rest = rest.slice(Math.max(all.length, quoted?.length ?? 0, word.length, 1));
    }
  }

  private mark(mark: string): void {
    if (mark === '{') {
      this.begin(IN_BRACES, this.open.at(-1) === '[');
      this.open.push('{');
    } else if (mark === '[') this.open.push('[');
    else if (mark === ',' && this.open.at(-1) === '{') this.takeName(undefined);
    else if (mark === '}' || mark === ']') {
      const opened = this.open.pop();
      if (opened === '{') this.mappings.pop();
      this.inValue = true;
    }
  }
}

/** @param character From 0, in the last of `lines`. */
export const yamlPlaceAt = (lines: readonly string[], character: number): YamlPlace => {
  const reader = new Reader();
  for (const line of lines.slice(0, -1)) reader.read(line, false);
  reader.read((lines.at(-1) ?? '').slice(0, character), true);
  return reader.place();
};
