/** Reading was stopped by whoever asked for it. */
export class Cancelled extends Error {
  override readonly name = 'AbortError';
  constructor() {
    super('cancelled');
  }
}

/** The source of the bytes failed after giving some; what it gave is used. The message is a sentence for people. */
export class DamagedInput extends Error {
  override readonly name = 'DamagedInput';
}
