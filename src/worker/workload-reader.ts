import { type Opened, openInput } from '../core/input/open';
import type { Model, Run } from '../core/models/model';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { toWorkload } from '../core/traces/to-workload';
import type { Workload } from '../core/workload/workload';
import type { Source } from '../protocol/analysis';
import { chunksOf, fromFolder } from './chunks';
import { fileStamp } from './file-stamp';

type Read =
  { readonly kind: 'model'; readonly model: Model } | { readonly kind: 'trace'; readonly workload: Workload };

/** Changes with the source's content; undefined where that is not told without reading it. */
const stampOf = async (source: Source): Promise<string | undefined> => {
  switch (source.kind) {
    case 'text':
      return JSON.stringify([source.text, source.beside]);
    case 'bytes':
      return undefined;
    case 'file':
      return fileStamp(source.path);
  }
};

/** What a scenario names: the work of its run, and the model where it is one's config. */
export interface Named {
  readonly workload: Workload;
  readonly model?: Model;
}

/** Reads what scenarios name, and keeps the last, so that a budget can be edited without reading a trace again. */
export class WorkloadReader {
  private last:
    { readonly name: string; readonly stamp: string | undefined; readonly read: Promise<Read> } | undefined;

  /** @throws Problem that names the file. */
  async read(source: Source, run: Run): Promise<Named> {
    try {
      const read = await this.content(source);
      return read.kind === 'trace'
        ? { workload: read.workload }
        : { workload: buildWorkload(read.model, run), model: read.model };
    } catch (error) {
      if (error instanceof Problem) throw error.inFile(source.name);
      throw error;
    }
  }

  private async content(source: Source): Promise<Read> {
    const { name } = source;
    const stamp = await stampOf(source);
    const { last } = this;
    if (stamp !== undefined && last?.name === name && last.stamp === stamp) return last.read;
    const read = open(source);
    this.last = { name, stamp, read };
    return read;
  }
}

/** Reads a model config or a trace, whatever the source. @throws Problem of its content. */
export const openSource = (source: Source): Promise<Opened> =>
  openInput(
    chunksOf(source, () => {}),
    source.name,
    fromFolder(source),
  );

const open = async (source: Source): Promise<Read> => {
  const opened = await openSource(source);
  return opened.kind === 'model'
    ? { kind: 'model', model: opened.model }
    : { kind: 'trace', workload: toWorkload([opened.trace]) };
};
