import { TraceBuilder } from '../../build/trace-builder';
import type { Trace } from '../../columns';
import { Problem } from '../../../problem';
import { giveBack } from '../../scan/spare-chunks';
import type { FormatReader, ReadOptions, TraceFormat } from '../format';
import { adapt } from './dialects';
import { ChromeDocument } from './document';
import { separateTypes } from './onnx-shapes';

/** JSON of Chrome Trace Events: Kineto's, XProf's, ONNX Runtime's, and everybody else's. */
class ChromeReader implements FormatReader {
  readonly #builder = new TraceBuilder();
  readonly #document: ChromeDocument;
  #bytes = 0;

  constructor({ oneByOne = false }: ReadOptions) {
    this.#document = new ChromeDocument(this.#builder, oneByOne);
  }

  feed(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#document.feed(chunk);
    // The document has copied it into its window.
    giveBack(chunk);
  }

  end(name: string): Trace {
    const metadata = this.#document.end();
    if (this.#builder.events > 0 && this.#builder.events === this.#builder.skippedEvents) {
      throw new Problem('none of the array\'s elements is a trace event (an object with "ph" and "ts")', {
        byte: 0,
      });
    }
    separateTypes(this.#builder);
    return adapt(this.#builder.done(name, 'chrome', this.#bytes, metadata));
  }
}

export const format: TraceFormat = {
  id: 'chrome',
  title: 'Chrome Trace Events (PyTorch Kineto and others)',
  sniff: () => true,
  read: (options) => new ChromeReader(options),
};
